// progress.test.ts: what the page says before there is a report, and how much of it was decided once there is one: it never
// counts what nobody has looked at, and never says "all" beside a "cannot tell".

import { describe, expect, test } from 'vitest'
import type { CheckerStatus } from '../../../web/src/checker/client.ts'
import type { FixReply, ModuleVerdict, Report, Verdict } from '../../../web/src/checker/report.ts'
import { checking } from '../../../web/src/flows/checking.ts'
import { PLAIN } from '../../../web/src/project/plain.ts'
import type { PlannedStep } from '../../../web/src/project/edits.ts'
import { emptyWorkspace, withFiles } from '../../../web/src/project/workspace.ts'
import { createStore, initialState, type State } from '../../../web/src/state.ts'
import { compliance } from '../../../web/src/views/compliance.ts'
import { dialogs } from '../../../web/src/views/dialogs.ts'
import { files } from '../../../web/src/views/files.ts'
import { panelTabs, problems } from '../../../web/src/views/problems.ts'
import { awaited } from '../../../web/src/views/progress.ts'
import { phoneTabs, status } from '../../../web/src/views/status.ts'
import { tabs } from '../../../web/src/views/tabs.ts'
import { nothing, type TemplateResult } from 'lit/html.js'
import { serialize } from '../../../web/tools/serialize.ts'

const nobody = (): void => undefined
const text = (template: TemplateResult | typeof nothing): string => template === nothing ? '' : serialize(template).replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ').trim()
const html = (template: TemplateResult | typeof nothing): string => template === nothing ? '' : serialize(template)

const workspace = withFiles(emptyWorkspace('shop', { t: 'folder' }), ['a.py', 'b.py', 'c.py'].map(path => ({ path, text: '', form: PLAIN })), [], 3)
const before = (checker: CheckerStatus): State => ({ ...initialState(workspace), checker, ms: 12 })

const module = (verdicts: readonly Verdict[], path = ''): ModuleVerdict => ({
  path, name: path || 'project', verdict: 'fail', label: 'fails', models: [],
  requirements: verdicts.map((verdict, i) => ({ id: `A${i + 1}`, verdict, text: '', evidence: [], findings: [] })),
})
function report(known: number, total: number, more: Partial<Report> = {}): Report {
  return {
    headline: '1 error in 1 file; the project fails', clean: false, findings: [], ignored: [], files: [], modules: [], requirements: [], rules: {}, histories: [],
    summary: { errors: 0, warnings: 0, infos: 0, files: 3, filesWithFindings: 0, ignored: 0, modules: { pass: 0, fail: 0, noModels: 0, undecided: 0 }, decided: { known, total } },
    ...more,
  } as unknown as Report
}
const after = (of: Report): State => ({ ...initialState(workspace), checker: { t: 'idle' }, report: of, ms: 12 })

test('of very many modules that pass a few are listed, and first those that nobody can tell', () => {
  const many = Array.from({ length: 1_000 }, (_, i) => ({ ...module(['pass'], `m${i}`), verdict: i === 999 ? 'undecided' as const : 'pass' as const, label: 'passes' }))
  const page = html(problems(after(report(5, 5, { modules: many })), nobody))
  expect(page.match(/<li>/g)).toHaveLength(40)
  expect(page).toMatch(/^[^]*?<li>[^]*?m999<\/code>/)
  expect(page).toContain('and 960 more modules, all of them under Compliance')
  expect(html(problems(after(report(5, 5, { modules: many.slice(0, 40) })), nobody))).not.toContain('more module')
})

