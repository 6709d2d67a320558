// groups.test.ts: what the list of problems shows of a report: which groups, in which order, and how much of each.

import { describe, expect, test } from 'vitest'
import type { Finding, Report, Severity } from '../../../web/src/checker/report.ts'
import { emptyWorkspace } from '../../../web/src/project/workspace.ts'
import { initialState, OPEN_FILTER, type Filter, type Fold, type Grouping, type State } from '../../../web/src/state.ts'
import { FEW, piecesOf, tally, visibleFindings, type Piece } from '../../../web/src/views/groups.ts'

let last = 0
const finding = (severity: Severity, code: string, path = 'a.py', because?: string): Finding => {
  const id = `${code}-${++last}`
  const at = { line: last, column: 0 }
  return { id, code, severity, path, range: { start: at, end: at }, message: `message ${id}`, related: [], fixes: [], ...(because === undefined ? {} : { because }) }
}
const many = (n: number, severity: Severity, code: string, path?: string): Finding[] => Array.from({ length: n }, () => finding(severity, code, path))

interface Given { readonly grouping?: Grouping; readonly groups?: Readonly<Record<string, Fold>>; readonly filter?: Partial<Filter>; readonly selected?: string | undefined }
function state(findings: readonly Finding[], { grouping = 'rule', groups = {}, filter, selected }: Given = {}): State {
  const rules = Object.fromEntries(findings.map(one => [one.code, { name: `about-${one.code.toLowerCase()}`, summary: '', why: '' }]))
  const report = { findings, ignored: [], rules, requirements: [], modules: [] } as unknown as Report
  return { ...initialState(emptyWorkspace('shop')), report, grouping, groups: new Map(Object.entries(groups)), filter: filter ? { ...OPEN_FILTER, ...filter } : OPEN_FILTER, selected: selected ?? null }
}
const ids = (findings: readonly Finding[]): string[] => findings.map(one => one.id)
/** "MC1 5/12", "3 rows", "notes 0/4": the list in short. */
const short = (piece: Piece): string => piece.t === 'rows' ? `${piece.rows.length} rows` : `${piece.t === 'notes' ? 'notes' : piece.code ?? piece.name} ${piece.rows.length}/${piece.size}`
const list = (of: State): string[] => piecesOf(of).map(short)

const mixed = [...many(12, 'error', 'MC1'), ...many(1, 'error', 'MC2'), ...many(1, 'error', 'TC1'), ...many(3, 'warning', 'RV1'), ...many(4, 'info', 'MS1'), ...many(2, 'info', 'MS2')]

describe('the list by rule', () => {
  test('has the groups of the report in its order, the first few of a long one, and the notes as one line at the end', () => {
    expect(list(state(mixed))).toEqual([`MC1 ${FEW}/12`, '2 rows', 'RV1 3/3', 'notes 0/6'])
    expect(ids(visibleFindings(state(mixed)))).toEqual(ids([...mixed.slice(0, FEW), ...mixed.slice(12, 17)]))
  })
  test('keeps the order that the report has, whatever the codes are called', () => {
    const findings = [...many(2, 'error', 'ZZ9'), ...many(2, 'error', 'AA1'), ...many(2, 'warning', 'MM5')]
    expect(list(state(findings))).toEqual(['ZZ9 2/2', 'AA1 2/2', 'MM5 2/2'])
  })
  test('counts what it shows, of how many', () => {
    expect(tally(piecesOf(state(mixed)))).toEqual({ shown: FEW + 5, all: mixed.length })
    expect(tally(piecesOf(state(mixed, { groups: { notes: 'few' } })))).toEqual({ shown: FEW + 5 + 6, all: mixed.length })
  })
  test('puts what weighs less apart, though the rule is the same', () => {
    expect(list(state([...many(2, 'error', 'MC1'), ...many(2, 'warning', 'MC1')]))).toEqual(['MC1 2/2', 'MC1 2/2'])
  })
  test('leaves nothing out of a group of eight, and some of one of nine', () => {
    expect(list(state(many(8, 'error', 'MC1')))).toEqual(['MC1 8/8'])
    expect(list(state(many(9, 'error', 'MC1')))).toEqual([`MC1 ${FEW}/9`])
  })
})

