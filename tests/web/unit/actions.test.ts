// actions.test.ts: every action is answered, those of annotations survive their attribute, and nothing else comes out of it.

import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { Action } from '../../../web/src/action.ts'
import { dispatcher } from '../../../web/src/flows/dispatch.ts'
import type { Flows } from '../../../web/src/flows/flows.ts'
import { firstState } from '../../../web/src/project/first.ts'
import { decode, encode, type Press } from '../../../web/src/press.ts'
import { revisionKey } from '../../../web/src/state.ts'
import { annotation } from '../../../web/src/views/annotation.ts'
import { noteView, problems } from '../../../web/src/views/problems.ts'
import { loadCore, makeFirst, readSamples } from '../../../web/tools/prerender.ts'
import { serialize } from '../../../web/tools/serialize.ts'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../../web')
const place = { path: 'app/a "b" <c>\n.py', range: { start: { line: 6, column: 0 }, end: { line: 7, column: 12 } } }

/** One of each kind: a kind that is missing here does not compile. */
const presses: { readonly [K in Press['t']]: Extract<Press, { readonly t: K }> } = {
  apply: { t: 'apply', finding: '7dc475d35c956719', fix: 0 }, review: { t: 'review', finding: 'a\n1', fix: 12 }, 'fix-rule': { t: 'fix-rule', rule: 'MC401' },
  ignore: { t: 'ignore', finding: 'a' }, rule: { t: 'rule', rule: 'MC401' }, way: { t: 'way', finding: 'a' }, goto: { t: 'goto', place },
  'open-note': { t: 'open-note', finding: 'a' }, 'fold-note': { t: 'fold-note', finding: '' }, turn: { t: 'turn', compound: 3 },
}
const actions: { readonly [K in Action['t']]: Extract<Action, { readonly t: K }> } = {
  ...presses,
  back: { t: 'back' }, export: { t: 'export', format: 'all' }, select: { t: 'select', finding: 'a' }, 'next-finding': { t: 'next-finding', back: true }, 'fix-safe': { t: 'fix-safe' },
  panel: { t: 'panel', panel: 'schema' }, phone: { t: 'phone', view: 'files' }, filter: { t: 'filter', patch: { fresh: true } }, 'clear-filter': { t: 'clear-filter' },
  list: { t: 'list', findings: ['a'], go: false }, group: { t: 'group', by: 'rule' }, 'fold-group': { t: 'fold-group', group: 'notes', to: 'all' }, cell: { t: 'cell', module: 'app', requirement: 'A1' }, rules: { t: 'rules' },
  'search-rules': { t: 'search-rules', query: 'x' }, 'close-rules': { t: 'close-rules' }, graph: { t: 'graph', patch: { tree: true } }, revision: { t: 'revision', key: revisionKey('migrations', 'a.py'), unfold: true },
  schema: { t: 'schema', patch: { changes: true } }, 'schema-table': { t: 'schema-table', id: 'x' }, menu: { t: 'menu', menu: null }, dialog: { t: 'dialog', dialog: null },
  annotations: { t: 'annotations', mode: 'off' }, theme: { t: 'theme', theme: 'dark' }, 'dismiss-banner': { t: 'dismiss-banner' }, 'apply-review': { t: 'apply-review' },
  'ignore-now': { t: 'ignore-now' }, 'name-file': { t: 'name-file' }, 'import-where': { t: 'import-where', where: 'add' }, 'import-large': { t: 'import-large', on: true },
  'import-cancel': { t: 'import-cancel' }, activate: { t: 'activate', path: 'a.py' }, 'close-tab': { t: 'close-tab', path: 'a.py' }, 'remove-file': { t: 'remove-file', path: 'a.py' },
  'duplicate-file': { t: 'duplicate-file', path: 'a.py' }, download: { t: 'download', path: 'a.py' }, retry: { t: 'retry', path: 'a.py' }, fold: { t: 'fold', folder: 'app' },
  pin: { t: 'pin', on: true }, 'tree-top': { t: 'tree-top', top: 5 }, pick: { t: 'pick', what: 'zip' }, paste: { t: 'paste', name: 'a.py', text: 'x' }, 'paste-clipboard': { t: 'paste-clipboard' },
  fresh: { t: 'fresh' }, sample: { t: 'sample', slug: 'default' }, 'random-example': { t: 'random-example' }, example: { t: 'example', rule: 'MC401' }, stored: { t: 'stored', id: 'x' },
  'remove-stored': { t: 'remove-stored', id: 'x' }, forget: { t: 'forget' }, 'copy-matrix': { t: 'copy-matrix' }, 'copy-checklist': { t: 'copy-checklist', path: 'a.py' },
  'copy-ddl': { t: 'copy-ddl', of: 'models' }, resume: { t: 'resume' }, stop: { t: 'stop' }, 'take-over': { t: 'take-over' }, 'work-on-copy': { t: 'work-on-copy' },
}

