// app.ts: puts the parts together and draws each region when something it shows has changed.

import './elements/pad.ts'
import workerUrl from './checker/worker.ts?worker&url'
import importerUrl from './project/importer.worker.ts?worker&url'
import pagesUrl from 'limbeck:pages'
import wasmUrl from 'limbeck:wasm'
import { createClient, type Client } from './checker/client.ts'
import type { WorkerLike } from './checker/protocol.ts'
import { early, readFirst } from './fallback.ts'
import { makeActions, sampleWorkspace } from './flows/actions.ts'
import { catalogue } from './flows/catalogue.ts'
import { codeArea } from './flows/code.ts'
import type { Context } from './flows/context.ts'
import { fixes as makeFixes } from './flows/fixes.ts'
import { importing as makeImporting } from './flows/importing.ts'
import { listenToKeys } from './flows/keyboard.ts'
import { dividers } from './flows/layout.ts'
import { follow } from './flows/schema.ts'
import { autosave, browserStorage, readPrefs, restore } from './flows/saving.ts'
import { firstState } from './project/first.ts'
import { emptyWorkspace, puts, type Workspace } from './project/workspace.ts'
import { createStore, initialState, isPanel, NEW_GRAPH, type Sample, type State, type Store } from './state.ts'
import { words } from './strings.ts'
import { trustedScript } from './trusted.ts'
import { drawRegions, openDialogs } from './regions.ts'

