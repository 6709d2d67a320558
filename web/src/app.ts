// app.ts: puts the parts together and draws each region when something it shows has changed.

import './elements/pad.ts'
import importerUrl from './project/importer.worker.ts?worker&url'
import keeperUrl from './project/keeper.worker.ts?worker&url'
import pagesUrl from 'limbeck:pages'
import type { Emit } from './action.ts'
import { compile, spawn, type Ahead } from './checker/ahead.ts'
import { createClient, type Client } from './checker/client.ts'
import { early, readFirst } from './fallback.ts'
import { catalogue } from './flows/catalogue.ts'
import { checking } from './flows/checking.ts'
import { codeArea, type CodeArea } from './flows/code.ts'
import type { Context } from './flows/context.ts'
import { dispatcher } from './flows/dispatch.ts'
import { makeFlows } from './flows/flows.ts'
import { sharing as shareTabs } from './flows/sharing.ts'
import { browserTabs } from './project/tabs.ts'
import type { Importing } from './flows/importing.ts'
import { listenToKeys } from './flows/keyboard.ts'
import { dividers } from './flows/layout.ts'
import { sampleWorkspace } from './flows/opening.ts'
import { autosave, readPrefs, restore } from './flows/saving.ts'
import { follow } from './flows/schema.ts'
import { decode, pressed } from './press.ts'
import { firstState } from './project/first.ts'
import { openStorage } from './project/storage.ts'
import { emptyWorkspace, puts } from './project/workspace.ts'
import { createStore, initialState, isPanel, NEW_GRAPH, type Sample, type State, type Writer } from './state.ts'
import { words } from './strings.ts'
import { trustedScript } from './trusted.ts'
import { drawRegions, openDialogs } from './regions.ts'

export async function start(ahead: Ahead): Promise<void> {
  const first = readFirst()
  const store = createStore(first ? firstState(first) : initialState(emptyWorkspace('untitled')))
  const prefs = readPrefs()
  store.set({
    theme: prefs.theme ?? 'system', annotations: prefs.annotations ?? 'line', panel: prefs.panel ?? 'problems', graph: { ...NEW_GRAPH, tree: prefs.tree ?? false },
    grouping: prefs.grouping ?? 'rule', pinned: prefs.pinned ?? false,
  })
  const storage = openStorage(() => new Worker(trustedScript(keeperUrl), { type: 'module' }))
  let spoken = ''
  const say = (text: string): void => { const live = document.getElementById('live'); if (live) { live.textContent = text === spoken ? `${text}\u00a0` : text; spoken = live.textContent } }

  const answers = checking(store, say, place => code.reveal(place), () => {
    fixes.proveSoon()
    rules.fetch()
  })
  const client: Client = createClient({
    spawn, ahead, module: compile,
    quarantineReason: words.editor.quarantined,
    ...answers,
  })

  const rules = catalogue(client, async () => {
    const response = await fetch(pagesUrl)
    if (!response.ok) throw new Error(`${response.status}`)
    return new Uint8Array(await response.arrayBuffer())
  }, catalog => store.set({ catalog }))

  let loading: Promise<readonly Sample[]> | undefined
  const samples = (): Promise<readonly Sample[]> => loading ??= import('limbeck:samples').then(({ default: all }) => { store.set({ samples: all }); return all })

  const code = codeArea(store, {
    edit: (path, text) => store.update({ t: 'edit', path, text }),
    press: action => emit(action),
    at: id => flows.findings.at(id),
    turned: (compound, path) => { queueMicrotask(() => fixes.turnCompound(compound, path)) },
  })
  const context: Context = { client, storage, say, editor: code.editor, spawnImporter: () => new Worker(trustedScript(importerUrl), { type: 'module' }) }
  const saving = autosave(store, storage)
  const sharing = shareTabs(store, browserTabs(), storage, saving)
  const flows = makeFlows(store, context, { checking: answers, sharing, catalog: rules.show, samples, focusUndo: code.focusUndo })
  const { fixes, importing, opening } = flows
  const emit = dispatcher(store, flows)

  const draw = drawRegions(store, emit, { schema: () => import('./schema.css') })
  const followSchema = follow(store, context)
  store.subscribe((state, before) => {
    if (state.workspace.files !== before.workspace.files) client.update(puts(state.workspace))
    // What was stopped was the check of another project.
    if (state.workspace.id !== before.workspace.id && state.checker.t === 'stopped') client.resume()
    code.sync(state, before)
    followSchema(state)
    draw()
    if (state.selected !== before.selected || state.opened !== before.opened) fixes.ensureProofs()
    else if (state.checker.t === 'idle' && before.checker.t !== 'idle') fixes.proveSoon()
    if (state.workspace.edited && !before.workspace.edited && location.hash.startsWith('#sample/')) history.replaceState(history.state, '', location.pathname)
    openDialogs(state, before)
  })

  wireWindow(store, emit, importing, code)
  listenToKeys({
    store, emit,
    editorHas: focus => focus !== null && focus === code.editor()?.host,
    intoNote() {
      const editor = code.editor()
      const [finding] = editor?.cursorFindings() ?? []
      const id = finding ?? store.get().selected
      if (!editor || !id) return false
      emit({ t: 'open-note', finding: id })
      return editor.intoNote(id)
    },
    focusEditor: () => code.editor()?.focus(),
    turnLast: done => fixes.turnLast(done),
    saveNow: () => { void saving.flush(); say(words.saveNote) },
  })
  dividers()
  const press = (attribute: string): void => { const action = decode(attribute); if (action) emit(action) }
  early.onPress = press
  early.presses.splice(0).forEach(press)
  early.area?.addEventListener('input', () => store.update({ t: 'edit', path: store.get().workspace.active ?? '', text: early.area?.value ?? '' }))

  const slug = sampleInUrl()
  const kept = await restore(storage, sharing.claim)
  if (kept && 'workspace' in kept) {
    const { workspace: { origin } } = kept
    store.update({ t: 'open', workspace: kept.workspace, elsewhere: kept.elsewhere })
    if (kept.copy) sharing.keep()
    if (slug !== undefined && !(origin.t === 'sample' && origin.slug === slug)) await opening.sample(slug)
  } else {
    const wanted = slug ?? kept?.sample
    const sample = wanted !== undefined && wanted !== first?.slug ? (await samples()).find(one => one.slug === wanted) : undefined
    if (sample) { store.update({ t: 'open', workspace: sampleWorkspace(sample) }); answers.opened(true) }
  }
  client.update(puts(store.get().workspace))
  draw()
  await code.load()
}