/** Flows that only tell which of their functions were called, and with what. */
function listening() {
  const heard: string[] = []
  const tell = (name: string) => (...given: unknown[]): void => { heard.push(`${name} ${JSON.stringify(given)}`) }
  const flow = (name: string): unknown => new Proxy({}, { get: (_, method) => tell(`${name}.${String(method)}`) })
  const flows = new Proxy({}, { get: (_, name) => name === 'samples' || name === 'catalog' ? tell(name) : flow(String(name)) }) as Flows
  const store = { set: tell('set'), get: () => { throw new Error('asked for the state') }, update: tell('update') }
  return { emit: dispatcher(store, flows), heard }
}

describe('an action', () => {
  for (const action of Object.values(actions)) test(`${action.t} is answered, with what it carries`, () => {
    const { emit, heard } = listening()
    emit(action)
    expect(heard).not.toEqual([])
    const { t: _, ...carried } = action
    for (const value of Object.values(carried)) expect(heard.join('\n')).toContain(JSON.stringify(value))
  })
  test('is not answered as another one is', () => {
    const answers = Object.values(actions).map(action => {
      const { emit, heard } = listening()
      emit(action)
      return heard[0]
    })
    expect(new Set(answers).size).toBe(answers.length)
  })
  test('that opens the palette or the gallery has the rest fetched', () => {
    const { emit, heard } = listening()
    emit({ t: 'dialog', dialog: { t: 'palette', query: '', at: 0 } })
    emit({ t: 'dialog', dialog: { t: 'gallery', query: '' } })
    expect(heard.filter(one => !one.startsWith('set'))).toEqual(['catalog []', 'samples []', 'samples []'])
  })
})

describe('a button without a handler', () => {
  for (const press of Object.values(presses)) test(`keeps ${press.t} in its attribute`, () => expect(decode(encode(press))).toEqual(press))
  for (const action of Object.values(actions)) if (!(action.t in presses)) test(`never asks for ${action.t}`, () => expect(decode(JSON.stringify(action))).toBeUndefined())
  for (const press of Object.values(presses)) for (const field of Object.keys(press)) {
    test(`asks for nothing where ${press.t} lacks its ${field}, or has another in its place`, () => {
      expect(decode(JSON.stringify({ ...press, [field]: undefined }))).toBeUndefined()
      for (const wrong of [null, [], {}, true, -1, 0.5, { path: 'a.py' }]) expect(decode(JSON.stringify({ ...press, [field]: wrong })), JSON.stringify(wrong)).toBeUndefined()
    })
  }
  test('asks for nothing where a place is not whole', () => {
    const { start } = place.range
    for (const wrong of [{ ...place, path: 1 }, { ...place, range: { start } }, { ...place, range: { start, end: { line: 1 } } }, { ...place, range: { start, end: { line: '1', column: 0 } } }])
      expect(decode(JSON.stringify({ t: 'goto', place: wrong }))).toBeUndefined()
  })
  for (const text of [undefined, '', 'apply', 'null', '[]', '"apply"', '{}', '{"t":"constructor"}', '{"t":"toString"}', '{"t":"__proto__"}', '{"t":["rule"],"rule":"MC401"}', 'apply\n0'])
    test(`asks for nothing with ${JSON.stringify(text)}`, () => expect(decode(text)).toBeUndefined())

  const unescape = (text: string): string => text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
  test('says what it is for in every annotation of every sample', async () => {
    const core = await loadCore(root)
    const seen = new Set<string>()
    for (const sample of readSamples(core, root)) {
      const state = firstState(makeFirst(core, sample))
      const html = [problems(state, () => undefined), ...(state.report?.findings ?? []).flatMap(finding => [true, false].map(open => annotation(noteView(state, finding, open))))].map(serialize).join('')
      for (const [, attribute = ''] of html.matchAll(/ data-act="([^"]*)"/g)) {
        const press = decode(unescape(attribute))
        expect(press, attribute).toBeDefined()
        if (press) seen.add(press.t)
      }
      expect(html.split('data-act').length).toBe(html.split(' data-act="').length)
    }
    for (const kind of ['apply', 'review', 'fix-rule', 'ignore', 'rule', 'way', 'goto', 'open-note', 'fold-note']) expect(seen).toContain(kind)
  })
  test('has its attribute written and read in one place', () => {
    const src = join(root, 'src')
    for (const name of readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(one => one.endsWith('.ts') && one !== 'press.ts')) {
      const text = readFileSync(join(src, name), 'utf8')
      // Before the application is there, the first script keeps attributes for it as they are.
      if (name !== 'fallback.ts') expect(text, name).not.toMatch(/dataset\W+act\b|getAttribute\(.data-act/)
      for (const [, rest = ''] of text.matchAll(/ data-act=(.{0,9})/g)) expect(rest, name).toBe('${encode(')
    }
  })
})
