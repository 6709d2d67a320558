// editor.ts: the CodeMirror editor in its shadow root. It owns the text of every file that was opened; the workspace hears of
// each change, and may hand in another text only as a transaction.

import { defaultKeymap, history, historyKeymap, indentLess, indentMore, invertedEffects, isolateHistory, redo, undo } from '@codemirror/commands'
import { python } from '@codemirror/lang-python'
import { bracketMatching, indentUnit, syntaxHighlighting } from '@codemirror/language'
import { Annotation, Compartment, EditorSelection, EditorState, StateEffect, type Extension, type Transaction } from '@codemirror/state'
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers } from '@codemirror/view'
import ranges from 'limbeck:invisible'
import type { Finding, Range } from '../checker/report.ts'
import { encode, pressed, type Press } from '../press.ts'
import { singleChange } from '../project/edits.ts'
import { findingAt, findingsField, findingsOnLine, offsetIn, setFindings, setSource } from './findings.ts'
import { roles } from './highlight.ts'
import { adoptStyles, theme } from './theme.ts'
import type { NoteSource } from './widgets.ts'

export interface EditorHooks {
  edit(path: string, text: string): void
  /** A button in an annotation was pressed. */
  press(press: Press): void
  /** The cursor went into a finding. */
  at(finding: string): void
  /** An undo or redo in this file crossed a step over several files. */
  turned(compound: number, path: string): void
}

export interface ShownFile { readonly path: string; readonly text: string; readonly locked: boolean; readonly label: string }

export interface Editor {
  show(file: ShownFile): void
  findings(path: string, findings: readonly Finding[], fixed: ReadonlyMap<string, number>): void
  source(source: NoteSource): void
  /** Another text for a file, as part of a step over several files or of its undo. */
  push(path: string, text: string, how: { readonly t: 'step'; readonly compound: number } | { readonly t: 'undo' | 'redo' }): void
  forget(path?: string): void
  reveal(range: Range, focus: boolean): void
  focus(): void
  /** Moves the focus into the annotation at the cursor; false when there is none. */
  intoNote(finding: string | null): boolean
  /** Focuses the button of this action, in whatever annotation it is. */
  focusOn(press: Press): boolean
  cursorFindings(): readonly string[]
  adopt(from: { readonly selection: readonly [number, number]; readonly top: number }): void
  readonly host: HTMLElement
}

const external = Annotation.define<true>()
const compoundEffect = StateEffect.define<number>()

// Controls of direction and things one cannot see are drawn as boxed code points.
const invisible = new RegExp(`[${ranges}]`, 'gu')
const codePoint = (code: number): HTMLElement => {
  const element = document.createElement('span')
  element.className = 'cm-specialChar'
  element.textContent = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
  return element
}

