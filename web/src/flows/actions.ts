// actions.ts: what each press on the page does. It wires views to flows and holds no state of its own.

import { DISCOVERY, type Finding, type Location } from '../checker/report.ts'
import { bytesOf, emptyWorkspace, withFiles, type Workspace } from '../project/workspace.ts'
import { packFiles } from '../project/archive.ts'
import { PLAIN } from '../project/encoding.ts'
import { baseName, freePath, normalisePath } from '../project/paths.ts'
import { isPanel, OPEN_FILTER, type PhoneView, type Sample } from '../state.ts'
import { severityWord, words } from '../strings.ts'
import type { Actions } from '../views/model.ts'
import { wayOf } from '../views/chain.ts'
import { checkedRevision } from '../views/checklist.ts'
import { paletteItems } from '../views/palette.ts'
import { plain } from '../views/prose.ts'
import { downloadBytes, type Context } from './context.ts'
import type { Fixes } from './fixes.ts'
import type { Importing } from './importing.ts'
import { checklistMarkdown } from './checklist.ts'
import { matrixMarkdown } from './matrix.ts'
import { writePrefs } from './saving.ts'

interface Parts {
  /** The rules with their pages, from then on in the state. */
  catalog(): Promise<void>
  readonly context: Context
  readonly fixes: Fixes
  readonly importing: Importing
  samples(): Promise<readonly Sample[]>
  previous(): Workspace | undefined
  focusUndo(compound: number): void
}

export function sampleWorkspace(sample: Sample): Workspace {
  const base = emptyWorkspace(sample.title, { t: 'sample', slug: sample.slug })
  return withFiles(base, sample.files.map(file => ({ path: file.path, text: file.text, form: PLAIN })), [], sample.files.length)
}

