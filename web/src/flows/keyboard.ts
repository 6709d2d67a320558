// keyboard.ts: keys that work everywhere, and arrows inside lists, trees, menus, tabs and tables.

import type { Emit } from '../action.ts'
import type { Reader } from '../state.ts'
import { visibleFindings } from '../views/groups.ts'

interface Wide {
  readonly store: Reader
  readonly emit: Emit
  editorHas(focus: Element | null): boolean
  intoNote(): boolean
  focusEditor(): void
  turnLast(done: boolean): boolean
  saveNow(): void
}

const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform)
const editable = (element: Element | null): boolean => element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement

function regions(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('[data-region]')].filter(region => region.offsetParent !== null || region.offsetHeight > 0)
}

function enterRegion(region: HTMLElement | undefined, wide: Wide): void {
  if (!region) return
  if (region.id === 'main' && wide.store.get().workspace.files.size > 0) { wide.focusEditor(); return }
  const inside = region.querySelector<HTMLElement>('[role="tree"] [tabindex="0"], [role="listbox"][tabindex="0"], button:not([disabled]):not([tabindex="-1"]), a[href], input')
  ;(inside ?? region).focus()
}

function moveRegion(back: boolean, wide: Wide): void {
  const all = regions()
  const at = all.findIndex(region => region.contains(document.activeElement))
  enterRegion(all[(at + (back ? -1 : 1) + all.length) % all.length], wide)
}

/** Roving focus: the element to go to among siblings, for a key; undefined when the key is not for us. */
function rove(items: readonly HTMLElement[], at: number, event: KeyboardEvent, next = 'ArrowDown', previous = 'ArrowUp'): HTMLElement | undefined {
  if (event.key === next) return items[Math.min(items.length - 1, at + 1)]
  if (event.key === previous) return items[Math.max(0, at - 1)]
  if (event.key === 'Home') return items[0]
  if (event.key === 'End') return items.at(-1)
  if (event.key.length === 1 && /\S/.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const letter = event.key.toLowerCase()
    return [...items.slice(at + 1), ...items.slice(0, at + 1)].find(item => item.textContent?.trim().toLowerCase().startsWith(letter))
  }
  return undefined
}

function inTree(row: HTMLElement, event: KeyboardEvent, wide: Wide): boolean {
  const rows = [...row.closest('[role="tree"]')?.querySelectorAll<HTMLElement>('[role="treeitem"]') ?? []]
  const path = row.dataset['path'] ?? ''
  const folder = row.hasAttribute('data-folder')
  const open = row.getAttribute('aria-expanded') === 'true'
  if (event.key === 'Enter' || event.key === ' ') { if (folder) wide.emit({ t: 'fold', folder: path }); else wide.emit({ t: 'activate', path }); return true }
  if (event.key === 'ArrowRight' && folder && !open || event.key === 'ArrowLeft' && folder && open) { wide.emit({ t: 'fold', folder: path }); return true }
  if (event.key === 'ArrowLeft' && !folder) { rows.slice(0, rows.indexOf(row)).findLast(one => one.hasAttribute('data-folder'))?.focus(); return true }
  if (event.key === 'ArrowRight') { rows[rows.indexOf(row) + 1]?.focus(); return true }
  if (event.key === 'Delete' && !folder) { wide.emit({ t: 'remove-file', path }); return true }
  if (event.key === 'F2' && !folder) { wide.emit({ t: 'dialog', dialog: { t: 'file', what: 'rename', path, value: path } }); return true }
  const target = rove(rows, rows.indexOf(row), event)
  target?.focus()
  return target !== undefined
}

function inProblems(event: KeyboardEvent, wide: Wide): boolean {
  const findings = visibleFindings(wide.store.get())
  const at = findings.findIndex(finding => finding.id === wide.store.get().selected)
  const to = event.key === 'ArrowDown' ? Math.min(findings.length - 1, at + 1) : event.key === 'ArrowUp' ? Math.max(0, at - 1) : event.key === 'Home' ? 0 : event.key === 'End' ? findings.length - 1 : -1
  const target = findings[to]
  if (target && to >= 0) {
    wide.emit({ t: 'select', finding: target.id })
    // Its row may stand in the next part of the list; the page draws in a microtask.
    queueMicrotask(() => queueMicrotask(() => document.getElementById(`finding-${target.id}`)?.closest<HTMLElement>('[data-list]')?.focus({ preventScroll: true })))
    return true
  }
  if (event.key === 'Enter' && at >= 0) { wide.emit({ t: 'panel', panel: 'problems' }); wide.focusEditor(); return true }
  return false
}