describe('before the first report', () => {
  const steps: readonly (readonly [CheckerStatus, string])[] = [
    [{ t: 'loading' }, 'Loading checker…'], [{ t: 'idle' }, 'Checking 3 files'], [{ t: 'checking', reading: { done: 2, of: 3 } }, 'Reading 2 of 3 files'],
    [{ t: 'checking' }, 'Checking 3 files'], [{ t: 'slow' }, 'Checking 3 files'], [{ t: 'recovering' }, 'Restarting the checker…'],
  ]
  for (const [checker, says] of steps) test(`${JSON.stringify(checker)} is told as "${says}", wherever findings would be`, () => {
    const state = before(checker)
    expect(awaited(state)).toBe(says)
    for (const view of [problems, compliance, tabs]) expect(text(view(state, nobody)), view.name).toContain(says)
    expect(html(problems(state, nobody))).toContain('<progress')
  })
  test('nothing is counted, not even as nought', () => {
    const state = before({ t: 'checking' })
    expect(text(panelTabs(state, nobody))).toBe('Problems Compliance Revisions Schema')
    expect(html(panelTabs(state, nobody))).toContain('aria-label="Problems, not checked yet"')
    expect(text(phoneTabs(state, nobody))).toMatch(/Problems Compliance/)
    expect(text(status(state, nobody))).toMatch(/^Checking 3 files/)
    expect(text(status(state, nobody))).not.toContain('12 ms')
    const then = after(report(0, 0))
    expect(text(panelTabs(then, nobody))).toMatch(/^Problems 0 /)
    expect(text(phoneTabs(then, nobody))).toMatch(/Problems 0 /)
  })
  test('a checker that stopped shows no progress', () => {
    expect(html(problems(before({ t: 'safe', why: '' }), nobody))).not.toContain('<progress')
    expect(text(problems(before({ t: 'failed', why: '' }), nobody))).toContain('could not be loaded')
  })
})

test('what takes long has its name: a check, a first check, or a fix that is tried', () => {
  const late = (checker: CheckerStatus): string => text(status({ ...after(report(1, 2)), checker }, nobody))
  expect(late({ t: 'slow', stage: 'extract', path: 'a.py' })).toMatch(/^Still checking a\.py/)
  expect(late({ t: 'slow', stage: 'prove' })).toMatch(/^Trying the fix on a copy…/)
  expect(text(status(before({ t: 'slow', stage: 'check' }), nobody))).toMatch(/^Checking 3 files/)
})

describe('the share that was decided', () => {
  const share = (of: Report): string | undefined => /\d+ of \d+ questions? decided/.exec(text(status(after(of), nobody)))?.[0]
  test('is told in whole questions, as the core counts them, and never as a percentage', () => {
    expect(share(report(1999, 2000))).toBeUndefined()
    expect(text(status(after(report(1999, 2000)), nobody))).toContain('1,999 of 2,000 questions decided')
    expect(text(status(after(report(220, 240)), nobody))).not.toContain('%')
    expect(share(report(4, 5, { modules: [module(['pass', 'undecided'])] }))).toBe('4 of 5 questions decided')
  })
  test('is all of them only where nothing was found and nothing is left open', () => {
    expect(share(report(5, 5, { clean: true, modules: [module(['pass', 'not-applicable'])] }))).toBe('5 of 5 questions decided')
    expect(share(report(5, 5))).toBeUndefined()
    // Advice counts among no questions, and is left open all the same.
    expect(share(report(5, 5, { clean: true, modules: [module(['pass', 'undecided'])] }))).toBeUndefined()
    expect(share(report(5, 5, { clean: true, files: [{ path: 'a.py', kind: 'python', opaque: 'too big' }] }))).toBeUndefined()
    const where = { path: 'a.py', range: { start: { line: 0, column: 0 }, end: { line: 0, column: 0 } } }
    expect(share(report(5, 5, { clean: true, modules: [{ ...module(['pass']), models: [{ ...where, name: 'User', sighting: { verdict: 'undecided', text: 'Cannot tell', steps: [] } }] }] }))).toBeUndefined()
  })
})

