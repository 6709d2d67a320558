// compound.ts: one step over several files, undone and redone as one. It holds texts, never an editor.

import type { FileStep } from './edits.ts'

export interface Compound {
  readonly id: number
  /** What was done, in words: "Fixed TC302". */
  readonly label: string
  readonly steps: readonly FileStep[]
  /** Whether the step is applied now; false after an undo. */
  readonly done: boolean
}

export interface Outcome {
  /** Texts to put in place; null: the file goes. */
  readonly put: readonly { readonly path: string; readonly text: string | null }[]
  /** Files changed since, left alone and named. */
  readonly left: readonly string[]
  readonly compound: Compound
}

type TextOf = (path: string) => string | undefined

/** Undo when it is applied, redo when it is not: wherever a file still has the text the step left there. */
export function turn(compound: Compound, textOf: TextOf): Outcome {
  const put: { path: string; text: string | null }[] = []
  const left: string[] = []
  for (const step of compound.steps) {
    const here = compound.done ? step.after : step.before
    const there = compound.done ? step.before : step.after
    const now = textOf(step.path) ?? null
    if (now === there) continue
    if (now === here) put.push({ path: step.path, text: there })
    else left.push(step.path)
  }
  return { put, left, compound: { ...compound, done: !compound.done } }
}
