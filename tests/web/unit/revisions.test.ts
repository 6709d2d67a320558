// revisions.test.ts: where the revision graph stands in pixels, what is drawn of it, where keys lead, and the checklist.

import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { nothing } from 'lit/html.js'
import { describe, expect, test } from 'vitest'
import type { ChecklistItem, HistoryNote, Report } from '../../../web/src/checker/report.ts'
import { checklistMarkdown } from '../../../web/src/flows/checklist.ts'
import { firstState } from '../../../web/src/project/first.ts'
import { checkedRevision, checklist } from '../../../web/src/views/checklist.ts'
import { between, drawingOf, inSight, kinOf, MANY, ROW, runs, stub, walk } from '../../../web/src/views/drawing.ts'
import { loadCore, makeFirst, readSamples } from '../../../web/tools/prerender.ts'
import { serialize } from '../../../web/tools/serialize.ts'
import { history as project, longHistory, type Revision } from '../support/projects.ts'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../../web')
const core = await loadCore(root)
const samples = readSamples(core, root)
const nobody = (): void => undefined

function reportOf(files: readonly { readonly path: string; readonly text: string }[]): Report {
  core.clear()
  for (const file of files) core.setFile(file.path, new TextEncoder().encode(file.text))
  return core.check()
}
function historyOf(revisions: readonly Revision[]): HistoryNote {
  const [found] = reportOf(Object.entries(project(revisions)).map(([path, text]) => ({ path, text }))).histories
  if (!found) throw new Error('no history')
  return found
}
const fork = historyOf([['a1', null, 'first'], ['b2', 'a1', 'second'], ['c3', 'b2', 'one head'], ['d4', 'a1', 'another head']])
const rowOf = (history: HistoryNote, id: string): number => history.rows.findIndex(note => note.id === id)
const ids = (history: HistoryNote, rows: Iterable<number>): string[] => [...rows].map(row => history.rows[row]?.id ?? '').sort()

describe('a fork', () => {
  const drawing = drawingOf(fork)
  test('has two heads and a row for each revision', () => {
    expect(fork.headline).toBe('2 heads, 4 revisions')
    expect(fork.rows.filter(note => note.marks.includes('head')).map(note => note.id).sort()).toEqual(['c3', 'd4'])
    expect(drawing.lines).toHaveLength(4)
    expect(drawing.height).toBe(4 * ROW)
  })
  test('is drawn with as many lines as there are parents, in whole numbers', () => {
    expect(drawing.edges).toHaveLength(3)
    for (const edge of drawing.edges) {
      expect(edge.kind).toBe('parent')
      expect(edge.path).toMatch(/^M\d+ \d+(?:[HV]\d+|A\d+ \d+ 0 0 [01] \d+ \d+)+$/)
    }
  })
  test('turns in quarters of a circle, and only where a line changes its lane', () => {
    expect(drawing.edges.map(edge => edge.path.split('A').length - 1).sort()).toEqual([0, 0, 1])
  })
  test('has kin up and down, and not across', () => {
    const b2 = kinOf(fork, drawing, rowOf(fork, 'b2'))
    expect(ids(fork, b2.older)).toEqual(['a1'])
    expect(ids(fork, b2.newer)).toEqual(['c3'])
    expect(ids(fork, kinOf(fork, drawing, rowOf(fork, 'a1')).newer)).toEqual(['b2', 'c3', 'd4'])
  })
  test('lights the lines between kin only', () => {
    const row = rowOf(fork, 'b2'), kin = kinOf(fork, drawing, row)
    expect(drawing.edges.filter(edge => between(kin, row, edge)).map(edge => ids(fork, [edge.from, edge.to]).join('-')).sort()).toEqual(['a1-b2', 'b2-c3'])
  })
})

