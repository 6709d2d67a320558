// tabs.ts: a workspace may be open in several tabs of this browser, and one of them writes it: the one that holds its lock. It
// carries what the tabs tell each other, and changes no workspace.

import type { Workspace, WorkspaceFile } from './workspace.ts'

/** The files that are other ones now, and those that are gone. */
export interface Texts { readonly put: readonly WorkspaceFile[]; readonly del: readonly string[] }

export type TabMessage = { readonly id: string } & (
  /** A tab reads this workspace and wants to know how it stands. */
  | { readonly t: 'hello' }
  /** Who writes it now, and does not know yet who reads along. */
  | { readonly t: 'mine' }
  /** All of it. `last`: whoever wrote it does not any more. */
  | { readonly t: 'whole'; readonly files: readonly WorkspaceFile[]; readonly last: boolean }
  | { readonly t: 'texts' } & Texts
  /** A tab asks the one that writes to hand it over. */
  | { readonly t: 'take' }
  /** Nobody writes it now. `closing`: perhaps for the time of a reload only. */
  | { readonly t: 'left'; readonly closing: boolean }
)

export interface Tabs {
  /** Whether this tab may write it, from now on and until it is released or lost. */
  claim(id: string): Promise<boolean>
  /** Whoever may write it now hands it over within a while, or loses it. Whether it was handed over. */
  take(id: string): Promise<boolean>
  release(id: string): void
  say(message: TabMessage): void
}

/** What a browser has of this; without either every tab writes, as if it were alone. */
export interface Given { readonly locks: LockManager | undefined; readonly channel: BroadcastChannel | undefined }

/** As of this build: tabs of another one say things that this one might misunderstand. */
const VERSION = 1
/** How long somebody may take to save what he has and hand it over. */
const PATIENCE = 3_000

export function openTabs({ locks, channel }: Given, heard: (message: TabMessage) => void, lost: (id: string) => void): Tabs {
  const held = new Map<string, () => void>()
  if (channel) channel.onmessage = (event: MessageEvent<{ v?: unknown; message: TabMessage }>) => { if (event.data.v === VERSION) heard(event.data.message) }
  const say = (message: TabMessage): void => channel?.postMessage({ v: VERSION, message })

  const request = (id: string, options: LockOptions): Promise<boolean> => new Promise(settle => {
    if (!locks || !channel) { settle(true); return }
    let mine = false
    locks.request(`limbeck:${id}`, options, lock => {
      settle(lock !== null)
      mine = lock !== null
      return lock === null ? undefined : new Promise<void>(done => { held.set(id, done) })
    }).catch((problem: unknown) => {
      // Refused for another reason than that somebody has it: then nobody can have it.
      settle(!(problem instanceof DOMException) || problem.name !== 'AbortError' && problem.name !== 'TimeoutError')
      if (!mine) return
      held.delete(id)
      lost(id)
    })
  })

  return {
    claim: id => held.has(id) ? Promise.resolve(true) : request(id, { ifAvailable: true }),
    async take(id) {
      if (held.has(id)) return true
      say({ t: 'take', id })
      if (await request(id, { signal: AbortSignal.timeout(PATIENCE) })) return true
      await request(id, { steal: true })
      return false
    },
    release(id) { held.get(id)?.(); held.delete(id) },
    say,
  }
}

/** What a browser that is asked for it may refuse. */
export function browserTabs(): Given {
  try { return { locks: navigator.locks, channel: new BroadcastChannel('limbeck') } } catch { return { locks: undefined, channel: undefined } }
}

/** What a tab that reads along has to be told. Files that did not change are the same values. */
export function changedTexts(before: Workspace['files'], now: Workspace['files']): Texts {
  return { put: [...now.values()].filter(file => before.get(file.path) !== file), del: [...before.keys()].filter(path => !now.has(path)) }
}