function inMatrix(cell: HTMLElement, event: KeyboardEvent): boolean {
  const row = cell.closest('tr')
  const rows = [...cell.closest('table')?.querySelectorAll('tbody tr') ?? []]
  if (!row) return false
  const column = [...row.querySelectorAll('button')].findIndex(one => one === cell)
  const line = rows.indexOf(row)
  const go = (r: number, c: number): boolean => { const target = rows[r]?.querySelectorAll<HTMLElement>('button')[c]; target?.focus(); return target !== undefined }
  switch (event.key) {
    case 'ArrowRight': return go(line, column + 1)
    case 'ArrowLeft': return go(line, Math.max(0, column - 1))
    case 'ArrowDown': return go(line + 1, column)
    case 'ArrowUp': return go(line - 1, column)
    case 'Home': return go(line, 0)
    default: return false
  }
}

function inside(event: KeyboardEvent, wide: Wide): boolean {
  const target = event.target instanceof HTMLElement ? event.target : null
  if (!target || editable(target)) return false
  const menu = target.closest('[role="menu"]')
  if (menu) {
    const items = [...menu.querySelectorAll<HTMLElement>('[role^="menuitem"]')]
    if (event.key === 'Tab') { wide.emit({ t: 'menu', menu: null }); return false }
    const to = rove(items, items.indexOf(target), event)
    to?.focus()
    return to !== undefined
  }
  if (target.getAttribute('role') === 'treeitem') return inTree(target, event, wide)
  if (target.dataset['list'] === 'problems') return inProblems(event, wide)
  if (target.classList.contains('cell')) return inMatrix(target, event)
  if (target.getAttribute('role') === 'tab') {
    const tabs = [...target.closest('[role="tablist"]')?.querySelectorAll<HTMLElement>('[role="tab"]') ?? []]
    if (event.key === 'Delete' && target.dataset['path']) { wide.emit({ t: 'close-tab', path: target.dataset['path'] }); return true }
    const to = rove(tabs, tabs.indexOf(target), event, 'ArrowRight', 'ArrowLeft')
    to?.click()
    to?.focus()
    return to !== undefined
  }
  return false
}

export function listenToKeys(wide: Wide): void {
  const { store, emit } = wide
  addEventListener('keydown', event => {
    if (event.defaultPrevented || event.isComposing) return
    const mod = isMac ? event.metaKey : event.ctrlKey
    const { dialog, menu, drawer } = store.get()
    const focus = document.activeElement
    const did = (): boolean => {
      if (event.key === 'Escape') {
        if (menu !== null) { const name = menu; emit({ t: 'menu', menu: null }); document.querySelector<HTMLElement>(`[data-menu="${name}"]`)?.focus(); return true }
        if (dialog) return false // the dialog's own cancel event
        if (drawer) { emit({ t: 'close-rules' }); return true }
        return false
      }
      if (dialog) return false
      if (event.key === 'F8') { emit({ t: 'next-finding', back: event.shiftKey }); return true }
      if (event.key === 'F6') { moveRegion(event.shiftKey, wide); return true }
      if (event.key === 'F1') { emit({ t: 'dialog', dialog: { t: 'shortcuts' } }); return true }
      if (mod && event.key.toLowerCase() === 'k') { emit({ t: 'dialog', dialog: { t: 'palette', query: '', at: 0 } }); return true }
      if (mod && event.key === '.') return wide.intoNote()
      if (mod && event.key.toLowerCase() === 's') { wide.saveNow(); return true }
      if (event.altKey && event.shiftKey && event.code === 'KeyF') { emit({ t: 'fix-safe' }); return true }
      const undo = mod && event.key.toLowerCase() === 'z' && !event.shiftKey
      const redo = mod && (event.key.toLowerCase() === 'z' && event.shiftKey || event.key.toLowerCase() === 'y')
      if ((undo || redo) && !editable(focus) && !wide.editorHas(focus)) return wide.turnLast(undo)
      return inside(event, wide)
    }
    if (did()) event.preventDefault()
  })
  addEventListener('pointerdown', event => {
    const target = event.composedPath()[0]
    if (store.get().menu !== null && target instanceof Element && !target.closest('.menu')) emit({ t: 'menu', menu: null })
  })
}
