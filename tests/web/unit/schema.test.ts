// schema.test.ts: when the page asks for both schemas: while they are looked at, once for each report and question, and the last
// question wins.

import { expect, test } from 'vitest'
import type { Report, SchemaQuery, SideBySide } from '../../../web/src/checker/report.ts'
import { follow } from '../../../web/src/flows/schema.ts'
import { emptyWorkspace } from '../../../web/src/project/workspace.ts'
import { createStore, initialState, NEW_SCHEMA, reduce } from '../../../web/src/state.ts'

const report = (): Report => ({ findings: [], ignored: [] }) as unknown as Report
const both = (dialect: string): SideBySide => ({ dialect, pairs: [] }) as unknown as SideBySide
const turn = (): Promise<void> => new Promise(done => setTimeout(done))

function world() {
  const store = createStore(initialState(emptyWorkspace('shop')))
  const asked: { query: SchemaQuery; settle: (reply: SideBySide) => void; refuse: (reason: Error) => void }[] = []
  const schema = (query: SchemaQuery): Promise<SideBySide> => new Promise((settle, refuse) => { asked.push({ query, settle, refuse }) })
  store.subscribe(follow(store, { client: { schema } as unknown as Parameters<typeof follow>[1]['client'] }))
  return { store, asked }
}

test('nothing is asked before somebody looks, nor of findings that no check has made', () => {
  const { store, asked } = world()
  store.set({ report: report(), ms: 3 })
  expect(asked).toEqual([])
  store.set({ panel: 'schema', ms: null })
  expect(asked).toEqual([])
  store.set({ ms: 4 })
  expect(asked.map(one => one.query)).toEqual([{}])
})

test('each report and each question is asked once', async () => {
  const { store, asked } = world()
  store.set({ panel: 'schema', report: report(), ms: 3 })
  store.set({ drawer: null })
  expect(asked).toHaveLength(1)
  asked[0]?.settle(both('sqlite'))
  await turn()
  expect(store.get().schema.both?.dialect).toBe('sqlite')
  expect(asked).toHaveLength(1)
  store.set({ report: report() })
  expect(asked).toHaveLength(2)
})

test('an answer to an older question is dropped, and a refusal waits for the next report', async () => {
  const { store, asked } = world()
  store.set({ panel: 'schema', report: report(), ms: 3 })
  store.set({ schema: { ...store.get().schema, query: { dialect: 'mysql' } } })
  expect(asked.map(one => one.query)).toEqual([{}, { dialect: 'mysql' }])
  asked[1]?.settle(both('mysql'))
  await turn()
  asked[0]?.settle(both('sqlite'))
  await turn()
  expect(store.get().schema.both?.dialect).toBe('mysql')
  store.set({ report: report() })
  asked[2]?.refuse(new Error('the text changed'))
  await turn()
  expect(asked).toHaveLength(3)
  store.set({ report: report() })
  expect(asked).toHaveLength(4)
})

test('another workspace starts at the heads again, and keeps what is left out', () => {
  const state = initialState(emptyWorkspace('shop'))
  const looked = { ...state, schema: { query: { at: 'a1' }, both: both('sqlite'), changes: true } }
  expect(reduce(looked, { t: 'open', workspace: emptyWorkspace('other') }).schema).toEqual({ ...NEW_SCHEMA, changes: true })
})