describe('keys', () => {
  const drawing = drawingOf(fork)
  const from = (id: string, key: string, other = false): string | undefined => {
    const to = walk(fork, drawing, rowOf(fork, id), key, other)
    return to === undefined ? undefined : fork.rows[drawing.lines[to]?.row ?? -1]?.id
  }
  test('left is the parent, right the child, Shift the last of several', () => {
    expect(from('c3', 'ArrowLeft')).toBe('b2')
    expect(from('d4', 'ArrowLeft')).toBe('a1')
    expect(['b2', 'd4']).toContain(from('a1', 'ArrowRight'))
    expect(from('a1', 'ArrowRight', true)).not.toBe(from('a1', 'ArrowRight'))
  })
  test('stay where there is no way on', () => {
    expect(from('a1', 'ArrowLeft')).toBe('a1')
    expect(from('c3', 'ArrowRight')).toBe('c3')
    expect(walk(fork, drawing, 0, 'ArrowUp', false)).toBe(0)
    expect(walk(fork, drawing, 3, 'ArrowDown', false)).toBe(3)
  })
  test('walk rows, to the ends, and to a letter', () => {
    expect(walk(fork, drawing, 1, 'ArrowDown', false)).toBe(2)
    expect(walk(fork, drawing, 1, 'End', false)).toBe(3)
    expect(walk(fork, drawing, 2, 'Home', false)).toBe(0)
    expect(from('c3', 'f')).toBe('a1')
    expect(from('c3', 'D')).toBe('d4')
  })
  test('that are not for the drawing are left alone', () => {
    expect(from('a1', 'Tab')).toBeUndefined()
    expect(from('a1', 'Enter')).toBeUndefined()
    expect(from('a1', 'z')).toBeUndefined()
  })
})

describe('what is broken', () => {
  const broken = historyOf([
    ['a1', null, 'first'], ['m1', 'nowhere', 'an orphan'], ['m2', ['a1', 'nowhere'], 'half an orphan'], ['l1', 'l2', 'loop'], ['l2', 'l1', 'loop'], ['s1', 's1', 'itself'],
  ])
  const drawing = drawingOf(broken)
  test('a cycle is a loop that ends, and every row of it is kin of every other', () => {
    const loops = drawing.edges.filter(edge => edge.kind === 'cycle')
    expect(loops.length).toBe(2)
    for (const loop of loops) expect(loop.path).not.toMatch(/NaN|undefined/)
    expect(ids(broken, kinOf(broken, drawing, rowOf(broken, 'l1')).older)).toEqual(['l2'])
  })
  test('a missing parent is a stub: straight down where nothing else goes, else beside the line', () => {
    expect(stub(drawing, broken, rowOf(broken, 'm1'))).not.toContain('A')
    expect(stub(drawing, broken, rowOf(broken, 'm2'))).toContain('A')
  })
  test('a dependency is a line of its own kind', () => {
    const depends = historyOf([['a1', null, 'first'], ['b2', 'a1', 'x'], ['c3', 'a1', 'y', { depends: ['b2'] }]])
    expect(drawingOf(depends).edges.map(edge => edge.kind).sort()).toEqual(['dependency', 'parent', 'parent'])
  })
})

describe('a long history', () => {
  const long = historyOf(longHistory(600))
  const whole = drawingOf(long)
  const folds = runs(long.rows, () => true)
  test('has all of its rows', () => {
    expect(long.rows).toHaveLength(600)
    expect(whole.lines).toHaveLength(600)
  })
  test('no line is above the revision it begins at', () => {
    expect(whole.edges.length).toBeGreaterThanOrEqual(599)
    for (const edge of whole.edges) expect(edge.to).toBeGreaterThan(edge.from)
  })
  test('folds only what is straight: never a head, a base, a fork, a merge, nor what a finding is about', () => {
    expect(folds.length).toBeGreaterThan(5)
    for (const [first, last] of folds) for (const note of long.rows.slice(first, last + 1)) expect(note.marks).toEqual([])
    const [some] = folds
    const path = long.rows[(some?.[0] ?? 0) + 1]?.path
    expect(runs(long.rows, note => note.path !== path)).not.toContainEqual(some)
  })
  test('folded, keeps every line between what is left', () => {
    const drawing = drawingOf(long, folds)
    expect(drawing.lines.length).toBe(600 - folds.reduce((sum, [first, last]) => sum + last - first, 0))
    for (let line = 1; line < drawing.lines.length; line++) expect(drawing.edges.some(edge => edge.bottom === line), `line ${line} hangs in the air`).toBe(line !== 1)
  })
  test('keys go in at one end of a fold and out at the other', () => {
    const drawing = drawingOf(long, folds)
    const [run] = folds
    const line = drawing.lineOf[run?.[0] ?? 0] ?? 0
    expect(walk(long, drawing, line, 'ArrowLeft', false)).toBe(line + 1)
    expect(walk(long, drawing, line, 'ArrowRight', false)).toBe(line - 1)
  })
})

