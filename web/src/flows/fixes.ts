// fixes.ts: proposing, proving and applying fixes; undoing them as one step. The core makes the edits and the proof.

import { paused, Stale } from '../checker/client.ts'
import type { FixReply, FixSelection } from '../checker/report.ts'
import { turn } from '../project/compound.ts'
import { OverlappingEdits, planSteps, type FileStep, type PlannedStep } from '../project/edits.ts'
import { fresh } from '../project/workspace.ts'
import { proofKey, type Proof, type Review, type Writer } from '../state.ts'
import { words } from '../strings.ts'
import { plain } from '../views/prose.ts'
import type { Context } from './context.ts'

export interface Fixes {
  ensureProofs(): void
  /** Once nobody has typed for a moment: a fix is tried on the whole project, and the next key would have to wait for that. */
  proveSoon(): void
  apply(finding: string, fix: number): Promise<void>
  review(finding: string, fix: number): Promise<void>
  reviewMany(select: FixSelection, title: string): Promise<void>
  applyReview(): void
  ignore(): Promise<void>
  turnCompound(id: number, alreadyIn?: string): void
  turnLast(done: boolean): boolean
  /** One step over several files, which is undone as one; its number, unless there is nothing to do. */
  applySteps(label: string, steps: readonly FileStep[], findings: readonly string[]): number | undefined
}

/** Longer than between two keys of somebody who types. */
const MOMENT = 250

type Writes = Writer<'proofs' | 'fixed' | 'dialog' | 'banner', 'steps' | 'turned'>

