// edits.ts: applying the core's edits to texts, and showing what they change. It never decides what to edit, and compares no texts.

import type { NewFile, Position, TextEdit } from '../checker/report.ts'

/** Offsets of line starts; lines end in "\n" only. */
export function lineStarts(text: string): number[] {
  const starts = [0]
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) starts.push(i + 1)
  return starts
}

export function offsetAt(text: string, starts: readonly number[], place: Position): number {
  const line = Math.max(0, Math.min(place.line, starts.length - 1))
  const start = starts[line] ?? 0
  const next = starts[line + 1]
  const end = next === undefined ? text.length : next - 1
  if (place.line >= starts.length) return text.length
  return Math.min(start + Math.max(0, place.column), end)
}

export interface Change { readonly from: number; readonly to: number; readonly insert: string }

export class OverlappingEdits extends Error {}

/** Edits of one file as offsets, in order; overlapping ones are refused as a whole. */
export function toChanges(text: string, edits: readonly TextEdit[]): Change[] {
  const starts = lineStarts(text)
  const changes = edits
    .map(edit => ({
      from: offsetAt(text, starts, edit.range.start),
      to: offsetAt(text, starts, edit.range.end),
      insert: edit.text.replace(/\r\n?/g, '\n'),
    }))
    .sort((a, b) => a.from - b.from || a.to - b.to)
  let end = -1
  for (const change of changes) {
    if (change.from < end || change.to < change.from) throw new OverlappingEdits('edits overlap')
    end = change.to
  }
  return changes
}

export function applyChanges(text: string, changes: readonly Change[]): string {
  let result = ''
  let at = 0
  for (const change of changes) {
    result += text.slice(at, change.from) + change.insert
    at = change.to
  }
  return result + text.slice(at)
}

export interface FileStep { readonly path: string; readonly before: string | null; readonly after: string | null }
/** A step that is still to be taken, with what it changes in the text before (that of a new file being empty). */
export interface PlannedStep extends FileStep { readonly changes: readonly Change[] }

/** What a set of edits and new files would make of the texts; null stands for "no such file". */
export function planSteps(
  textOf: (path: string) => string | undefined, edits: readonly TextEdit[], creates: readonly NewFile[],
): PlannedStep[] {
  const byPath = new Map<string, TextEdit[]>()
  for (const edit of edits) byPath.set(edit.path, [...(byPath.get(edit.path) ?? []), edit])
  const steps: PlannedStep[] = []
  for (const [path, own] of byPath) {
    const before = textOf(path)
    if (before === undefined) throw new OverlappingEdits(`${path} is not in the workspace`)
    const changes = toChanges(before, own)
    steps.push({ path, before, after: applyChanges(before, changes), changes })
  }
  for (const made of creates) {
    if (byPath.has(made.path)) continue
    const before = textOf(made.path) ?? null, after = made.text.replace(/\r\n?/g, '\n')
    steps.push({ path: made.path, before, after, changes: [{ from: 0, to: before?.length ?? 0, insert: after }] })
  }
  return steps.filter(step => step.before !== step.after)
}

/** The one replaced stretch between two texts: what an editor needs to follow a change from outside. */
export function singleChange(before: string, after: string): Change | undefined {
  if (before === after) return undefined
  const most = Math.min(before.length, after.length)
  let head = 0
  while (head < most && before.charCodeAt(head) === after.charCodeAt(head)) head++
  let tail = 0
  while (tail < most - head && before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)) tail++
  // Never between the two halves of a surrogate pair.
  if (head > 0 && (before.charCodeAt(head - 1) & 0xfc00) === 0xd800) head--
  if (tail > 0 && (before.charCodeAt(before.length - tail) & 0xfc00) === 0xdc00) tail--
  return { from: head, to: before.length - tail, insert: after.slice(head, after.length - tail) }
}

export interface ChangedLine { readonly sign: '+' | '-'; readonly text: string }

/** The lines that the changes of a step remove and add; null marks a gap between two stretches. What changes, the core has said. */
export function changedLines({ before, changes }: PlannedStep): (ChangedLine | null)[] {
  const text = before ?? ''
  const out: (ChangedLine | null)[] = []
  let behind = -1
  for (const { from, to, own } of stretches(text, changes)) {
    const removed = text.slice(from, to).split('\n'), added = applyChanges(text.slice(from, to), own).split('\n')
    while (removed.length > 0 && added.length > 0 && removed.at(-1) === added.at(-1)) { removed.pop(); added.pop() }
    let head = 0
    while (head < removed.length && head < added.length && removed[head] === added[head]) head++
    if (head === removed.length && head === added.length) continue
    const line = text.slice(0, from).split('\n').length - 1 + head
    if (behind >= 0 && line > behind) out.push(null)
    behind = line + removed.length - head
    out.push(...removed.slice(head).map(text => ({ sign: '-', text }) as const), ...added.slice(head).map(text => ({ sign: '+', text }) as const))
  }
  return out
}

interface Stretch { readonly from: number; to: number; readonly own: Change[] }

/** Whole lines with the changes in them, whose places then count from the stretch. */
function stretches(text: string, changes: readonly Change[]): Stretch[] {
  const all: Stretch[] = []
  for (const change of changes) {
    const from = change.from === 0 ? 0 : text.lastIndexOf('\n', change.from - 1) + 1
    const end = text.indexOf('\n', change.to)
    const to = end < 0 ? text.length : end
    let last = all.at(-1)
    if (!last || from > last.to) { last = { from, to, own: [] }; all.push(last) }
    last.to = Math.max(last.to, to)
    last.own.push({ from: change.from - last.from, to: change.to - last.from, insert: change.insert })
  }
  return all
}
