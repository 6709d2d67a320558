// sharing.ts: a workspace that is open in another tab, too. The tab that writes it tells the others every change, and hands it over
// when one of them asks; what it could not save by then goes on as a copy, so that nobody's words are overwritten.

import type { Storage } from '../project/storage.ts'
import { changedTexts, openTabs, type Given, type TabMessage } from '../project/tabs.ts'
import { isSample } from '../project/workspace.ts'
import type { Store, Writer } from '../state.ts'
import { words } from '../strings.ts'
import type { Autosave } from './saving.ts'

export interface Sharing {
  /** Whether this tab may write a stored workspace. To be asked before it is read: nobody else changes it from then on. */
  claim(id: string): Promise<boolean>
  takeOver(): Promise<void>
  /** From here on the texts of this tab are a workspace of their own. */
  copy(): void
  /** The same, since another tab has written it meanwhile. */
  keep(): void
}

/** A tab that closes may be back at once. */
const RELOAD = 2_500
/** How long the last words of the tab that wrote may be on their way, after its lock. */
const LAST_WORDS = 1_000

type Writes = Writer<'elsewhere' | 'dialog' | 'banner', 'follow' | 'copy'> & Pick<Store, 'subscribe'>

export function sharing(store: Writes, given: Given, storage: Pick<Storage, 'load'>, saving: Pick<Autosave, 'flush' | 'settled' | 'pending'>): Sharing {
  const tabs = openTabs(given, heard, lost)
  const here = (id: string): boolean => store.get().workspace.id === id
  /** Whether somebody listens to what is written here. */
  let audience = false
  /** Whether all of it was heard from whoever writes it. */
  let whole = false
  let onLast: (() => void) | undefined

  function heard(message: TabMessage): void {
    const { elsewhere, workspace } = store.get()
    if (message.id !== workspace.id) return
    switch (message.t) {
      case 'hello': if (!elsewhere) { audience = true; sayWhole(false) } break
      case 'mine': if (elsewhere) tabs.say({ t: 'hello', id: message.id }); break
      case 'take': if (!elsewhere) void handOver(message.id); break
      case 'whole':
        if (!elsewhere) break
        store.update({ t: 'follow', put: message.files, del: [...workspace.files.keys()].filter(path => !message.files.some(file => file.path === path)) })
        whole = true
        if (message.last) onLast?.()
        break
      case 'texts': if (elsewhere && whole) store.update({ t: 'follow', put: message.put, del: message.del }); break
      case 'left': if (elsewhere) setTimeout(() => { void inherit() }, message.closing ? RELOAD : 0); break
    }
  }

  function sayWhole(last: boolean): void {
    const { workspace: { id, files } } = store.get()
    tabs.say({ t: 'whole', id, files: [...files.values()], last })
  }

  async function handOver(id: string): Promise<void> {
    readAlong(id, true)
    await saving.flush()
    if (here(id)) sayWhole(true)
    tabs.release(id)
  }

  /** Somebody took it who had waited long enough. */
  function lost(id: string): void {
    if (!here(id) || store.get().elsewhere) return
    if (saving.pending()) keep()
    else readAlong(id, false)
  }

  function readAlong(id: string, knows: boolean): void {
    whole = knows
    audience = false
    store.set({ elsewhere: true })
    if (!knows) tabs.say({ t: 'hello', id })
  }

  /** It is this tab's to write. Unless all of it was heard, what is stored is newer than what is shown. */
  async function write(id: string): Promise<void> {
    const stored = whole ? undefined : await storage.load(id).catch(() => undefined)
    if (!here(id)) { tabs.release(id); return }
    const { files } = store.get().workspace
    if (stored) store.update({ t: 'follow', put: [...stored.workspace.files.values()], del: [...files.keys()].filter(path => !stored.workspace.files.has(path)) })
    store.set({ elsewhere: false })
    tabs.say({ t: 'mine', id })
  }

  async function begin(id: string): Promise<void> {
    const mine = await tabs.claim(id)
    if (!here(id)) return
    if (mine) tabs.say({ t: 'mine', id })
    else readAlong(id, false)
  }

  /** Nobody writes it any more, as it seems. */
  async function inherit(): Promise<void> {
    const { elsewhere, workspace: { id } } = store.get()
    if (elsewhere && document.visibilityState === 'visible' && await tabs.claim(id)) await write(id)
  }

  function copy(): void {
    store.set({ dialog: null })
    store.update({ t: 'copy', name: words.elsewhere.copyOf(store.get().workspace.name) })
  }

  function keep(): void {
    copy()
    store.set({ banner: { text: words.elsewhere.kept, kind: 'plain' } })
  }

  store.subscribe((state, before) => {
    const { workspace, elsewhere } = state, { id } = workspace, last = before.workspace
    if (id !== last.id) {
      audience = whole = false
      // What was typed there is stored first: whoever claims it then reads that.
      if (!isSample(last) && !before.elsewhere) void saving.settled().then(() => { if (!here(last.id)) { tabs.release(last.id); tabs.say({ t: 'left', id: last.id, closing: false }) } })
      if (elsewhere) tabs.say({ t: 'hello', id })
      else if (!isSample(workspace)) void begin(id)
    } else if (audience && !elsewhere && workspace.files !== last.files) tabs.say({ t: 'texts', id, ...changedTexts(last.files, workspace.files) })
  })
  addEventListener('pagehide', () => { const { elsewhere, workspace } = store.get(); if (!elsewhere) tabs.say({ t: 'left', id: workspace.id, closing: true }) })
  addEventListener('focus', () => { void inherit() })
  document.addEventListener('visibilitychange', () => { void inherit() })

  return {
    claim: tabs.claim,
    async takeOver() {
      const { workspace: { id }, elsewhere } = store.get()
      store.set({ dialog: null })
      if (!elsewhere) return
      const last = new Promise<void>(settle => { onLast = settle })
      if (await tabs.take(id) && whole) await Promise.race([last, new Promise<void>(settle => { setTimeout(settle, LAST_WORDS) })])
      onLast = undefined
      await write(id)
    },
    copy, keep,
  }
}