describe('what is drawn of a drawing', () => {
  test('is everything up to a limit', () => expect(inSight(MANY, [9_000, 9_500])).toEqual([0, MANY]))
  test('is what is in sight beyond it, with some more around it', () => {
    const [from, to] = inSight(600, [100 * ROW, 115 * ROW])
    expect(from).toBeLessThanOrEqual(90)
    expect(to).toBeGreaterThanOrEqual(125)
    expect(to - from).toBeLessThan(80)
  })
  test('does not change with every pixel', () => expect(inSight(600, [100 * ROW, 110 * ROW])).toEqual(inSight(600, [100 * ROW + 30, 110 * ROW + 30])))
  test('is never nothing, wherever one has scrolled to', () => {
    for (const at of [-5_000, 0, 26_000, 90_000]) {
      const [from, to] = inSight(600, [at, at + 700])
      expect(from).toBeGreaterThanOrEqual(0)
      expect(to).toBeLessThanOrEqual(600)
      expect(to - from).toBeGreaterThan(15)
    }
  })
})

describe('the checklist of a revision', () => {
  const sample = samples.find(one => one.slug === 'two-heads')
  if (!sample) throw new Error('no sample')
  const first = makeFirst(core, sample)
  const where = { path: 'migrations/env.py', range: { start: { line: 6, column: 0 }, end: { line: 6, column: 3 } } }
  const items: ChecklistItem[] = [
    { item: 'creates', title: 'Creates expected tables/columns', verdict: 'pass', text: '`vendors` as the models say', evidence: [], codes: [] },
    { item: 'downgrade', title: 'Downgrade works', verdict: 'fail', text: 'It leaves <b>`vendors`</b>\nbehind', evidence: [{ ...where, text: 'created here' }], codes: ['RP601', 'RP602'] },
    { item: 'loss', title: 'No data loss in production', verdict: 'undecided', text: 'Cannot tell', evidence: [], codes: [] },
  ]
  const path = 'migrations/versions/27c6d9e4a815_create_vendors.py'
  const report: Report = { ...first.report, histories: first.report.histories.map(one => ({ ...one, rows: one.rows.map(note => note.path === path ? { ...note, checklist: items } : note) })) }
  const state = firstState({ ...first, report, active: path })

  test('is there for the open file, and only where the core has answered', () => {
    expect(checkedRevision(report, path)?.id).toBe('27c6d9e4a815')
    expect(checkedRevision(report, 'migrations/env.py')).toBeUndefined()
    const without: Report = { ...first.report, histories: [] }
    expect(checklist(firstState({ ...first, report: without, active: path }), nobody)).toBe(nothing)
  })
  test('says every item with its verdict in words, and never puts the words into the page as markup', () => {
    const html = serialize(checklist(state, nobody) as never)
    for (const text of ['Creates expected tables/columns', 'Passes', 'Fails', 'Cannot tell', 'RP601', 'migrations/env.py:7', 'created here']) expect(html).toContain(text)
    expect(html).not.toContain('<b>')
  })
  test('is a comment for a pull request', () => {
    const revision = checkedRevision(report, path)
    if (!revision) throw new Error('no revision')
    expect(checklistMarkdown(revision)).toBe([
      '### Migration checklist `27c6d9e4a815`: create vendors', '',
      '- [x] **Creates expected tables/columns**: Passes. `vendors` as the models say',
      '- [ ] **Downgrade works**: Fails. It leaves &lt;b>`vendors`&lt;/b> behind (RP601, RP602)',
      '  - created here `migrations/env.py:7`',
      '- [ ] **No data loss in production**: Cannot tell. Cannot tell', '',
    ].join('\n'))
  })
})