export function makeActions({ context, catalog, fixes, importing, samples, previous, focusUndo }: Parts): Actions {
  const { store, client, storage } = context
  const state = store.get
  const set = store.set

  const narrow = (): boolean => matchMedia('(max-width: 799px)').matches

  /** On a phone, where one view is shown at a time, each is a step that Back undoes. */
  function turnTo(view: PhoneView): void {
    if (view !== state().phone && narrow()) history.pushState({ view }, '')
    set({ phone: view })
  }

  function reveal(place: Location): void {
    store.dispatch({ t: 'activate', path: place.path })
    turnTo('code')
    context.editor()?.reveal(place.range, true)
  }

  function show(finding: Finding, focus: boolean): void {
    store.dispatch({ t: 'activate', path: finding.path })
    context.editor()?.reveal(finding.range, focus)
    set({ selected: finding.id, phone: state().phone === 'code' || focus ? 'code' : state().phone })
  }

  function find(id: string): Finding | undefined {
    const { report } = state()
    return report?.findings.find(one => one.id === id) ?? report?.ignored.find(one => one.id === id)
  }

  /** The chain of imports that a finding is about: the evidence of its module, in the matrix. */
  function showWay(id: string): void {
    const finding = find(id)
    const module = finding && wayOf(state().report, finding)
    if (module === undefined) return
    turnTo('compliance')
    set({ drawer: null, cell: { module, requirement: DISCOVERY } })
    actions.panel('compliance')
    requestAnimationFrame(() => {
      document.querySelector('.cell.is-current')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
      document.querySelector('.evidence')?.scrollIntoView({ block: 'nearest' })
      document.getElementById('evidence-title')?.focus({ preventScroll: true })
    })
  }

  function act(name: string, argument: string): void {
    const [id = '', index = '0'] = argument.split('\n')
    switch (name) {
      case 'apply': {
        const before = state().workspace.compounds.length
        void fixes.apply(id, Number(index)).then(() => {
          const { compounds } = state().workspace
          const last = compounds.at(-1)
          if (compounds.length > before && last) focusUndo(last.id)
        })
        return
      }
      case 'review': void fixes.review(id, Number(index)); return
      case 'fix-rule': void fixes.reviewMany({ rule: argument }, words.dialogs.reviewRule(argument)); return
      case 'ignore': actions.dialog({ t: 'ignore', finding: argument, reason: '', scope: 'line' }); return
      case 'rule': actions.drawer(argument); return
      case 'way': showWay(argument); return
      case 'goto': reveal(JSON.parse(argument) as Location); return
      case 'undo': fixes.turnCompound(Number(argument)); return
      case 'open': {
        const opened = new Set(state().opened).add(argument)
        const { selected } = state()
        if (selected !== null) opened.add(selected)
        set({ opened, selected: argument })
        return
      }
      case 'fold': {
        const opened = new Set(state().opened)
        opened.delete(argument)
        set({ opened, selected: state().selected === argument ? null : state().selected })
        return
      }
    }
  }

  let opener: HTMLElement | null = null
  const actions: Actions = {
    act,
    activate(path) {
      const known = state().workspace.files.has(path)
      if (known) { store.dispatch({ t: 'activate', path }); set({ phone: 'code', menu: null }) }
    },
    closeTab: path => store.dispatch({ t: 'close-tab', path }),
    goto: reveal,
    select(id, jump) {
      const finding = find(id)
      if (!finding) return
      if (jump) show(finding, false)
      else set({ selected: id })
    },
    nextFinding(back) {
      const all = (state().report?.findings ?? []).filter(finding => finding.because === undefined)
      const at = all.findIndex(finding => finding.id === state().selected)
      const finding = all[at < 0 ? (back ? all.length - 1 : 0) : (at + (back ? -1 : 1) + all.length) % all.length]
      if (!finding) return
      set({ phone: 'code' })
      show(finding, true)
      const lines = state().workspace.files.get(finding.path)?.text.split('\n').length ?? 0
      context.say(words.announce(severityWord[finding.severity], finding.code, finding.range.start.line + 1, lines, plain(finding.message), finding.fixes.length > 0))
    },
    panel(panel) {
      if (narrow()) turnTo(panel)
      set({ panel, phone: isPanel(state().phone) ? panel : state().phone })
      writePrefs({ panel })
    },
    phone(view: PhoneView) {
      if (view === state().phone) return
      history.pushState({ view }, '')
      set({ phone: view, ...(isPanel(view) ? { panel: view } : {}) })
    },
    filter: patch => set({ filter: patch === OPEN_FILTER ? OPEN_FILTER : { ...state().filter, ...patch } }),
    group(grouping) { set({ grouping }); writePrefs({ grouping }) },
    cell(module, requirement) {
      const { cell } = state()
      set({ cell: cell?.module === module && cell.requirement === requirement ? null : { module, requirement } })
    },
    drawer(code) {
      if (!state().drawer) opener = document.activeElement instanceof HTMLElement ? document.activeElement : null
      set({ drawer: { code, query: state().drawer?.query ?? '' }, menu: null, phone: state().phone === 'code' || state().phone === 'files' ? 'problems' : state().phone })
      void catalog()
      requestAnimationFrame(() => document.querySelector<HTMLElement>('.drawer')?.focus())
    },
    drawerQuery: query => set({ drawer: { code: null, query } }),
    closeDrawer() { set({ drawer: null }); if (opener?.isConnected) opener.focus(); opener = null },
    dialog(dialog) {
      set({ dialog, menu: null })
      if (dialog?.t === 'palette') void catalog()
      if (dialog?.t === 'gallery' || dialog?.t === 'palette') void samples()
    },
    menu: menu => set({ menu }),
    fold(folder) {
      const folded = new Set(state().folded)
      if (!folded.delete(folder)) folded.add(folder)
      set({ folded })
    },
    pin(pinned) { set({ pinned, menu: null }); writePrefs({ pinned }) },
    annotations(annotations) { set({ annotations, menu: null, dialog: null }); writePrefs({ annotations }) },
    theme(theme) {
      set({ theme, menu: null })
      if (theme === 'system') delete document.documentElement.dataset['theme']
      else document.documentElement.dataset['theme'] = theme
      writePrefs({ theme })
    },
    openFiles() { set({ menu: null, dialog: null }); importing.pick('files') },
    openFolder() { set({ menu: null, dialog: null }); importing.pick('folder') },
    openZip() { set({ menu: null, dialog: null }); importing.pick('zip') },
    async openSample(slug) {
      const all = await samples()
      if (slug === 'random') {
        await catalog()
        const rules = (state().catalog?.rules ?? []).filter(rule => rule.examples.some(example => example.kind === 'bad'))
        const rule = rules[Math.floor(Math.random() * rules.length)]
        if (rule) actions.openExample(rule.code)
        return
      }
      const sample = all.find(one => one.slug === slug)
      if (!sample) return
      set({ dialog: null, menu: null })
      history.replaceState(history.state, '', `#sample/${slug}`)
      context.open(sampleWorkspace(sample), true)
    },
    openExample(code) {
      const example = state().catalog?.rules.find(rule => rule.code === code)?.examples.find(one => one.kind === 'bad')
      if (!example) return
      set({ dialog: null })
      context.open(withFiles(emptyWorkspace(code, { t: 'sample', slug: `rule-${code}` }), example.files.map(file => ({ ...file, form: PLAIN })), [], example.files.length), true)
    },
    async openStored(id) {
      set({ menu: null, dialog: null })
      const found = await storage.load(id).catch(() => undefined)
      if (found) context.open(found, true)
    },
    async removeStored(id) {
      await storage.remove(id).catch(() => undefined)
      set({ stored: await storage.list().catch(() => []) })
    },
    fresh() { set({ menu: null, dialog: null }); void samples(); context.open(emptyWorkspace('untitled'), true) },
    paste: importing.paste,
    async pasteFromClipboard() {
      set({ menu: null })
      const text = await navigator.clipboard.readText().catch(() => '')
      actions.dialog({ t: 'paste', name: '', text })
    },
    importWhere: importing.where,
    importGoOn: importing.goOn,
    importCancel: importing.cancel,
    fileDialogDone() {
      const { dialog, workspace } = state()
      if (dialog?.t !== 'file') return
      const clean = normalisePath(dialog.value.trim())
      if ('problem' in clean) { set({ dialog: { t: 'message', title: words.tree.rename, text: words.carry.path[clean.problem] } }); return }
      const path = freePath(clean.path, taken => workspace.files.has(taken))
      set({ dialog: null })
      const old = workspace.files.get(dialog.path)
      if (dialog.what === 'new') fixes.applySteps(`${words.tree.create}: ${path}`, [{ path, before: null, after: '' }], [])
      else if (old && path !== dialog.path) fixes.applySteps(`${words.tree.rename} ${path}`, [{ path: dialog.path, before: old.text, after: null }, { path, before: null, after: old.text }], [])
      store.dispatch({ t: 'activate', path })
    },
    removeFile(path) {
      const file = state().workspace.files.get(path)
      set({ menu: null })
      if (file) fixes.applySteps(words.tree.removed(path).replace(/\.$/, ''), [{ path, before: file.text, after: null }], [])
      requestAnimationFrame(() => document.querySelector<HTMLElement>('[role="tree"] [tabindex="0"]')?.focus())
    },
    duplicateFile(path) {
      const { workspace } = state()
      const file = workspace.files.get(path)
      set({ menu: null })
      if (!file) return
      const copy = freePath(path, taken => workspace.files.has(taken))
      fixes.applySteps(`${words.tree.duplicate}: ${copy}`, [{ path: copy, before: null, after: file.text }], [])
      store.dispatch({ t: 'activate', path: copy })
    },
    download(path) {
      const file = state().workspace.files.get(path)
      set({ menu: null })
      if (file) downloadBytes(baseName(path), bytesOf(file), 'application/octet-stream')
    },
    fixAllSafe() { void fixes.reviewMany({ safe: true }, words.dialogs.reviewSafe) },
    applyReview: fixes.applyReview,
    doIgnore() { void fixes.ignore() },
    banner(run, target) {
      if (run === 'back') { const work = previous(); if (work) context.open(work, false) }
      else if (run === 'zip') actions.exportAs('all')
      else if (typeof target === 'number') fixes.turnCompound(target)
    },
    dismissBanner: () => set({ banner: null }),
    resume: () => client.resume(),
    retry(path) {
      const quarantined = new Set(state().quarantined)
      quarantined.delete(path)
      set({ quarantined })
      client.retry(path)
    },
    async exportAs(format) {
      const { workspace, report } = state()
      const name = workspace.name.replace(/[^\w.-]+/g, '-') || 'limbeck'
      set({ dialog: null })
      if (format === 'changed' || format === 'all') {
        const files = [...workspace.files.values()].filter(file => file.opaque === undefined && (format === 'all' || file.text !== file.original))
        const bytes = await packFiles(new Map(files.map(file => [file.path, bytesOf(file)])), context.spawnImporter)
        downloadBytes(`${name}.zip`, bytes, 'application/zip')
      } else if (format === 'json') downloadBytes(`${name}.json`, JSON.stringify(report, null, 2), 'application/json')
      else {
        const text = await client.report(format).catch(() => undefined)
        if (text === undefined) { set({ dialog: { t: 'message', title: words.dialogs.export, text: words.note.unavailable } }); return }
        downloadBytes(`${name}.${format === 'sarif' ? 'sarif' : 'md'}`, text, format === 'sarif' ? 'application/sarif+json' : 'text/markdown')
      }
    },
    copyMatrix() {
      const { report } = state()
      if (report) void navigator.clipboard.writeText(matrixMarkdown(report)).then(() => context.say(words.compliance.copied), () => undefined)
    },
    graph(patch) {
      set({ graph: { ...state().graph, ...patch } })
      if (patch.tree !== undefined) writePrefs({ tree: patch.tree })
    },
    copyChecklist(path) {
      const revision = checkedRevision(state().report, path)
      if (revision) void navigator.clipboard.writeText(checklistMarkdown(revision)).then(() => context.say(words.checklist.copied), () => undefined)
    },
    schema: patch => set({ schema: { ...state().schema, ...patch } }),
    copyDdl(of) {
      const { query } = state().schema
      void client.ddl(of, query).then(text => navigator.clipboard.writeText(text)).then(() => context.say(words.schema.copied), () => context.say(words.schema.notCopied))
    },
    async forget() {
      await storage.forget().catch(() => undefined)
      localStorage.clear()
      sessionStorage.clear()
      set({ stored: [], dialog: { t: 'message', title: words.dialogs.privacy, text: words.privacy.forgot } })
    },
    runPalette(index) {
      const { dialog } = state()
      if (dialog?.t !== 'palette') return
      const chosen = paletteItems(state(), actions, dialog.query)[index]
      set({ dialog: null })
      chosen?.run()
    },
    treeTop: treeTop => set({ treeTop }),
  }
  return actions
}
