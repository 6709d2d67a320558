// edits.ts: applying the core's edits to texts, and telling two texts apart. It never decides what to edit.

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

/** What a set of edits and new files would make of the texts; null stands for "no such file". */
export function planSteps(
  textOf: (path: string) => string | undefined, edits: readonly TextEdit[], creates: readonly NewFile[],
): FileStep[] {
  const byPath = new Map<string, TextEdit[]>()
  for (const edit of edits) byPath.set(edit.path, [...(byPath.get(edit.path) ?? []), edit])
  const steps: FileStep[] = []
  for (const [path, own] of byPath) {
    const before = textOf(path)
    if (before === undefined) throw new OverlappingEdits(`${path} is not in the workspace`)
    steps.push({ path, before, after: applyChanges(before, toChanges(before, own)) })
  }
  for (const made of creates) {
    if (byPath.has(made.path)) continue
    steps.push({ path: made.path, before: textOf(made.path) ?? null, after: made.text.replace(/\r\n?/g, '\n') })
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

export interface DiffLine { readonly sign: ' ' | '+' | '-'; readonly text: string; readonly line: number }

/** Changed lines with some lines around them; null marks a gap between two stretches. */
export function lineDiff(before: string, after: string, around = 1): (DiffLine | null)[] {
  const a = before.split('\n'), b = after.split('\n')
  const all = diffLines(a, b)
  const keep = new Set<number>()
  all.forEach((line, i) => {
    if (line.sign === ' ') return
    for (let k = i - around; k <= i + around; k++) keep.add(k)
  })
  const out: (DiffLine | null)[] = []
  let last = -1
  all.forEach((line, i) => {
    if (!keep.has(i)) return
    if (last >= 0 && i > last + 1) out.push(null)
    out.push(line)
    last = i
  })
  return out
}

/** Longest common subsequence between the common head and tail; whole replacement when that would be too large. */
function diffLines(a: readonly string[], b: readonly string[]): DiffLine[] {
  let head = 0
  while (head < a.length && head < b.length && a[head] === b[head]) head++
  let tail = 0
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++
  const x = a.slice(head, a.length - tail), y = b.slice(head, b.length - tail)
  const same = (from: number, count: number): DiffLine[] =>
    a.slice(from, from + count).map((text, i) => ({ sign: ' ', text, line: from + i }))
  const middle: DiffLine[] = []
  if (x.length * y.length > 1_000_000) {
    middle.push(...x.map((text, i): DiffLine => ({ sign: '-', text, line: head + i })))
    middle.push(...y.map((text, i): DiffLine => ({ sign: '+', text, line: head + i })))
  } else {
    const width = y.length + 1
    const table = new Uint32Array((x.length + 1) * width)
    for (let i = x.length - 1; i >= 0; i--)
      for (let j = y.length - 1; j >= 0; j--)
        table[i * width + j] = x[i] === y[j]
          ? (table[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(table[(i + 1) * width + j] ?? 0, table[i * width + j + 1] ?? 0)
    let i = 0, j = 0
    while (i < x.length || j < y.length) {
      if (i < x.length && j < y.length && x[i] === y[j]) { middle.push({ sign: ' ', text: x[i] ?? '', line: head + i }); i++; j++ }
      else if (i < x.length && (j >= y.length || (table[(i + 1) * width + j] ?? 0) >= (table[i * width + j + 1] ?? 0))) {
        middle.push({ sign: '-', text: x[i] ?? '', line: head + i }); i++
      } else { middle.push({ sign: '+', text: y[j] ?? '', line: head + j }); j++ }
    }
  }
  return [...same(0, head), ...middle, ...same(a.length - tail, tail)]
}