export function mountEditor(parent: HTMLElement, hooks: EditorHooks, first: NoteSource): Editor {
  const host = document.createElement('div')
  host.className = 'editor-host'
  parent.replaceChildren(host)
  const root = host.attachShadow({ mode: 'open' })
  const field = findingsField(first)
  const states = new Map<string, EditorState>()
  const scrolls = new Map<string, StateEffect<unknown>>()
  const label = new Compartment()
  let current = ''
  let source = first
  let quiet = false
  let tabIndents = false
  let search: Extension | undefined
  const searchPlace = new Compartment()

  const openSearch = (view: EditorView): boolean => {
    void import('./search.ts').then(({ panel, open }) => {
      if (!search) { search = panel; view.dispatch({ effects: searchPlace.reconfigure(panel) }) }
      open(view)
    })
    return true
  }
  const cross = (transactions: readonly Transaction[], path: string): void => {
    if (quiet) return
    for (const transaction of transactions) {
      if (!transaction.isUserEvent('undo') && !transaction.isUserEvent('redo')) continue
      for (const effect of transaction.effects) if (effect.is(compoundEffect)) hooks.turned(effect.value, path)
    }
  }

  const extensions: Extension[] = [
    lineNumbers(), highlightActiveLineGutter(), highlightActiveLine(), drawSelection(), bracketMatching(), history(),
    highlightSpecialChars({ specialChars: invisible, render: codePoint }),
    EditorState.allowMultipleSelections.of(true), indentUnit.of('    '), EditorState.tabSize.of(4), EditorState.lineSeparator.of('\n'),
    python(), syntaxHighlighting(roles),
    field, theme, searchPlace.of([]),
    invertedEffects.of(transaction => transaction.effects.filter(effect => effect.is(compoundEffect))),
    keymap.of([
      { key: 'Mod-f', run: openSearch },
      { key: 'Tab', run: view => tabIndents && indentMore(view), shift: view => tabIndents && indentLess(view) },
      { key: 'Escape', run: () => { tabIndents = false; return false } },
      ...defaultKeymap.filter(binding => binding.key !== 'Escape'), ...historyKeymap,
    ]),
    EditorView.domEventHandlers({
      mousedown: () => { tabIndents = true; return false },
      blur: () => { tabIndents = false; return false },
    }),
    EditorView.updateListener.of(update => {
      if (update.docChanged && !update.transactions.some(transaction => transaction.annotation(external))) {
        if (update.transactions.some(transaction => transaction.isUserEvent('input') || transaction.isUserEvent('delete'))) tabIndents = true
        hooks.edit(current, update.state.doc.toString())
      }
      cross(update.transactions, current)
      if (update.selectionSet && !update.docChanged) {
        const here = findingAt(update.state, field, update.state.selection.main.head)
        if (here) hooks.at(here.finding.id)
      }
    }),
  ]

  const contentAttributes = (name: string, locked: boolean): Extension => [
    EditorView.contentAttributes.of({ 'aria-label': name, spellcheck: 'false', autocapitalize: 'off', autocorrect: 'off' }),
    EditorState.readOnly.of(locked),
  ]
  const create = (file: ShownFile): EditorState =>
    EditorState.create({ doc: file.text, extensions: [extensions, label.of(contentAttributes(file.label, file.locked))] })

  const view = new EditorView({ parent: root, root, state: EditorState.create({ extensions }) })
  adoptStyles(root)

  root.addEventListener('click', event => {
    const press = pressed(event.target)
    if (press) { hooks.press(press); return }
    // A folded annotation opens wherever it is clicked, unless somebody is selecting its words.
    const finding = event.target instanceof Element ? event.target.closest<HTMLElement>('.note.is-folded')?.dataset['finding'] : undefined
    if (finding !== undefined && (getSelection()?.isCollapsed ?? true)) hooks.press({ t: 'open-note', finding })
  })

  const stateOf = (path: string): EditorState | undefined => path === current ? view.state : states.get(path)

  /** Runs a transaction in a file, whether it is on screen or not. */
  function dispatchIn(path: string, make: (state: EditorState) => Transaction): void {
    if (path === current) { view.dispatch(make(view.state)); return }
    const state = states.get(path)
    if (state) states.set(path, make(state).state)
  }

  function replace(path: string, text: string, compound: number | undefined): void {
    const state = stateOf(path)
    if (!state) return
    const change = singleChange(state.doc.toString(), text)
    if (!change) return
    dispatchIn(path, now => now.update({
      changes: change,
      annotations: compound === undefined ? [external.of(true)] : [external.of(true), isolateHistory.of('full')],
      effects: compound === undefined ? [] : [compoundEffect.of(compound)],
      userEvent: 'limbeck.step',
    }))
  }

  return {
    host,
    show(file) {
      if (file.path !== current) {
        if (current !== '') { states.set(current, view.state); scrolls.set(current, view.scrollSnapshot()) }
        current = file.path
        view.setState(states.get(file.path) ?? create(file))
        states.delete(file.path)
        const scroll = scrolls.get(file.path)
        if (scroll) view.dispatch({ effects: scroll })
        tabIndents = false
      }
      if (search) view.dispatch({ effects: searchPlace.reconfigure(search) })
      if (view.state.doc.toString() !== file.text) replace(file.path, file.text, undefined)
      view.dispatch({ effects: [label.reconfigure(contentAttributes(file.label, file.locked)), setSource.of(source)] })
    },
    findings(path, findings, fixed) {
      dispatchIn(path, state => state.update({ effects: setFindings.of({ findings, fixed }) }))
    },
    source(next) {
      source = next
      if (current !== '') view.dispatch({ effects: setSource.of(next) })
    },
    push(path, text, how) {
      const state = stateOf(path)
      if (!state) return
      if (how.t === 'step') { replace(path, text, how.compound); return }
      quiet = true
      try {
        // Its own history first, so that undo and redo go on working there; any other text is put in place plainly.
        let turned: Transaction | undefined
        ;(how.t === 'undo' ? undo : redo)({ state, dispatch: transaction => { turned = transaction } })
        if (turned && turned.newDoc.toString() === text) {
          if (path === current) view.dispatch(turned)
          else states.set(path, turned.state)
        } else replace(path, text, undefined)
      } finally { quiet = false }
    },
    forget(path) {
      if (path === undefined) { states.clear(); scrolls.clear(); current = ''; view.setState(EditorState.create({ extensions })) }
      else { states.delete(path); scrolls.delete(path); if (path === current) { current = ''; view.setState(EditorState.create({ extensions })) } }
    },
    reveal(range, focus) {
      const from = offsetIn(view.state.doc, range.start)
      view.dispatch({
        selection: EditorSelection.cursor(from),
        // A quarter from the top: its annotation stands below it.
        effects: EditorView.scrollIntoView(from, { y: 'start', yMargin: Math.round(view.scrollDOM.clientHeight / 4) }),
      })
      if (focus) view.focus()
    },
    focus() { view.focus() },
    intoNote(finding) {
      const note = finding === null ? null : root.querySelector<HTMLElement>(`.note[data-finding="${CSS.escape(finding)}"]`)
      const button = note?.querySelector<HTMLElement>('.note-actions button:not([disabled])') ?? note?.querySelector<HTMLElement>('button')
      button?.focus()
      return button !== undefined && button !== null
    },
    focusOn(press) {
      const found = root.querySelector<HTMLElement>(`[data-act="${CSS.escape(encode(press))}"]`)
      found?.focus()
      return found !== null
    },
    cursorFindings: () => findingsOnLine(view.state, field, view.state.selection.main.head).map(item => item.finding.id),
    adopt({ selection: [from, to], top }) {
      const end = view.state.doc.length
      view.dispatch({ selection: EditorSelection.single(Math.min(from, end), Math.min(to, end)) })
      view.scrollDOM.scrollTop = top
      tabIndents = true
      view.focus()
    },
  }
}
