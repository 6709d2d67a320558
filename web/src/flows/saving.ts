// saving.ts: autosave, preferences, and what to show after a reload.

import { lastId, rememberId, rescue, rescued, type Storage } from '../project/storage.ts'
import { sameTexts, type Workspace } from '../project/workspace.ts'
import type { AnnotationMode, Grouping, Panel, Store, Theme, Writer } from '../state.ts'
import { words } from '../strings.ts'

export interface Prefs { theme?: Theme; left?: number; right?: number; annotations?: AnnotationMode; panel?: Panel; grouping?: Grouping; pinned?: boolean; tree?: boolean }
const PREFS = 'limbeck.prefs'

export function readPrefs(): Prefs {
  try { return JSON.parse(localStorage.getItem(PREFS) ?? '{}') as Prefs } catch { return {} }
}
export function writePrefs(patch: Prefs): void {
  try { localStorage.setItem(PREFS, JSON.stringify({ ...readPrefs(), ...patch })) } catch { /* storage is blocked */ }
}

const session = (): globalThis.Storage | undefined => { try { return sessionStorage } catch { return undefined } }

export type Restored = { readonly workspace: Workspace; readonly elsewhere: boolean; readonly copy?: boolean } | { readonly sample: string }

/**
 * What this tab showed last: the rescued text, a stored workspace, or the name of a sample. `claim`: whether this tab may write it;
 * where another one has written it since, what was rescued here is to go on as a copy.
 */
export async function restore(storage: Pick<Storage, 'load'>, claim: (id: string) => Promise<boolean>): Promise<Restored | undefined> {
  const tab = session()
  if (!tab) return undefined
  const kept = rescued(tab)
  const id = kept?.id ?? lastId(tab)
  if (id === null) return undefined
  if (id.startsWith('sample:')) return { sample: id.slice('sample:'.length) }
  const mine = await claim(id)
  const found = await storage.load(id).catch(() => undefined)
  const workspace = kept?.on(found?.workspace)
  if (kept && workspace && !(found && sameTexts(workspace, found.workspace))) return { workspace, elsewhere: !mine, copy: !mine || (found?.time ?? 0) > kept.time }
  return found && { workspace: found.workspace, elsewhere: !mine }
}

const LATER = 300

export interface Autosave {
  /** Saves what is not saved yet. */
  flush(): Promise<void>
  /** Once nothing is being written. */
  settled(): Promise<void>
  /** Whether there is something that could not be saved so far. */
  pending(): boolean
}

export function autosave(store: Writer<'stored' | 'saving' | 'banner'> & Pick<Store, 'subscribe'>, storage: Storage): Autosave {
  let timer: number | undefined
  let unwritten = false
  let last: Promise<unknown> = Promise.resolve()
  const refresh = (): void => { void storage.list().then(stored => store.set({ stored }), () => undefined) }

  async function write(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    const { workspace } = store.get()
    if (!unwritten || !workspace.edited && workspace.origin.t === 'sample') return
    try {
      await (last = storage.save(workspace, Date.now()))
      if (store.get().workspace === workspace) { unwritten = false; store.set({ saving: 'saved' }) }
      refresh()
    } catch (problem) {
      const full = problem instanceof DOMException && problem.name === 'QuotaExceededError'
      store.set({ saving: 'not', banner: { text: full ? words.banner.storageFull : words.banner.storage, offer: { label: words.banner.download, action: { t: 'export', format: 'all' } }, kind: 'trouble' } })
    }
  }

  store.subscribe((state, before) => {
    const mine = !state.elsewhere && before.elsewhere
    if (state.workspace === before.workspace && !mine) return
    const { workspace } = state
    const tab = session()
    if (workspace.id !== before.workspace.id) {
      try { if (tab) rememberId(tab, workspace.id) } catch { /* blocked */ }
      // What was typed in the last moments of the workspace that is left must not be lost.
      if (unwritten && !before.elsewhere) last = storage.save(before.workspace, Date.now()).then(refresh, () => undefined)
      unwritten = false
    }
    // Whoever writes it saves it.
    if (state.elsewhere) { clearTimeout(timer); unwritten = false; return }
    // An unedited sample can be had again at any time; a dropped folder cannot.
    if (!workspace.edited && (workspace.origin.t === 'sample' || workspace.files.size === 0)) {
      if (state.saving !== 'sample') store.set({ saving: 'sample' })
      return
    }
    if (!mine && workspace.files === before.workspace.files && workspace.name === before.workspace.name && workspace.active === before.workspace.active) return
    unwritten = true
    if (state.saving === 'saved' || state.saving === 'sample') store.set({ saving: 'saving' })
    clearTimeout(timer)
    timer = setTimeout(() => { void write() }, 300) as unknown as number
  })
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden' && !store.get().elsewhere) void write() })
  addEventListener('pagehide', () => { const tab = session(); if (unwritten && tab && !store.get().elsewhere) rescue(tab, store.get().workspace, storage.unsaved(store.get().workspace), Date.now()) })
  addEventListener('beforeunload', event => { if (store.get().saving === 'not' && unwritten) event.preventDefault() })
  // Nobody looks at the list while the page begins.
  setTimeout(refresh, LATER)
  return { flush: write, settled: () => last.then(() => undefined, () => undefined), pending: () => unwritten }
}
