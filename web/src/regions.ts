// regions.ts: which view fills which part of the page, and what it depends on. A region is drawn when that changed.

import { html, render, nothing, type TemplateResult } from 'lit/html.js'
import type { Emit } from './action.ts'
import type { Panel, State, Writer } from './state.ts'
import { words } from './strings.ts'
import { compliance } from './views/compliance.ts'
import { dialogs } from './views/dialogs.ts'
import { drawer } from './views/drawer.ts'
import { dropOverlay, empty } from './views/empty.ts'
import { files, ROW, treeRows } from './views/files.ts'
import { panelTabs, problems } from './views/problems.ts'
import { phoneTabs, status } from './views/status.ts'
import { banner, fileNote, tabs } from './views/tabs.ts'
import { toolbar } from './views/toolbar.ts'

type View = (state: State, emit: Emit) => TemplateResult | typeof nothing

export interface Region { readonly id: string; readonly view: View; readonly needs: (state: State) => readonly unknown[] }

/** Views that come when they are first asked for. */
const late: Partial<Record<Panel, View>> = {}
const fetching: Partial<Record<Panel, () => Promise<View>>> = { revisions: () => import('./views/revisions.ts').then(module => module.revisions), schema: () => import('./views/schema.ts').then(module => module.schema) }

/** Sheets that come with a view. Node, which draws the first page, knows none. */
export type Sheets = Partial<Record<Panel, () => Promise<unknown>>>

function fetchPanel(store: Writer<'fetched'>, sheets: Sheets): void {
  const { panel } = store.get()
  const get = fetching[panel]
  if (!get) return
  delete fetching[panel]
  // Without a network the view stays away until it is asked for again.
  Promise.all([get(), sheets[panel]?.()]).then(([view]) => { late[panel] = view; store.set({ fetched: new Set(store.get().fetched).add(panel) }) }, () => { fetching[panel] = get })
}

export const panelBody: View = (state, emit) => {
  switch (state.panel) {
    case 'problems': return problems(state, emit)
    case 'compliance': return compliance(state, emit)
    case 'revisions': return late.revisions?.(state, emit) ?? html`<p class="pad quiet">${words.revisions.loading}</p>`
    case 'schema': return late.schema?.(state, emit) ?? html`<p class="pad quiet">${words.schema.loading}</p>`
  }
}

export const regions: readonly Region[] = [
  { id: 'toolbar', view: toolbar, needs: s => [s.workspace.name, s.workspace.id, s.stored, s.saving, s.elsewhere, s.menu, s.theme, s.annotations] },
  { id: 'files', view: files, needs: s => [s.workspace.files, s.workspace.active, s.workspace.skipped, s.report, s.folded, s.pinned, s.menu, s.treeTop, s.quarantined] },
  { id: 'tabs', view: tabs, needs: s => [s.workspace.tabs, s.workspace.active, s.workspace.files.size, s.report, s.selected, s.report && s.checker.t === 'idle' ? null : s.checker] },
  { id: 'banner', view: banner, needs: s => [s.banner, s.elsewhere] },
  { id: 'file-note', view: fileNote, needs: s => [s.workspace.active, s.workspace.id, s.quarantined, s.report] },
  { id: 'panel-tabs', view: panelTabs, needs: s => [s.panel, s.report] },
  { id: 'panel-body', view: panelBody, needs: s => [s.panel, s.report, s.filter, s.grouping, s.groups, s.selected, s.proofs, s.cell, s.annotations, s.workspace.active, s.workspace.files.size, s.report ? s.checker.t : s.checker, s.known, s.graph, s.schema, s.fetched] },
  { id: 'drawer', view: drawer, needs: s => [s.drawer, s.catalog, s.checker.t] },
  { id: 'status', view: status, needs: s => [s.report, s.checker, s.ms, s.workspace.files.size] },
  { id: 'phone-bar', view: phoneTabs, needs: s => [s.phone, s.report] },
  { id: 'empty', view: empty, needs: s => [s.samples, s.workspace.files.size] },
]

/** The dialogs and the drop overlay are drawn in any case: they depend on nearly everything and are nearly always nothing. */
const overlays: View = (state, emit) => state.dropping ? dropOverlay(state) : dialogs(state, emit)

export function drawRegions(store: Writer<'fetched'>, emit: Emit, sheets: Sheets): () => void {
  const drawn = new Map<string, readonly unknown[]>()
  let waiting = false

  function flush(): void {
    waiting = false
    const state = store.get()
    fetchPanel(store, sheets)
    for (const { id, view, needs } of regions) {
      const place = document.getElementById(id)
      if (!place) continue
      const now = needs(state)
      const last = drawn.get(id)
      if (last && now.every((value, i) => value === last[i])) continue
      // What stands there before the first drawing was made at build time by the same view.
      if (!last) place.replaceChildren()
      drawn.set(id, now)
      render(view(state, emit), place)
    }
    const page = document.getElementById('page')
    if (page && page.dataset['view'] !== state.phone) page.dataset['view'] = state.phone
    document.getElementById('panel-body')?.setAttribute('aria-labelledby', `tab-${state.panel}`)
    const over = document.getElementById('overlays')
    if (over) render(overlays(state, emit), over)
    for (const dialog of document.querySelectorAll<HTMLDialogElement>('#overlays dialog:not([open])')) dialog.showModal()
    followSelection(state)
    followFile(state)
  }
  return () => {
    if (waiting) return
    waiting = true
    queueMicrotask(flush)
  }
}

let shownFile: string | null = null
/** The file that is shown is in sight in the tree, however many there are. */
function followFile(state: State): void {
  const { active } = state.workspace
  if (active === shownFile) return
  shownFile = active
  const tree = document.querySelector<HTMLElement>('[role="tree"]')
  if (!tree || active === null) return
  const row = tree.querySelector('[aria-selected="true"]')
  if (row) { row.scrollIntoView({ block: 'nearest' }); return }
  const at = treeRows(state).findIndex(one => one.path === active)
  if (at >= 0) tree.scrollTop = at * ROW - tree.clientHeight / 2
}

let followed: string | null = null
function followSelection(state: State): void {
  if (state.selected === followed) return
  followed = state.selected
  if (state.selected !== null) document.getElementById(`finding-${state.selected}`)?.scrollIntoView({ block: 'nearest' })
}

let opener: HTMLElement | null = null
/** Remembers who opened a dialog or a menu, puts the focus into it, and gives it back. */
export function openDialogs(state: State, before: State): void {
  if (state.dialog && !before.dialog) opener = document.activeElement instanceof HTMLElement ? document.activeElement : null
  if (!state.dialog && before.dialog) {
    const back = opener
    opener = null
    queueMicrotask(() => queueMicrotask(() => { if (back?.isConnected && document.activeElement === document.body) back.focus() }))
  }
  if (state.menu !== null && state.menu !== before.menu) {
    queueMicrotask(() => queueMicrotask(() => document.querySelector<HTMLElement>('[role="menu"] [role^="menuitem"]')?.focus()))
  }
}
