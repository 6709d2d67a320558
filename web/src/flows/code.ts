// code.ts: keeps the editor and the workspace at one: which file is shown, what stands below its lines, and what was typed
// before the editor was there.

import { paused } from '../checker/client.ts'
import type { Editor, EditorHooks } from '../editor/editor.ts'
import type { Location } from '../checker/report.ts'
import type { NoteSource } from '../editor/widgets.ts'
import { early } from '../fallback.ts'
import { proofKey, type Reader, type State } from '../state.ts'
import { words } from '../strings.ts'
import { noteView } from '../views/problems.ts'

export interface CodeArea {
  editor(): Editor | null
  load(): Promise<void>
  sync(state: State, before: State): void
  /** Scrolls the shown file there; once the editor is there, if it is still on its way. */
  reveal(place: Location): void
  /** After the next findings arrive, the focus goes to the Undo of this step, if it is still nowhere. */
  focusUndo(compound: number): void
}

function noteSource(state: State): NoteSource {
  return {
    mode: state.annotations,
    isOpen: id => state.annotations === 'full' || id === state.selected || state.opened.has(id),
    isIgnored: id => state.report?.ignored.some(one => one.id === id) ?? false,
    view: (finding, ignored) => ({ ...noteView(state, finding, state.annotations === 'full' || finding.id === state.selected || state.opened.has(finding.id)), ignored }),
    stamp: finding => {
      const open = state.annotations === 'full' || finding.id === state.selected || state.opened.has(finding.id)
      const touched = new Set(finding.fixes.flatMap(fix => [...fix.edits.map(edit => edit.path), ...fix.creates.map(file => file.path)]))
      const proofs = finding.fixes.map((_, i) => { const proof = state.proofs.get(proofKey(finding.id, i)); return proof?.t === 'tried' ? `${proof.reply.proof.state}${proof.reply.proof.text}` : proof?.t ?? '' })
      const view = noteView(state, finding, open)
      const vers = open ? [...touched].map(path => state.workspace.files.get(path)?.ver ?? 0) : []
      return [open, paused(state.checker), finding.message, finding.severity, view.siblings, view.way, ...proofs, ...vers].join('|')
    },
  }
}

export function codeArea(store: Reader, hooks: EditorHooks): CodeArea {
  const code = document.getElementById('code')
  const emptyHost = document.createElement('div')
  emptyHost.id = 'empty'
  let editor: Editor | null = null
  let undoWanted: number | undefined
  let wanted: Location | undefined

  function show(state: State): void {
    const path = state.workspace.active
    const file = path === null ? undefined : state.workspace.files.get(path)
    if (emptyHost.hidden === (state.workspace.files.size === 0)) emptyHost.hidden = state.workspace.files.size > 0
    if (!editor) return
    editor.host.hidden = !file
    if (!file) return
    const n = state.report && state.report.findings.filter(finding => finding.path === file.path && finding.because === undefined).length
    editor.show({ path: file.path, text: file.text, locked: state.elsewhere || file.bytes !== undefined || file.opaque !== undefined, label: words.editor.label(file.path, n) })
  }

  function push(state: State): void {
    const path = state.workspace.active
    const file = path === null ? undefined : state.workspace.files.get(path)
    if (!editor || !file || !state.report) return
    // Findings of an older text stay where the editor moved them until newer ones come.
    if (state.vers.get(file.path) !== file.ver) return
    const own = [...state.report.findings, ...(state.filter.ignored ? state.report.ignored : [])].filter(finding => finding.path === file.path)
    editor.findings(file.path, own, state.fixed)
    if (undoWanted !== undefined && (document.activeElement === document.body || document.activeElement === editor.host)) {
      if (editor.focusOn({ t: 'turn', compound: undoWanted })) undoWanted = undefined
      else { const button = document.querySelector<HTMLElement>('[data-offer]'); if (button) { button.focus(); undoWanted = undefined } }
    }
  }

  return {
    editor: () => editor,
    focusUndo(compound) { undoWanted = compound },
    reveal(place) {
      if (editor) editor.reveal(place.range, false)
      else wanted = place
    },
    async load() {
      const { mountEditor } = await import('../editor/editor.ts')
      if (!code) return
      const { area } = early
      const focused = area !== null && document.activeElement === area
      const place = area ? { selection: [area.selectionStart, area.selectionEnd] as const, top: area.scrollTop } : null
      const top = code.querySelector('.static-code')?.scrollTop ?? 0
      if (area) { hooks.edit(store.get().workspace.active ?? '', area.value); early.area = null }
      editor = mountEditor(code, hooks, noteSource(store.get()))
      code.append(emptyHost)
      show(store.get())
      push(store.get())
      if (place && focused) editor.adopt(place)
      else if (wanted && wanted.path === store.get().workspace.active) editor.reveal(wanted.range, false)
      else if (top > 0) editor.host.shadowRoot?.querySelector('.cm-scroller')?.scrollTo(0, top)
      delete document.documentElement.dataset['restoring']
    },
    sync(state, before) {
      if (!editor) return
      if (state.workspace.id !== before.workspace.id && !sharesFiles(state, before)) editor.forget()
      for (const path of before.workspace.files.keys()) if (!state.workspace.files.has(path)) editor.forget(path)
      const sourceChanged = state.selected !== before.selected || state.opened !== before.opened || state.annotations !== before.annotations || state.proofs !== before.proofs || state.report !== before.report || state.checker.t !== before.checker.t
      if (sourceChanged) editor.source(noteSource(state))
      const active = state.workspace.active
      const file = active === null ? undefined : state.workspace.files.get(active)
      const old = active === null ? undefined : before.workspace.files.get(active)
      if (active !== before.workspace.active || file !== old || state.elsewhere !== before.elsewhere || state.report !== before.report || state.workspace.files.size === 0) show(state)
      if (active !== before.workspace.active || state.report !== before.report || state.vers !== before.vers || state.filter.ignored !== before.filter.ignored) push(state)
    },
  }
}

/** An edited sample got an id of its own, as a copy does: still the same texts. */
const sharesFiles = (state: State, before: State): boolean => state.workspace.files === before.workspace.files ||
  [...state.workspace.files.keys()].some(path => state.workspace.files.get(path)?.original === before.workspace.files.get(path)?.original && before.workspace.id.startsWith('sample:') && state.workspace.origin === before.workspace.origin)