describe('a group', () => {
  const key = 'rule\n\nerror\nMC1'
  test('shows all of it, or nothing, when somebody says so', () => {
    expect(piecesOf(state(mixed))[0]).toMatchObject({ key, fold: 'few', long: true })
    expect(list(state(mixed, { groups: { [key]: 'all' } }))[0]).toBe('MC1 12/12')
    expect(list(state(mixed, { groups: { [key]: 'folded' } }))[0]).toBe('MC1 0/12')
  })
  test('shows what is looked at beside the first few, in its place', () => {
    const at = mixed[9]
    expect(ids(visibleFindings(state(mixed, { selected: at?.id }))).slice(0, FEW + 1)).toEqual(ids([...mixed.slice(0, FEW), ...mixed.slice(9, 10)]))
    expect(list(state(mixed, { groups: { [key]: 'folded' }, selected: at?.id }))[0]).toBe('MC1 1/12')
  })
  test('counts no consequences, and shows them below the cause that is looked at', () => {
    const roots = many(9, 'error', 'MC1')
    const consequences = [finding('error', 'MC9', 'b.py', roots[0]?.id), finding('warning', 'MC9', 'b.py', roots[0]?.id)]
    const all = [...roots, ...consequences]
    expect(list(state(all))).toEqual([`MC1 ${FEW}/9`])
    const looked = state(all, { selected: roots[0]?.id })
    expect(ids(visibleFindings(looked)).slice(0, 4)).toEqual(ids([...roots.slice(0, 1), ...consequences, ...roots.slice(1, 2)]))
    expect(tally(piecesOf(looked))).toEqual({ shown: FEW, all: 9 })
    expect(ids(visibleFindings(state(all, { selected: consequences[1]?.id })))).toContain(consequences[0]?.id)
  })
})

describe('notes', () => {
  test('unfold into the groups of their rules', () => {
    expect(list(state(mixed, { groups: { notes: 'few' } })).slice(-3)).toEqual(['notes 0/6', 'MS1 4/4', 'MS2 2/2'])
  })
  test('are there when somebody looks for something, and can be folded then, too', () => {
    for (const filter of [{ text: 'message' }, { path: 'a.py' }, { family: 'MS' }, { severity: { ...OPEN_FILTER.severity, info: 'only' as const } }, { ids: new Set(ids(mixed)) }])
      expect(list(state(mixed, { filter })).slice(-2), JSON.stringify(filter)).toEqual(['MS1 4/4', 'MS2 2/2'])
    expect(list(state(mixed, { filter: { text: 'message' }, groups: { notes: 'folded' } })).at(-1)).toBe('notes 0/6')
  })
  test('stay folded where the filters only take others away', () => {
    expect(list(state(mixed, { filter: { severity: { ...OPEN_FILTER.severity, error: 'not' } } }))).toEqual(['RV1 3/3', 'notes 0/6'])
  })
  test('show the one that is looked at and no other', () => {
    expect(piecesOf(state(mixed, { selected: mixed.at(-1)?.id })).at(-1)).toMatchObject({ t: 'notes', open: false, size: 6, rows: [mixed.at(-1)] })
  })
  test('are none where something worse follows from them: they stand where the report has them', () => {
    const [cause, note] = [finding('info', 'MS1'), finding('info', 'MS2')]
    const all = [cause, finding('error', 'MC9', 'a.py', cause.id), finding('warning', 'RV1'), note]
    expect(ids(visibleFindings(state(all)))).toEqual([all[0]?.id, all[2]?.id])
    expect(list(state(all))).toEqual(['2 rows', 'notes 0/1'])
  })
  test('are folded where there is nothing else, too', () => {
    expect(list(state(many(3, 'info', 'MS1')))).toEqual(['notes 0/3'])
  })
})

describe('every other way to group', () => {
  const scattered = [finding('error', 'MC1', 'z.py'), finding('warning', 'RV1', 'a.py'), finding('warning', 'RV1', 'z.py'), finding('info', 'MS1', 'a.py')]
  test('begins with what the report begins with', () => {
    expect(list(state(scattered, { grouping: 'file' }))).toEqual(['z.py 2/2', 'a.py 1/1', 'notes 0/1'])
  })
  test('by severity has the notes as the last group, folded', () => {
    expect(list(state(scattered, { grouping: 'severity' }))).toEqual(['Error 1/1', 'Warning 2/2', 'Note 0/1'])
  })
  for (const grouping of ['rule', 'file', 'module', 'severity', 'clause'] as const) test(`by ${grouping} shows each finding once when everything is unfolded`, () => {
    const findings = [...scattered, ...mixed]
    const first = state(findings, { grouping, groups: { notes: 'few' } })
    const groups = Object.fromEntries(piecesOf(first).flatMap(piece => piece.t === 'group' ? [[piece.key, 'all' as const]] : []))
    const open = state(findings, { grouping, groups: { ...groups, notes: 'all' } })
    expect(ids(visibleFindings(open)).sort()).toEqual(ids(findings).sort())
    expect(tally(piecesOf(open))).toEqual({ shown: findings.length, all: findings.length })
    expect(tally(piecesOf(first)).all).toBe(findings.length)
  })
})

test('no two groups of one list have the same key', () => {
  for (const grouping of ['rule', 'file', 'module', 'severity', 'clause'] as const) {
    const keys = piecesOf(state(mixed, { grouping, groups: { notes: 'few' } })).flatMap(piece => piece.t === 'rows' ? [] : [piece.key])
    expect(new Set(keys).size, grouping).toBe(keys.length)
  }
})
