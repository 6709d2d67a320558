// findings.ts: findings inside the editor: where they are now, which are open, and what stands below their lines.
// They are pushed in by an effect, since an edit in one file changes findings in another; between two pushes they move with the text.

import { StateEffect, StateField, type EditorState, type Extension, type Range as CmRange, type Text } from '@codemirror/state'
import { Decoration, EditorView, type DecorationSet } from '@codemirror/view'
import type { Finding, Position } from '../checker/report.ts'
import { GhostWidget, MoreWidget, NoteWidget, type NoteSource } from './widgets.ts'

export interface Placed { readonly finding: Finding; readonly ignored: boolean; readonly from: number; readonly to: number }
interface Ghost { readonly at: number; readonly id: string; readonly code: string; readonly compound: number | undefined }

interface Shown {
  readonly items: readonly Placed[]
  readonly ghosts: readonly Ghost[]
  readonly source: NoteSource
  readonly marks: DecorationSet
  readonly notes: DecorationSet
}

export const setFindings = StateEffect.define<{ readonly findings: readonly Finding[]; readonly fixed: ReadonlyMap<string, number> }>()
/** What is open, how much is shown, and the proofs changed; places did not. */
export const setSource = StateEffect.define<NoteSource>()

const STACK = 3
const rank = { error: 0, warning: 1, info: 2 }

/** Positions are line and UTF-16 column, so this is the only arithmetic. */
export function offsetIn(doc: Text, place: Position): number {
  if (place.line >= doc.lines) return doc.length
  const line = doc.line(Math.max(0, place.line) + 1)
  return Math.min(line.from + Math.max(0, place.column), line.to)
}

/** A finding about the whole file has an empty range at the very start. */
const wholeFile = (finding: Finding): boolean => {
  const { start, end } = finding.range
  return start.line === 0 && start.column === 0 && end.line === 0 && end.column === 0
}

function underlines(items: readonly Placed[], source: NoteSource): DecorationSet {
  const ranges: CmRange<Decoration>[] = []
  for (const { finding, from, to, ignored } of items) {
    if (to > from && !ignored) ranges.push(Decoration.mark({ class: `mark-${finding.severity}${source.isOpen(finding.id) ? ' is-open' : ''}` }).range(from, to))
  }
  return Decoration.set(ranges, true)
}

function blocks(doc: Text, items: readonly Placed[], ghosts: readonly Ghost[], source: NoteSource): DecorationSet {
  const ranges: CmRange<Decoration>[] = []
  const byLine = new Map<number, Placed[]>()
  for (const item of source.mode === 'off' ? [] : items) {
    // A mere consequence is underlined; its words are with its cause until it is asked for.
    if ((item.ignored || item.finding.because !== undefined) && !source.isOpen(item.finding.id)) continue
    const at = wholeFile(item.finding) ? -1 : doc.lineAt(item.from).to
    byLine.set(at, [...(byLine.get(at) ?? []), item])
  }
  for (const [at, stack] of byLine) {
    stack.sort((a, b) => rank[a.finding.severity] - rank[b.finding.severity] || a.from - b.from)
    const shown = source.mode === 'full' || stack.length <= STACK ? stack : stack.filter((item, i) => i < STACK - 1 || source.isOpen(item.finding.id))
    shown.forEach((item, i) => {
      const widget = new NoteWidget(source.view(item.finding, item.ignored), source.stamp(item.finding))
      ranges.push(Decoration.widget({ widget, block: true, side: at < 0 ? -10 + i : i + 1 }).range(Math.max(0, at)))
    })
    if (shown.length < stack.length) {
      const widget = new MoreWidget(stack.length - shown.length, stack[shown.length]?.finding.id ?? '')
      ranges.push(Decoration.widget({ widget, block: true, side: at < 0 ? -1 : 50 }).range(Math.max(0, at)))
    }
  }
  for (const ghost of ghosts) ranges.push(Decoration.widget({ widget: new GhostWidget(ghost.code, ghost.compound), block: true, side: 60 }).range(doc.lineAt(Math.min(ghost.at, doc.length)).to))
  return Decoration.set(ranges, true)
}

function show(doc: Text, items: readonly Placed[], ghosts: readonly Ghost[], source: NoteSource): Shown {
  return { items, ghosts, source, marks: underlines(items, source), notes: blocks(doc, items, ghosts, source) }
}

export function findingsField(first: NoteSource): StateField<Shown> {
  return StateField.define<Shown>({
    create: state => show(state.doc, [], [], first),
    update(shown, transaction) {
      let { items, ghosts, source } = shown
      let changed = false
      if (transaction.docChanged) {
        const map = transaction.changes
        items = items.map(item => ({ ...item, from: map.mapPos(item.from, 1), to: map.mapPos(item.to, -1) })).map(item => item.to < item.from ? { ...item, to: item.from } : item)
        ghosts = transaction.isUserEvent('input') || transaction.isUserEvent('delete') ? [] : ghosts.map(ghost => ({ ...ghost, at: map.mapPos(ghost.at) }))
        changed = true
      }
      for (const effect of transaction.effects) {
        if (effect.is(setSource)) { source = effect.value; changed = true }
        if (!effect.is(setFindings)) continue
        const { findings, fixed } = effect.value
        const ids = new Set(findings.map(finding => finding.id))
        // What somebody was reading folds to one line instead of vanishing under their eyes.
        const gone = items.filter(item => !ids.has(item.finding.id) && (source.isOpen(item.finding.id) || fixed.has(item.finding.id)))
        ghosts = [...ghosts.filter(ghost => !ids.has(ghost.id)), ...gone.map((item): Ghost => ({ at: item.from, id: item.finding.id, code: item.finding.code, compound: fixed.get(item.finding.id) }))]
        items = findings.map(finding => ({
          finding, ignored: source.isIgnored(finding.id), from: offsetIn(transaction.newDoc, finding.range.start), to: offsetIn(transaction.newDoc, finding.range.end),
        }))
        changed = true
      }
      return changed ? show(transaction.newDoc, items, ghosts, source) : shown
    },
    provide: field => [
      EditorView.decorations.from(field, shown => shown.marks),
      EditorView.decorations.from(field, shown => shown.notes),
    ] as Extension,
  })
}

/** The finding under a position: the narrowest one that holds it. */
export function findingAt(state: EditorState, field: StateField<Shown>, at: number): Placed | undefined {
  return state.field(field).items
    .filter(item => !item.ignored && item.from <= at && at <= item.to)
    .sort((a, b) => (a.to - a.from) - (b.to - b.from))[0]
}

/** Findings that begin on the line of a position. */
export function findingsOnLine(state: EditorState, field: StateField<Shown>, at: number): readonly Placed[] {
  const line = state.doc.lineAt(at)
  return state.field(field).items.filter(item => !item.ignored && item.from >= line.from && item.from <= line.to)
}