const sampleInUrl = (): string | undefined => /^#sample\/([\w-]+)$/.exec(location.hash)?.[1]

function wireWindow(store: Writer<'dropping' | 'phone' | 'panel'>, emit: Emit, importing: Importing, code: CodeArea): void {
  const state = store.get
  // A drop that misses its target must never navigate away from somebody's work.
  let depth = 0
  const files = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false
  const overlay = (dropping: boolean): void => store.set({ dropping })
  addEventListener('dragenter', event => { if (files(event)) { event.preventDefault(); if (depth++ === 0) overlay(true) } })
  addEventListener('dragover', event => { if (files(event)) { event.preventDefault(); if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy' } })
  addEventListener('dragleave', event => { if (files(event) && --depth <= 0) { depth = 0; overlay(false) } })
  addEventListener('drop', event => {
    if (!files(event)) return
    event.preventDefault()
    depth = 0
    overlay(false)
    if (event.dataTransfer) importing.drop(event.dataTransfer)
  })
  addEventListener('paste', event => {
    const target = event.composedPath()[0]
    const typing = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || (target instanceof HTMLElement && target.isContentEditable)
    if (typing || state().dialog) return
    const given = [...event.clipboardData?.files ?? []]
    const text = event.clipboardData?.getData('text/plain') ?? ''
    if (given.length > 0) { event.preventDefault(); void importing.files(given, { t: 'files' }) }
    else if (text.trim() !== '') { event.preventDefault(); emit({ t: 'dialog', dialog: { t: 'paste', name: '', text } }) }
  })
  addEventListener('popstate', event => {
    const view = (event.state as { view?: State['phone'] } | null)?.view ?? 'code'
    // Going back is no new step.
    if (view !== state().phone) store.set({ phone: view, ...(isPanel(view) ? { panel: view } : {}) })
  })
  addEventListener('hashchange', () => {
    const slug = sampleInUrl()
    const { origin } = state().workspace
    if (slug !== undefined && !(origin.t === 'sample' && origin.slug === slug)) emit({ t: 'sample', slug })
  })
  document.getElementById('list-mode-link')?.addEventListener('click', event => { event.preventDefault(); emit({ t: 'annotations', mode: 'off' }) })
  document.querySelector('.skip-links a')?.addEventListener('click', event => { event.preventDefault(); code.editor()?.focus() })
  document.getElementById('panel-body')?.addEventListener('click', event => {
    const press = pressed(event.target)
    if (press) emit(press)
  })
}

