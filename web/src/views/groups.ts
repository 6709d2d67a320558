// groups.ts: what the list of problems shows: its findings, gathered in groups, and how much of each. It draws nothing, and has
// no order of its own: groups and findings come as the report lists them.

import type { Finding, Severity } from '../checker/report.ts'
import type { Filter, Fold, State } from '../state.ts'
import { severityWord, words } from '../strings.ts'

export const severities: readonly Severity[] = ['error', 'warning', 'info']

/** So many of a long group are listed at first. */
export const FEW = 5
/** A group is long when it has more than these: to leave out two or three would not be worth a press. */
const MANY = 8

export interface Group {
  readonly t: 'group'
  readonly key: string
  readonly name: string
  /** Where it is a rule. */
  readonly code?: string
  /** Where all of it have the same. */
  readonly severity?: Severity
  /** Without mere consequences, which follow their cause. */
  readonly size: number
  readonly long: boolean
  readonly fold: Fold
  readonly rows: readonly Finding[]
}

/** A part of the list: findings that need no heading, a group, or the line that all notes are folded into. */
export type Piece =
  | { readonly t: 'rows'; readonly rows: readonly Finding[] }
  | Group
  | { readonly t: 'notes'; readonly key: string; readonly size: number; readonly open: boolean; readonly rows: readonly Finding[] }

function passes(finding: Finding, filter: Filter, state: State): boolean {
  if (filter.ids && !filter.ids.has(finding.id)) return false
  if (filter.path !== null && finding.path !== filter.path) return false
  if (filter.fixable && !finding.fixes.some(fix => fix.class !== 'advice')) return false
  if (filter.fresh && state.known?.has(finding.id)) return false
  if (filter.family !== '' && !finding.code.startsWith(filter.family)) return false
  const only = severities.filter(severity => filter.severity[severity] === 'only')
  if (filter.severity[finding.severity] === 'not' || (only.length > 0 && !only.includes(finding.severity))) return false
  const text = filter.text.trim().toLowerCase()
  return text === '' || `${finding.code} ${finding.message} ${finding.path}`.toLowerCase().includes(text)
}

/** Whoever looks for something wants to see it, be it a note. */
const looksFor = (filter: Filter): boolean =>
  filter.ids !== null || filter.path !== null || filter.fixable || filter.fresh || filter.ignored || filter.family !== '' || filter.severity.info === 'only' || filter.text.trim() !== ''

/** A finding that is counted, with the consequences that are shown below it. */
interface Root { readonly finding: Finding; readonly rows: readonly Finding[]; readonly looked: boolean; readonly note: boolean }

function rootsOf(state: State): readonly Root[] {
  const all = (state.filter.ignored ? state.report?.ignored ?? [] : state.report?.findings ?? []).filter(finding => passes(finding, state.filter, state))
  const ids = new Set(all.map(finding => finding.id))
  // Consequences unfold below their cause while it, or one of them, is looked at.
  const looked = all.find(finding => finding.id === state.selected)
  return all.filter(finding => finding.because === undefined || !ids.has(finding.because)).map(finding => {
    const here = looked !== undefined && (looked.id === finding.id || looked.because === finding.id)
    const after = all.filter(other => other.because === finding.id)
    // What brings about something worse stands in the report where that would, and is no mere note.
    return { finding, rows: here ? [finding, ...after] : [finding], looked: here, note: [finding, ...after].every(one => one.severity === 'info') }
  })
}

type Heading = Pick<Group, 'key' | 'name' | 'code' | 'severity'>

function headingOf({ finding: { code, path, severity, module, requirement }, note }: Root, state: State): Heading {
  // Notes of a file are a group of their own, below the line of all notes.
  const key = (name: string): string => `${state.grouping}\n${note ? 'notes' : ''}\n${name}`
  const other = words.problems.elsewhere
  switch (state.grouping) {
    case 'file': return { key: key(path), name: path }
    // Some findings of a rule may weigh less than others.
    case 'rule': return { key: key(`${severity}\n${code}`), name: state.report?.rules[code]?.name ?? '', code, severity }
    case 'module': return { key: key(module ?? other), name: module ?? other }
    case 'severity': return { key: key(severity), name: severityWord[severity], severity }
    case 'clause': {
      const title = state.report?.requirements.find(one => one.id === requirement)
      const name = title ? `${title.id} ${title.title}` : other
      return { key: key(name), name }
    }
  }
}

/** What is looked at is always there: the list mirrors the editor's cursor. */
function shownOf(roots: readonly Root[], fold: Fold, long: boolean): readonly Finding[] {
  return roots.filter((root, i) => root.looked || fold === 'all' || fold === 'few' && (!long || i < FEW)).flatMap(root => root.rows)
}

function gathered(roots: readonly Root[], state: State, usual: Fold): Piece[] {
  const groups = new Map<string, { heading: Heading; roots: Root[] }>()
  for (const root of roots) {
    const heading = headingOf(root, state)
    const own = groups.get(heading.key)
    if (own) own.roots.push(root)
    else groups.set(heading.key, { heading, roots: [root] })
  }
  const pieces: Piece[] = []
  for (const { heading, roots: own } of groups.values()) {
    const before = pieces.at(-1)
    // The only finding of a rule says all that a heading could.
    if (state.grouping === 'rule' && own.length === 1) {
      const rows = own.flatMap(root => root.rows)
      if (before?.t === 'rows') pieces[pieces.length - 1] = { t: 'rows', rows: [...before.rows, ...rows] }
      else pieces.push({ t: 'rows', rows })
      continue
    }
    const fold = state.groups.get(heading.key) ?? usual
    const long = own.length > MANY
    pieces.push({ t: 'group', ...heading, size: own.length, long, fold, rows: shownOf(own, fold, long) })
  }
  return pieces
}

/** The list in its order. Notes come last, whatever the groups are, and are one line until somebody wants them. */
export function piecesOf(state: State): readonly Piece[] {
  const roots = rootsOf(state)
  const notes = roots.filter(root => root.note)
  const rest = gathered(roots.filter(root => !root.note), state, 'few')
  if (notes.length === 0) return rest
  const usual = looksFor(state.filter) ? 'few' : 'folded'
  if (state.grouping === 'severity') return [...rest, ...gathered(notes, state, usual)]
  const key = 'notes'
  const open = (state.groups.get(key) ?? usual) !== 'folded'
  return [...rest, { t: 'notes', key, size: notes.length, open, rows: open ? [] : shownOf(notes, 'folded', false) }, ...open ? gathered(notes, state, 'few') : []]
}

/** What the list shows, in its order. */
export const visibleFindings = (state: State): readonly Finding[] => piecesOf(state).flatMap(piece => piece.rows)

/** How many the filters let through, mere consequences left out; and how many of them are shown. */
export function tally(pieces: readonly Piece[]): { readonly shown: number; readonly all: number } {
  let shown = 0, all = 0
  for (const piece of pieces) {
    const own = counted(piece.rows)
    shown += own
    // What an open line of notes holds follows it in groups.
    all += piece.t === 'rows' ? own : piece.t === 'notes' && piece.open ? 0 : piece.size
  }
  return { shown, all }
}

/** Rows without those that are there only because of another one. */
export const counted = (rows: readonly Finding[]): number => rows.filter(finding => !rows.some(other => other.id === finding.because)).length
