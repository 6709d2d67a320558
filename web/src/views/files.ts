// files.ts: the tree of files. Which folder is a module, and how it fares, is read off the report.

import { html, nothing, type TemplateResult } from 'lit/html.js'
import type { Action, Emit } from '../action.ts'
import type { ModuleVerdict, Severity } from '../checker/report.ts'
import { baseName, folderName } from '../project/paths.ts'
import type { State } from '../state.ts'
import { severityMany, words } from '../strings.ts'
import { chevron, dots, lock, pencil, severityIcon, verdictIcon } from './icons.ts'
import { plain } from './prose.ts'

const w = words.tree

export interface Row {
  readonly path: string
  readonly label: string
  readonly depth: number
  readonly folder: boolean
  readonly open: boolean
  readonly module?: ModuleVerdict | undefined
  readonly counts: Readonly<Record<Severity, number>>
}

const none = { error: 0, warning: 0, info: 0 }
const worst = (counts: Row['counts']): Severity | undefined => counts.error ? 'error' : counts.warning ? 'warning' : counts.info ? 'info' : undefined
const sum = (counts: Row['counts']): number => counts.error + counts.warning + counts.info

/** Findings per file, without mere consequences. */
export function countsByPath(state: State): Map<string, Record<Severity, number>> {
  const counts = new Map<string, Record<Severity, number>>()
  for (const finding of state.report?.findings ?? []) {
    if (finding.because !== undefined) continue
    const own = counts.get(finding.path) ?? { ...none }
    own[finding.severity]++
    counts.set(finding.path, own)
  }
  return counts
}

/** The visible rows: module folders first, then other folders, then loose files; alphabetical within. A project that is one module
 * has its verdict above the list of problems: no file stands for it. */
export function treeRows(state: State): Row[] {
  const modules = new Map((state.report?.modules ?? []).map(module => [module.path, module]))
  const kinds = new Map((state.report?.files ?? []).map(file => [file.path, file]))
  const counts = countsByPath(state)
  const groups = new Map<string, string[]>()
  for (const path of state.workspace.files.keys()) {
    const owner = kinds.get(path)?.module
    const folder = owner !== undefined && modules.has(owner) ? owner : folderName(path)
    groups.set(folder, [...(groups.get(folder) ?? []), path])
  }
  for (const path of modules.keys()) if (path !== '' && !groups.has(path)) groups.set(path, [])
  const total = (folder: string): Row['counts'] => {
    const all = { ...none }
    for (const path of groups.get(folder) ?? []) {
      const own = counts.get(path) ?? none
      all.error += own.error; all.warning += own.warning; all.info += own.info
    }
    return all
  }
  const rank = (folder: string): number => folder === '' ? 2 : modules.has(folder) ? 0 : 1
  const troubled = (folder: string): number => state.pinned && sum(total(folder)) > 0 ? 0 : 1
  const folders = [...groups.keys()].sort((a, b) => troubled(a) - troubled(b) || rank(a) - rank(b) || (a < b ? -1 : 1))
  const rows: Row[] = []
  for (const folder of folders) {
    const open = !state.folded.has(folder)
    const depth = folder === '' ? 0 : 1
    if (folder !== '') rows.push({ path: folder, label: folder, depth: 0, folder: true, open, module: modules.get(folder), counts: total(folder) })
    if (!open && folder !== '') continue
    for (const path of groups.get(folder) ?? []) {
      const label = folder !== '' && path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path
      rows.push({ path, label, depth, folder: false, open: false, counts: counts.get(path) ?? none })
    }
  }
  return rows
}

export const ROW = 28
const MANY = 400
const WINDOW = 80

function countWords(counts: Row['counts']): string {
  return (['error', 'warning', 'info'] as const).filter(kind => counts[kind] > 0).map(kind => `${counts[kind]} ${severityMany[kind]}`).join(', ')
}

function folderRow(row: Row, emit: Emit, at: number, of: number, current: boolean): TemplateResult {
  const severity = worst(row.counts)
  const rest = [row.module ? plain(row.module.label) : '', countWords(row.counts)].filter(Boolean).join(', ')
  const words = [row.path, rest].filter(Boolean).join(', ')
  return html`<li role="treeitem" class="row row-folder" aria-level="1" aria-expanded=${row.open ? 'true' : 'false'} aria-posinset=${at + 1} aria-setsize=${of} title=${words}
    tabindex=${current ? '0' : '-1'} data-path=${row.path} data-folder @click=${() => emit({ t: 'fold', folder: row.path })}>
    <span class="row-chevron">${chevron()}</span>
    <span class="row-glyph">${row.module ? verdictIcon(row.module.verdict) : severity ? severityIcon(severity) : nothing}</span>
    <span class="row-name">${row.label}</span>${sum(row.counts) > 0 ? html`<span class="row-count">${sum(row.counts)}</span>` : nothing}
    <span class="unseen">${rest}</span>
  </li>`
}

