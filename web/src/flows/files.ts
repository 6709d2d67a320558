// files.ts: the files of the workspace one by one: opened, closed, made, renamed, copied, removed, saved.

import { baseName, freePath, normalisePath } from '../project/paths.ts'
import { bytesOf } from '../project/workspace.ts'
import type { Writer } from '../state.ts'
import { words } from '../strings.ts'
import { downloadBytes } from './context.ts'
import type { Fixes } from './fixes.ts'

export interface Files {
  activate(path: string): void
  close(path: string): void
  /** The open dialog names a file that is made, or gets another name. */
  name(): void
  remove(path: string): void
  duplicate(path: string): void
  download(path: string): void
}

export function files(store: Writer<'phone' | 'menu' | 'dialog', 'activate' | 'close-tab'>, { applySteps }: Fixes): Files {
  const { get, set, update } = store
  return {
    activate(path) {
      if (!get().workspace.files.has(path)) return
      update({ t: 'activate', path })
      set({ phone: 'code', menu: null })
    },
    close(path) {
      set({ menu: null })
      update({ t: 'close-tab', path })
    },
    name() {
      const { dialog, workspace } = get()
      if (dialog?.t !== 'file') return
      const clean = normalisePath(dialog.value.trim())
      if ('problem' in clean) { set({ dialog: { t: 'message', title: words.tree.rename, text: words.carry.path[clean.problem] } }); return }
      const path = freePath(clean.path, taken => workspace.files.has(taken))
      set({ dialog: null })
      const old = workspace.files.get(dialog.path)
      if (dialog.what === 'new') applySteps(`${words.tree.create}: ${path}`, [{ path, before: null, after: '' }], [])
      else if (old && path !== dialog.path) applySteps(`${words.tree.rename} ${path}`, [{ path: dialog.path, before: old.text, after: null }, { path, before: null, after: old.text }], [])
      update({ t: 'activate', path })
    },
    remove(path) {
      const file = get().workspace.files.get(path)
      set({ menu: null })
      if (file) applySteps(words.tree.removed(path).replace(/\.$/, ''), [{ path, before: file.text, after: null }], [])
      requestAnimationFrame(() => document.querySelector<HTMLElement>('[role="tree"] [tabindex="0"]')?.focus())
    },
    duplicate(path) {
      const { workspace } = get()
      const file = workspace.files.get(path)
      set({ menu: null })
      if (!file) return
      const copy = freePath(path, taken => workspace.files.has(taken))
      applySteps(`${words.tree.duplicate}: ${copy}`, [{ path: copy, before: null, after: file.text }], [])
      update({ t: 'activate', path: copy })
    },
    download(path) {
      const file = get().workspace.files.get(path)
      set({ menu: null })
      if (file) downloadBytes(baseName(path), bytesOf(file), 'application/octet-stream')
    },
  }
}