test('the verdict on the project stands above the problems, and at no file', () => {
  const one = { id: 'x', code: 'MC401', severity: 'error', path: 'a.py', range: { start: { line: 1, column: 0 }, end: { line: 1, column: 1 } }, message: 'm', related: [], fixes: [] } as const
  const state = after(report(5, 5, { modules: [module(['fail'])], findings: [one] }))
  const shown = html(problems(state, nobody))
  expect(shown.indexOf('class="verdict"')).toBeGreaterThanOrEqual(0)
  expect(shown.indexOf('class="verdict"')).toBeLessThan(shown.indexOf('role="option"'))
  expect(text(problems(state, nobody))).toMatch(/^1 error in 1 file; the project fails/)
  expect(html(files(state, nobody))).not.toMatch(/icon-error|fails/)
  // A module that is a folder keeps its own.
  const other = { ...state, report: { ...report(5, 5), modules: [module(['fail'], 'shop')], files: [{ path: 'a.py', kind: 'models', module: 'shop' }] } }
  expect(html(files(other, nobody))).toMatch(/icon-error/)
})

describe('the first result of what was opened', () => {
  const place = (line: number) => ({ start: { line, column: 0 }, end: { line, column: 1 } })
  const found = (id: string, path: string, because?: string) => ({ id, code: 'MC401', severity: 'error' as const, path, range: place(7), message: 'm', related: [], fixes: [], ...(because === undefined ? {} : { because }) })
  function world() {
    const store = createStore(initialState(workspace))
    const said: string[] = [], revealed: string[] = []
    const flow = checking(store, one => { said.push(one) }, at => { revealed.push(`${at.path}:${at.range.start.line}`) }, nobody)
    const versions = (): Map<string, number> => new Map([...store.get().workspace.files].map(([path, file]) => [path, file.ver]))
    const result = (of: Report, vers = versions()): void => flow.onResult({ report: of, gen: 1, vers, ms: 1, heap: 1 })
    return { store, said, revealed, flow, result, versions }
  }
  const findings = [found('consequence', 'a.py', 'cause'), found('cause', 'c.py'), found('other', 'b.py')]

  test('shows the first finding of the report that is no mere consequence, and scrolls to it', () => {
    const { store, revealed, flow, result } = world()
    flow.opened(true)
    result(report(1, 1, { findings }))
    expect([store.get().workspace.active, store.get().selected, ...revealed]).toEqual(['c.py', 'cause', 'c.py:7'])
    result(report(1, 1, { findings: findings.slice(2) }))
    expect([store.get().workspace.active, ...revealed]).toEqual(['c.py', 'c.py:7'])
  })
  test('stands alone where a project is too large for tabs of all its files', () => {
    const large = withFiles(emptyWorkspace('shop', { t: 'folder' }), ['a.py', 'b.py', 'c.py', 'd.py', 'e.py'].map(path => ({ path, text: '', form: PLAIN })), [], 5)
    const { store, flow, result } = world()
    store.update({ t: 'open', workspace: large })
    flow.opened(true)
    expect(store.get().workspace.tabs).toEqual(['a.py'])
    result(report(1, 1, { findings }))
    expect(store.get().workspace.tabs).toEqual(['c.py'])
  })
  test('is the worst of what was added, where files were added', () => {
    const { store, revealed, flow, result } = world()
    store.update({ t: 'add', files: [{ path: 'b.py', text: 'x = 1\n', form: PLAIN }], skipped: [], label: 'Add' })
    flow.opened(true, new Set(['b.py']))
    result(report(1, 1, { findings }))
    expect([store.get().workspace.active, store.get().selected, ...revealed]).toEqual(['b.py', 'other', 'b.py:7'])
  })
  test('waits for the result that is about it', () => {
    const { store, revealed, flow, result, versions } = world()
    const before = versions()
    const other = withFiles(emptyWorkspace('other', { t: 'folder' }), ['c.py'].map(path => ({ path, text: '', form: PLAIN })), [], 1)
    store.update({ t: 'open', workspace: other })
    flow.opened(true)
    result(report(1, 1, { findings }), before)
    expect([store.get().report, store.get().selected, ...revealed]).toEqual([null, null])
    result(report(1, 1, { findings: findings.slice(1, 2) }))
    expect([store.get().selected, ...revealed]).toEqual(['cause', 'c.py:7'])
    const added = versions()
    store.update({ t: 'add', files: [{ path: 'd.py', text: '', form: PLAIN }], skipped: [], label: 'Add' })
    flow.opened(true, new Set(['d.py']))
    result(report(1, 1, { findings: findings.slice(1, 2) }), added)
    expect(store.get().selected).toBe('cause')
    result(report(1, 1, { findings: [found('late', 'd.py')] }))
    expect([store.get().selected, revealed.at(-1)]).toEqual(['late', 'd.py:7'])
  })
  test('moves nobody who has gone to another file while the check ran', () => {
    const { store, revealed, flow, result } = world()
    flow.opened(true)
    flow.onStatus({ t: 'checking' })
    store.update({ t: 'activate', path: 'b.py' })
    result(report(1, 1, { findings }))
    expect([store.get().workspace.active, store.get().selected, ...revealed]).toEqual(['b.py', null])
  })
  test('moves nobody who has begun to type, and nobody who opened nothing', () => {
    const typed = world()
    typed.flow.opened(true)
    typed.store.update({ t: 'edit', path: 'a.py', text: 'x = 1\n' })
    typed.result(report(1, 1, { findings }))
    const edited = world()
    edited.result(report(1, 1, { findings }))
    for (const { store, revealed } of [typed, edited]) expect([store.get().workspace.active, store.get().selected, ...revealed]).toEqual(['a.py', null])
  })
  test('is told aloud: that files are checked, once, and what came of it', () => {
    const { said, flow, result } = world()
    flow.opened(true)
    for (const done of [1, 2, 3]) flow.onStatus({ t: 'checking', reading: { done, of: 3 } })
    flow.onStatus({ t: 'checking' })
    result(report(1, 1, { findings, headline: '3 errors in `shop`' }))
    flow.onStatus({ t: 'checking' })
    expect(said).toEqual(['Checking 3 files', '3 errors in shop'])
  })
})