export async function start(): Promise<void> {
  const first = readFirst()
  const store = createStore(first ? firstState(first) : initialState(emptyWorkspace('untitled')))
  const prefs = readPrefs()
  store.set({
    theme: prefs.theme ?? 'system', annotations: prefs.annotations ?? 'line', panel: prefs.panel ?? 'problems', graph: { ...NEW_GRAPH, tree: prefs.tree ?? false },
    grouping: prefs.grouping ?? 'file', pinned: prefs.pinned ?? false,
  })
  const storage = browserStorage()
  let previous: Workspace | undefined
  // What was just opened shows its first finding, once; later results never move anybody.
  let showFirst = false
  let spoken = ''
  let lastCounts: number | undefined
  let lastSaid = 0

  const say = (text: string): void => { const live = document.getElementById('live'); if (live) { live.textContent = text === spoken ? `${text}\u00a0` : text; spoken = live.textContent } }

  const client: Client = createClient({
    spawn: () => new Worker(trustedScript(workerUrl), { type: 'module' }) as unknown as WorkerLike,
    module: () => WebAssembly.compileStreaming(fetch(wasmUrl)),
    quarantineReason: words.editor.quarantined,
    onStatus: checker => { store.set({ checker }); if (checker.t === 'safe') say(words.status.safe) },
    onResult({ report, vers, ms }) {
      const known = store.get().known ?? new Set(report.findings.map(finding => finding.id))
      const { selected, filter } = store.get()
      const still = selected !== null && [...report.findings, ...report.ignored].some(finding => finding.id === selected)
      store.set({ report, vers, ms, known, selected: still ? selected : null, filter: filter.ids ? { ...filter, ids: null } : filter })
      const [first] = report.findings
      if (showFirst && first && !store.get().workspace.edited) {
        store.dispatch({ t: 'activate', path: first.path })
        store.set({ selected: first.id })
      }
      showFirst = false
      const n = report.findings.filter(finding => finding.because === undefined).length
      const now = performance.now()
      if (lastCounts !== undefined && lastCounts !== n && now - lastSaid > 2_000) { lastSaid = now; say(words.status.live(n, lastCounts)) }
      lastCounts = n
      requestIdleCallback?.(() => fixes.ensureProofs()) ?? fixes.ensureProofs()
      rules.fetch()
    },
    onQuarantine: path => store.set({ quarantined: new Set(store.get().quarantined).add(path) }),
  })

  const rules = catalogue(client, async () => {
    const response = await fetch(pagesUrl)
    if (!response.ok) throw new Error(`${response.status}`)
    return new Uint8Array(await response.arrayBuffer())
  }, catalog => store.set({ catalog }))

  let loading: Promise<readonly Sample[]> | undefined
  const samples = (): Promise<readonly Sample[]> => loading ??= import('limbeck:samples').then(({ default: all }) => { store.set({ samples: all }); return all })

  const context: Context = {
    store, client, storage, say, editor: () => code.editor(),
    spawnImporter: () => new Worker(trustedScript(importerUrl), { type: 'module' }),
    open(workspace, tell) {
      const before = store.get().workspace
      if (before.files.size > 0 && (before.edited || before.origin.t !== 'sample')) previous = before
      lastCounts = undefined
      showFirst = tell
      store.dispatch({ t: 'open', workspace })
      const work = previous !== undefined && previous.id !== workspace.id ? previous : undefined
      store.set({
        phone: 'code', drawer: null,
        banner: tell && work ? { text: `${words.banner.opened(workspace.name)} ${words.banner.previous} ${work.name}`, action: { label: words.banner.back, run: 'back' }, kind: 'plain' } : null,
      })
    },
  }
  const code = codeArea(store, {
    edit: (path, text) => store.dispatch({ t: 'edit', path, text }),
    act: (name, argument) => actions.act(name, argument),
    at(id) {
      const { selected, opened } = store.get()
      if (selected === id) return
      store.set({ selected: id, opened: selected === null ? opened : new Set(opened).add(selected) })
    },
    turned: (compound, path) => { queueMicrotask(() => fixes.turnCompound(compound, path)) },
  })
  const fixes = makeFixes(context)
  const importing = makeImporting(context)
  const actions = makeActions({ context, catalog: rules.show, fixes, importing, samples, previous: () => previous, focusUndo: code.focusUndo })
  const saving = autosave(store, storage)

  const draw = drawRegions(store, actions, { schema: () => import('./schema.css') })
  const followSchema = follow(context)
  store.subscribe((state, before) => {
    if (state.workspace.files !== before.workspace.files) client.update(puts(state.workspace))
    code.sync(state, before)
    followSchema(state)
    draw()
    if (state.selected !== before.selected || state.opened !== before.opened || (state.checker.t === 'idle' && before.checker.t !== 'idle')) fixes.ensureProofs()
    if (state.workspace.edited && !before.workspace.edited && location.hash.startsWith('#sample/')) history.replaceState(history.state, '', location.pathname)
    openDialogs(state, before)
  })

  wireWindow(store, actions, importing, code)
  listenToKeys({
    store, actions,
    editorHas: focus => focus !== null && focus === code.editor()?.host,
    intoNote() {
      const editor = code.editor()
      const [finding] = editor?.cursorFindings() ?? []
      const id = finding ?? store.get().selected
      if (!editor || !id) return false
      actions.act('open', id)
      return editor.intoNote(id)
    },
    focusEditor: () => code.editor()?.focus(),
    turnLast: done => fixes.turnLast(done),
    saveNow: () => { void saving.flush(); say(words.saveNote) },
  })
  dividers()
  early.onAct = actions.act
  for (const act of early.acts.splice(0)) actions.act(...act)
  early.area?.addEventListener('input', () => store.dispatch({ t: 'edit', path: store.get().workspace.active ?? '', text: early.area?.value ?? '' }))

  const slug = /^#sample\/([\w-]+)$/.exec(location.hash)?.[1]
  const kept = await restore(storage)
  if (kept && 'files' in kept) {
    store.dispatch({ t: 'open', workspace: kept })
    if (slug !== undefined && !(kept.origin.t === 'sample' && kept.origin.slug === slug)) await actions.openSample(slug)
  } else {
    const wanted = slug ?? kept?.sample
    const sample = wanted !== undefined && wanted !== first?.slug ? (await samples()).find(one => one.slug === wanted) : undefined
    if (sample) { showFirst = true; store.dispatch({ t: 'open', workspace: sampleWorkspace(sample) }) }
  }
  client.update(puts(store.get().workspace))
  draw()
  await code.load()
}

function wireWindow(store: Store, actions: ReturnType<typeof makeActions>, importing: ReturnType<typeof makeImporting>, code: ReturnType<typeof codeArea>): void {
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
    else if (text.trim() !== '') { event.preventDefault(); actions.dialog({ t: 'paste', name: '', text }) }
  })
  addEventListener('popstate', event => {
    const view = (event.state as { view?: State['phone'] } | null)?.view ?? 'code'
    // Going back is no new step.
    if (view !== state().phone) store.set({ phone: view, ...(isPanel(view) ? { panel: view } : {}) })
  })
  addEventListener('hashchange', () => {
    const slug = /^#sample\/([\w-]+)$/.exec(location.hash)?.[1]
    const { origin } = state().workspace
    if (slug !== undefined && !(origin.t === 'sample' && origin.slug === slug)) actions.openSample(slug)
  })
  document.getElementById('list-mode-link')?.addEventListener('click', event => { event.preventDefault(); actions.annotations('off') })
  document.querySelector('.skip-links a')?.addEventListener('click', event => { event.preventDefault(); code.editor()?.focus() })
  document.getElementById('panel-body')?.addEventListener('click', event => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-act]') : null
    if (button && !button.hasAttribute('disabled')) actions.act(button.dataset['act'] ?? '', button.dataset['arg'] ?? '')
  })
}

