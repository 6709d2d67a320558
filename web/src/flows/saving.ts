// saving.ts: autosave, preferences, and what to show after a reload.

import { lastId, openStorage, rememberId, rescue, rescued, type Storage } from '../project/storage.ts'
import type { Workspace } from '../project/workspace.ts'
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

/** A storage that always fails, where the browser has none. */
export function browserStorage(): Storage {
  try { return openStorage(indexedDB) } catch {
    const no = (): Promise<never> => Promise.reject(new Error('blocked'))
    return { save: no, load: no, list: no, remove: no, forget: no }
  }
}

const session = (): globalThis.Storage | undefined => { try { return sessionStorage } catch { return undefined } }

/** What this tab showed last: the rescued text, a stored workspace, or the name of a sample. */
export async function restore(storage: Storage): Promise<Workspace | { readonly sample: string } | undefined> {
  const tab = session()
  if (!tab) return undefined
  const kept = rescued(tab)
  if (kept) return kept
  const id = lastId(tab)
  if (id === null) return undefined
  const found = await storage.load(id).catch(() => undefined)
  if (found) return found
  return id.startsWith('sample:') ? { sample: id.slice('sample:'.length) } : undefined
}

export function autosave(store: Writer<'stored' | 'saving' | 'banner'> & Pick<Store, 'subscribe'>, storage: Storage): { flush(): Promise<void> } {
  let timer: number | undefined
  let unwritten = false
  const refresh = (): void => { void storage.list().then(stored => store.set({ stored }), () => undefined) }

  async function write(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    const { workspace } = store.get()
    if (!unwritten || !workspace.edited && workspace.origin.t === 'sample') return
    try {
      await storage.save(workspace, Date.now())
      if (store.get().workspace === workspace) { unwritten = false; store.set({ saving: 'saved' }) }
      refresh()
    } catch (problem) {
      const full = problem instanceof DOMException && problem.name === 'QuotaExceededError'
      store.set({ saving: 'not', banner: { text: full ? words.banner.storageFull : words.banner.storage, offer: { label: words.banner.download, action: { t: 'export', format: 'all' } }, kind: 'trouble' } })
    }
  }

  store.subscribe((state, before) => {
    if (state.workspace === before.workspace) return
    const { workspace } = state
    const tab = session()
    if (workspace.id !== before.workspace.id) {
      try { if (tab) rememberId(tab, workspace.id) } catch { /* blocked */ }
      // What was typed in the last moments of the workspace that is left must not be lost.
      if (unwritten) void storage.save(before.workspace, Date.now()).then(refresh, () => undefined)
      unwritten = false
    }
    // An unedited sample can be had again at any time; a dropped folder cannot.
    if (!workspace.edited && (workspace.origin.t === 'sample' || workspace.files.size === 0)) {
      if (state.saving !== 'sample') store.set({ saving: 'sample' })
      return
    }
    if (workspace.files === before.workspace.files && workspace.name === before.workspace.name && workspace.active === before.workspace.active) return
    unwritten = true
    if (state.saving === 'saved' || state.saving === 'sample') store.set({ saving: 'saving' })
    clearTimeout(timer)
    timer = setTimeout(() => { void write() }, 300) as unknown as number
  })
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') void write() })
  addEventListener('pagehide', () => { const tab = session(); if (unwritten && tab) rescue(tab, store.get().workspace, Date.now()) })
  addEventListener('beforeunload', event => { if (store.get().saving === 'not' && unwritten) event.preventDefault() })
  refresh()
  return { flush: write }
}