function fileRow(row: Row, state: State, emit: Emit, at: number, of: number, current: boolean): TemplateResult {
  const file = state.workspace.files.get(row.path)
  const severity = worst(row.counts)
  const selected = state.workspace.active === row.path
  const modified = file && file.original !== null && file.original !== file.text
  const marks = [
    modified ? w.modified : '', file?.bytes ? w.readonly : '', file?.opaque !== undefined ? w.opaque : '', state.quarantined.has(row.path) ? w.quarantined : '',
  ].filter(Boolean)
  const rest = [countWords(row.counts), ...marks].filter(Boolean).join(', ')
  const name = [row.path, rest].filter(Boolean).join(', ')
  return html`<li role="treeitem" class="row row-file depth-${row.depth} ${selected ? 'is-current' : ''} ${severity ? `has-${severity}` : ''}" aria-level=${row.depth + 1} aria-selected=${selected ? 'true' : 'false'}
    aria-posinset=${at + 1} aria-setsize=${of} title=${name} tabindex=${current ? '0' : '-1'} data-path=${row.path} @click=${() => emit({ t: 'activate', path: row.path })}>
    <span class="row-name">${row.label}</span>
    ${modified ? html`<span class="row-mark">${pencil()}</span>` : nothing}
    ${file?.bytes ? html`<span class="row-mark">${lock()}</span>` : nothing}
    ${file?.opaque !== undefined || state.quarantined.has(row.path) ? html`<span class="row-mark">${verdictIcon('undecided')}</span>` : nothing}
    ${sum(row.counts) > 0 ? html`<span class="row-count">${sum(row.counts)}</span>` : nothing}
    <span class="unseen">${rest}</span>
  </li>`
}

export function files(state: State, emit: Emit): TemplateResult {
  const rows = treeRows(state)
  const many = rows.length > MANY
  const first = many ? Math.max(0, Math.floor(state.treeTop / ROW) - 20) : 0
  const shown = many ? rows.slice(first, first + WINDOW) : rows
  const active = rows.some(row => row.path === state.workspace.active) ? state.workspace.active : rows[0]?.path
  const path = state.workspace.active
  const open = state.menu === 'file'
  return html`
    <div class="pane-head">
      <h2 id="files-title">${w.title}</h2>
      <div class="menu menu-file">
        <button type="button" class="icon-button small" aria-haspopup="menu" aria-expanded=${open ? 'true' : 'false'} data-menu="file" aria-label=${w.actions(path ?? '')}
          @click=${() => emit({ t: 'menu', menu: open ? null : 'file' })}>${dots()}</button>
        ${open ? fileMenu(state, emit, path) : nothing}
      </div>
    </div>
    ${rows.length === 0 ? html`<p class="quiet pad">${w.empty}</p>` : html`<ul role="tree" class="tree" aria-labelledby="files-title"
        @scroll=${(event: Event) => { if (many) emit({ t: 'tree-top', top: (event.currentTarget as HTMLElement).scrollTop }) }}>
      ${many ? html`<li role="none"><limbeck-pad height=${first * ROW}></limbeck-pad></li>` : nothing}
      ${shown.map((row, i) => row.folder
        ? folderRow(row, emit, first + i, rows.length, row.path === active)
        : fileRow(row, state, emit, first + i, rows.length, row.path === active))}
      ${many ? html`<li role="none"><limbeck-pad height=${Math.max(0, rows.length - first - shown.length) * ROW}></limbeck-pad></li>` : nothing}
    </ul>`}
    ${state.workspace.skipped.length > 0 ? html`<button type="button" class="plain-button skipped-line" @click=${() => emit({ t: 'dialog', dialog: { t: 'skipped' } })}>${w.skipped(state.workspace.skipped.length)}</button>` : nothing}`
}

function fileMenu(state: State, emit: Emit, path: string | null): TemplateResult {
  const entry = (label: string, action: Action): TemplateResult => html`<li role="none"><button type="button" role="menuitem" tabindex="-1" @click=${() => emit(action)}>${label}</button></li>`
  return html`<ul role="menu" aria-label=${w.title}>
    ${path === null ? nothing : html`<li role="none" class="menu-title">${baseName(path)}</li>`}
    ${path === null ? nothing : [
      entry(w.rename, { t: 'dialog', dialog: { t: 'file', what: 'rename', path, value: path } }),
      entry(w.duplicate, { t: 'duplicate-file', path }),
      state.workspace.tabs.length > 1 && state.workspace.tabs.includes(path) ? entry(w.closeTab, { t: 'close-tab', path }) : nothing,
      entry(w.download, { t: 'download', path }), entry(w.remove, { t: 'remove-file', path }),
      html`<li role="separator"></li>`,
    ]}
    ${entry(w.newFile, { t: 'dialog', dialog: { t: 'file', what: 'new', path: '', value: path === null ? 'models.py' : `${folderName(path) ? `${folderName(path)}/` : ''}` } })}
    <li role="none"><button type="button" role="menuitemcheckbox" tabindex="-1" aria-checked=${state.pinned ? 'true' : 'false'} @click=${() => emit({ t: 'pin', on: !state.pinned })}>${w.pin}</button></li>
  </ul>`
}