/** `focusUndo`: the focus shall go to the Undo of a step once it is there. */
export function fixes(store: Writes, { client, editor, say }: Pick<Context, 'client' | 'editor' | 'say'>, focusUndo: (compound: number) => void): Fixes {
  const textOf = (path: string): string | undefined => store.get().workspace.files.get(path)?.text
  const setProof = (key: string, proof: Proof | undefined): void => {
    const proofs = new Map(store.get().proofs)
    if (proof) proofs.set(key, proof)
    else proofs.delete(key)
    store.set({ proofs })
  }

  async function prove(finding: string, fix: number): Promise<FixReply | undefined> {
    const key = proofKey(finding, fix)
    const gen = client.gen()
    setProof(key, { t: 'working' })
    try {
      const reply = await client.fix({ finding, fix })
      if (client.gen() !== gen) return undefined
      setProof(key, { t: 'tried', reply })
      return reply
    } catch (problem) {
      if (!(problem instanceof Stale)) throw problem
      setProof(key, undefined)
      return undefined
    }
  }

  const replyOf = async (finding: string, fix: number): Promise<FixReply | undefined> => {
    const proof = store.get().proofs.get(proofKey(finding, fix))
    return proof?.t === 'tried' ? proof.reply : prove(finding, fix)
  }

  function stepsOf(reply: FixReply): PlannedStep[] {
    try { return planSteps(textOf, reply.edits, reply.creates) } catch (problem) {
      if (problem instanceof OverlappingEdits) return []
      throw problem
    }
  }

  function labelOf(finding: string, fix: number): string {
    const found = store.get().report?.findings.find(one => one.id === finding)
    return found ? `${found.code}: ${plain(found.fixes[fix]?.title ?? '')}` : ''
  }

  function applySteps(label: string, steps: readonly FileStep[], findings: readonly string[]): number | undefined {
    if (steps.length === 0) return undefined
    if (store.get().elsewhere) { store.set({ dialog: { t: 'elsewhere' } }); return undefined }
    const id = fresh()
    // The editor first, as a step of its own history; the workspace then finds the texts already in place.
    for (const step of steps) if (step.after !== null) editor()?.push(step.path, step.after, { t: 'step', compound: id })
    store.update({ t: 'steps', id, label, steps })
    const { workspace } = store.get()
    const fixed = new Map(store.get().fixed)
    for (const finding of findings) fixed.set(finding, id)
    // The annotation that was pressed says "Fixed. Undo" itself, if it is in sight.
    const [only] = findings
    const inSight = findings.length === 1 && editor() && store.get().report?.findings.find(one => one.id === only)?.path === workspace.active
    const elsewhere = !inSight || steps.some(step => step.path !== workspace.active)
    store.set({
      fixed, dialog: null,
      banner: elsewhere ? { text: words.banner.applied(label), offer: { label: words.banner.undo, action: { t: 'turn', compound: id } }, kind: 'plain' } : null,
    })
    say(words.banner.applied(label))
    return id
  }

  function openReview(review: Review): void { store.set({ dialog: { t: 'review', review } }) }

  function showReply(title: string, label: string, reply: FixReply): void {
    const steps = stepsOf(reply)
    openReview({ title, label, steps, ticked: new Set(steps.map(step => step.path)), reply })
  }

  function turnCompound(id: number, alreadyIn?: string): void {
    const compound = store.get().workspace.compounds.find(one => one.id === id)
    if (!compound) return
    if (store.get().elsewhere) { store.set({ dialog: { t: 'elsewhere' } }); return }
    const how = compound.done ? 'undo' : 'redo'
    const outcome = turn(compound, textOf)
    for (const { path, text } of outcome.put) {
      if (text === null) editor()?.forget(path)
      else editor()?.push(path, text, { t: how })
    }
    store.update({ t: 'turned', compound: outcome.compound, put: outcome.put })
    const all = compound.steps.length
    const text = outcome.left.length > 0 ? words.banner.partly(all - outcome.left.length, all, outcome.left) : how === 'undo' ? words.banner.undone(compound.label) : words.banner.applied(compound.label)
    const single = all === 1 && outcome.left.length === 0 && (alreadyIn !== undefined || compound.steps[0]?.path === store.get().workspace.active)
    store.set({
      fixed: new Map([...store.get().fixed].filter(([, step]) => step !== id)),
      banner: single ? null : { text, offer: { label: how === 'undo' ? words.banner.redo : words.banner.undo, action: { t: 'turn', compound: id } }, kind: outcome.left.length > 0 ? 'trouble' : 'plain' },
    })
    say(text)
  }

  let soon: ReturnType<typeof setTimeout> | undefined
  function ensureProofs(): void {
    const { report, selected, opened, workspace, proofs, checker } = store.get()
    if (!report || checker.t !== 'idle') return
    for (const finding of report.findings) {
      const shown = finding.id === selected || (opened.has(finding.id) && finding.path === workspace.active)
      if (!shown) continue
      finding.fixes.forEach((fix, i) => {
        if (fix.class !== 'advice' && !proofs.has(proofKey(finding.id, i))) void prove(finding.id, i)
      })
    }
  }

  let lastAsked = 0
  /** Whether whoever asks now still waits when the answer comes: nothing was asked for since, and the page shows what it showed. */
  function request(): { waits(): boolean; shows(): void } {
    const mine = ++lastAsked, { id } = store.get().workspace
    let { dialog } = store.get()
    return {
      waits: () => mine === lastAsked && store.get().dialog === dialog && store.get().workspace.id === id,
      shows() { dialog = store.get().dialog },
    }
  }

  return {
    applySteps,
    turnCompound,
    ensureProofs,
    proveSoon() {
      clearTimeout(soon)
      soon = setTimeout(ensureProofs, MOMENT)
    },
    turnLast(done) {
      const compounds = store.get().workspace.compounds
      // Undo takes the newest applied step; redo the oldest of those undone after it.
      const target = done ? compounds.findLast(one => one.done) : compounds.find((one, i) => !one.done && compounds.slice(i).every(later => !later.done))
      if (target) turnCompound(target.id)
      return target !== undefined
    },
    async apply(finding, fix) {
      const label = labelOf(finding, fix)
      const safe = store.get().report?.findings.find(one => one.id === finding)?.fixes[fix]?.class === 'safe'
      const { waits } = request()
      const reply = await replyOf(finding, fix)
      if (!reply || !waits()) return
      if (!safe || reply.proof.state !== 'proved') { showReply(words.dialogs.review, label, reply); return }
      const step = applySteps(label, stepsOf(reply), [finding, ...reply.applied.filter(id => id !== finding)])
      if (step !== undefined) focusUndo(step)
    },
    async review(finding, fix) {
      const { waits } = request()
      const reply = await replyOf(finding, fix)
      if (reply && waits()) showReply(words.dialogs.review, labelOf(finding, fix), reply)
    },
    async reviewMany(select, title) {
      const { waits, shows } = request()
      // Most answers come before anybody could read that they are awaited.
      const soon = setTimeout(() => {
        if (!waits()) return
        openReview({ title, label: title, steps: [], ticked: new Set(), reply: null })
        shows()
      }, 300)
      try {
        const reply = await client.fix(select)
        if (waits()) showReply(title, title, reply)
      } catch (problem) {
        if (!(problem instanceof Stale)) throw problem
        if (waits()) store.set({ dialog: { t: 'message', title, text: paused(store.get().checker) ? words.note.unavailable : words.note.stale } })
      } finally { clearTimeout(soon) }
    },
    applyReview() {
      const { dialog } = store.get()
      if (dialog?.t !== 'review') return
      const { review } = dialog
      const steps = review.steps.filter(step => review.ticked.has(step.path))
      // Nothing is applied over a text that is not the one the edits were made for.
      if (steps.some(step => (textOf(step.path) ?? null) !== step.before)) {
        store.set({ dialog: { t: 'message', title: review.title, text: words.note.stale } })
        return
      }
      applySteps(review.label, steps, review.reply?.applied ?? [])
    },
    async ignore() {
      const { dialog } = store.get()
      if (dialog?.t !== 'ignore' || dialog.reason.trim() === '') return
      try {
        const { waits } = request()
        const reply = await client.fix({ ignore: dialog.finding, reason: dialog.reason.trim(), scope: dialog.scope })
        if (!waits()) return
        store.set({ dialog: null })
        applySteps(words.dialogs.ignoreDo, stepsOf(reply), [])
      } catch (problem) { if (!(problem instanceof Stale)) throw problem }
    },
  }
}
