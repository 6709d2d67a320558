// state.test.ts: who may write what. The lines marked as errors are the test: `tsc` fails where one of them compiles.

import { expect, test } from 'vitest'
import type { Action } from '../../../web/src/action.ts'
import type { Press } from '../../../web/src/press.ts'
import { emptyWorkspace } from '../../../web/src/project/workspace.ts'
import { createStore, initialState, type Reader, type State, type Writer } from '../../../web/src/state.ts'

const world = () => createStore(initialState(emptyWorkspace('shop')))

/** A flow that may select, and open files. */
function selecting({ get, set, update }: Writer<'selected' | 'opened', 'activate'>): void {
  set({ selected: 'a', opened: new Set(get().opened).add('a') })
  update({ t: 'activate', path: 'a.py' })
}
const narrower = (store: Writer<'selected'>): void => store.set({ selected: 'b' })

test('a flow writes the parts it was given, and the rest stays', () => {
  const store = world()
  const before = store.get()
  selecting(store)
  const { selected, opened, ...rest } = store.get()
  expect([selected, [...opened]]).toEqual(['a', ['a']])
  for (const [part, value] of Object.entries(rest)) expect(value, part).toBe(before[part as keyof State])
  const given: Writer<'selected' | 'opened'> = store
  narrower(given)
  expect(store.get().selected).toBe('b')
})

// Never called: it is there to be compiled.
export function refused(store: Writer<'selected', 'activate'>, reader: Reader, state: State): void {
  // @ts-expect-error a part that it was not given
  store.set({ report: null })
  // @ts-expect-error one that it was given beside one that it was not
  store.set({ selected: null, report: null })
  const hidden = { selected: null, report: null }
  // @ts-expect-error the same behind a name
  store.set(hidden)
  // @ts-expect-error nobody puts the workspace anew
  store.set({ workspace: emptyWorkspace('other') })
  // @ts-expect-error nor does the owner of everything else
  world().set({ workspace: emptyWorkspace('other') })
  // @ts-expect-error an update that it was not given
  store.update({ t: 'open', workspace: emptyWorkspace('other') })
  // @ts-expect-error handed on to where more is written
  selecting(store)
  // @ts-expect-error handed on to where another part is written
  const other: Writer<'report'> = store
  // @ts-expect-error handed on to where another update is made
  const opener: Writer<'selected', 'activate' | 'open'> = store
  // @ts-expect-error a value that the part cannot have
  store.set({ selected: 1 })
  // @ts-expect-error a reader writes nothing
  reader.set({ selected: null })
  // @ts-expect-error what is read cannot be written into
  state.panel = 'schema'
  // @ts-expect-error nor what is inside it
  state.workspace.files.set('a.py', undefined)
  // @ts-expect-error nor what the core said
  state.report?.findings.push()
  void [other, opener]
}

// @ts-expect-error an action without what it is about
export const bare: Action = { t: 'apply', finding: 'a' }
// @ts-expect-error two things in one string
export const joined: Action = { t: 'apply', finding: 'a', fix: '0' }
// @ts-expect-error no action of a button in an annotation
export const foreign: Press = { t: 'forget' }