describe('the review of fixes', () => {
  const step = (path: string): PlannedStep => ({ path, before: 'a\n', after: 'b\n', changes: [{ from: 0, to: 1, insert: 'b' }] })
  const reply = (state: FixReply['proof']['state'], says: string): FixReply => ({ edits: [], creates: [], applied: [], refused: [], proof: { state, text: says, new: [] } })
  const shown = (of: FixReply, ticked: readonly string[]): string =>
    text(dialogs({ ...initialState(workspace), dialog: { t: 'review', review: { title: 'All', label: 'All', steps: [step('a.py'), step('b.py')], ticked: new Set(ticked), reply: of } } }, nobody))

  test('says ✓ where the core says proved, in the words of the core', () => {
    expect(shown(reply('proved', 'proved: 2 findings gone, nothing new'), ['a.py', 'b.py'])).toMatch(/✓ proved: 2 findings gone, nothing new.*Apply in 2 files/)
  })
  for (const state of ['remains', 'new-findings', 'breaks', 'does-not-parse', 'overlaps', 'stale', 'none'] as const) test(`says no ✓ where the core says ${state}`, () => {
    const says = shown(reply(state, 'words of the core'), ['a.py', 'b.py'])
    expect(says).toContain('words of the core')
    expect(says).not.toContain('✓')
    expect(says).toContain('Apply anyway')
  })
  test('takes the ✓ away from a part of what was proved', () => {
    const says = shown(reply('proved', 'proved: 2 findings gone, nothing new'), ['a.py'])
    expect(says).not.toMatch(/✓|proved/)
    expect(says).toMatch(/What comes of a part of them is not known\..*Apply anyway/)
  })
})
