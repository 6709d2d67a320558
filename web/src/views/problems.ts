// problems.ts: the verdict on the project, every finding below it, most important first, and the chosen one in full.

import { html, nothing, type TemplateResult } from 'lit/html.js'
import type { Emit } from '../action.ts'
import { paused } from '../checker/client.ts'
import type { Finding, Report, Severity } from '../checker/report.ts'
import { encode } from '../press.ts'
import { OPEN_FILTER, type Grouping, type Panel, type State, type Tri } from '../state.ts'
import { severityMany, severityWord, words } from '../strings.ts'
import { annotation } from './annotation.ts'
import { wayOf } from './chain.ts'
import { toggle } from './chip.ts'
import { counted, piecesOf, severities, tally, type Group, type Piece } from './groups.ts'
import { chevron, ignoredIcon, lens, severityIcon, verdictIcon } from './icons.ts'
import { problemCount, progress } from './progress.ts'
import { prose } from './prose.ts'

const w = words.problems
const groupings: readonly Grouping[] = ['rule', 'file', 'module', 'severity', 'clause']

const next: Readonly<Record<Tri, Tri>> = { any: 'only', only: 'not', not: 'any' }

function severityFilter(state: State, emit: Emit, severity: Severity): TemplateResult {
  const mode = state.filter.severity[severity]
  const n = (state.report?.findings ?? []).filter(finding => finding.severity === severity && finding.because === undefined).length
  return html`<button type="button" class="chip chip-${mode}" aria-label=${`${severityMany[severity]}: ${w[mode]}, ${n}`} title=${`${severityMany[severity]}: ${w[mode]}`}
    @click=${() => emit({ t: 'filter', patch: { severity: { ...state.filter.severity, [severity]: next[mode] } } })}>${severityIcon(severity)}<span class="num">${n}</span></button>`
}

function filters(state: State, emit: Emit): TemplateResult {
  const { filter } = state
  const families = [...new Set((state.report?.findings ?? []).map(finding => finding.code.replace(/\d+$/, '')))].sort()
  return html`<div class="filters">
    <div class="field search-field">${lens()}<input type="search" aria-label=${w.filter} placeholder=${w.filter} .value=${filter.text}
      @input=${(event: Event) => emit({ t: 'filter', patch: { text: (event.currentTarget as HTMLInputElement).value } })}></div>
    <div class="chips">
      ${severities.map(severity => severityFilter(state, emit, severity))}
      ${toggle(emit, w.fixable, filter.fixable, { t: 'filter', patch: { fixable: !filter.fixable } })}
      ${toggle(emit, w.fresh, filter.fresh, { t: 'filter', patch: { fresh: !filter.fresh } })}
      ${toggle(emit, w.thisFile, filter.path !== null, { t: 'filter', patch: { path: filter.path === null ? state.workspace.active : null } })}
      ${(state.report?.ignored.length ?? 0) > 0 || filter.ignored ? toggle(emit, w.ignored(state.report?.ignored.length ?? 0), filter.ignored, { t: 'filter', patch: { ignored: !filter.ignored } }) : nothing}
    </div>
    <div class="chips">
      <label class="select">${w.group} <select @change=${(event: Event) => {
        const value = groupings.find(one => one === (event.currentTarget as HTMLSelectElement).value)
        if (value) emit({ t: 'group', by: value })
      }}>${groupings.map(by => html`<option value=${by} ?selected=${by === state.grouping}>${w.groups[by]}</option>`)}</select></label>
      ${families.length > 1 ? html`<label class="select"><span class="unseen">${w.family}</span><select @change=${(event: Event) => emit({ t: 'filter', patch: { family: (event.currentTarget as HTMLSelectElement).value } })}>
        <option value="" ?selected=${filter.family === ''}>${w.family}</option>${families.map(one => html`<option value=${one} ?selected=${filter.family === one}>${one}</option>`)}</select></label>` : nothing}
      ${filter !== OPEN_FILTER ? html`<button type="button" class="link" @click=${() => emit({ t: 'clear-filter' })}>${w.clear}</button>` : nothing}
    </div>
  </div>`
}

function row(finding: Finding, state: State, emit: Emit, group: Group | undefined): TemplateResult {
  const selected = finding.id === state.selected
  const fix = finding.fixes[0]
  const more = (state.report?.findings ?? []).filter(other => other.because === finding.id).length
  const place = w.place(finding.range.start.line + 1, finding.range.start.column + 1)
  // The heading of a rule has said which one, and how grave.
  const told = group?.code === finding.code && group.severity === finding.severity
  const code = html`<span class=${told ? 'unseen' : 'problem-code'}><span class="unseen">${severityWord[finding.severity]}</span> ${finding.code}</span>`
  const icon = told && !state.filter.ignored ? nothing : state.filter.ignored ? ignoredIcon() : severityIcon(finding.severity)
  return html`<li role="option" id=${`finding-${finding.id}`} class="problem ${selected ? 'is-current' : ''} ${told ? 'is-told' : ''} ${finding.because !== undefined ? 'is-consequence' : ''}" aria-selected=${selected ? 'true' : 'false'} data-code=${finding.code}
    @click=${() => emit({ t: 'select', finding: finding.id })}>
    ${icon}${code}
    <span class="problem-message">${prose(finding.message)}${more > 0 ? html` <span class="quiet">${w.consequences(more)}</span>` : nothing}</span>
    <span class="problem-place num" title=${finding.path}><bdi>${state.grouping === 'file' ? place : html`${finding.path}:${place}`}</bdi></span>
    ${fix ? html`<span class="badge">${fix.badge}</span>` : nothing}
  </li>`
}

/** The rows of one part as a list of its own: buttons may not stand inside one. Tab finds the one where the selection is. */
function rowsOf(piece: Piece, state: State, emit: Emit, name: string | null, first: boolean): TemplateResult | typeof nothing {
  if (piece.rows.length === 0) return nothing
  const current = piece.rows.some(one => one.id === state.selected)
  return html`<ul role="listbox" class="problem-rows" tabindex=${current || first ? '0' : '-1'} aria-label=${name === null ? w.list : nothing} aria-labelledby=${name ?? nothing}
    aria-activedescendant=${current ? `finding-${state.selected}` : nothing} data-list="problems">${piece.rows.map(finding => row(finding, state, emit, piece.t === 'group' ? piece : undefined))}</ul>`
}

/** A path breaks after its folders. */
const breakable = (name: string): TemplateResult => html`${name.split(/(?<=\/)/).map((part, i) => i === 0 ? part : html`<wbr>${part}`)}`

function heading(group: Group, emit: Emit, id: string): TemplateResult {
  const open = group.fold !== 'folded'
  const shown = counted(group.rows)
  const name = group.code ?? group.name
  return html`<div class="group-head">
    <h3><button type="button" class="group-name" id=${id} aria-expanded=${open ? 'true' : 'false'} @click=${() => emit({ t: 'fold-group', group: group.key, to: open ? 'folded' : 'few' })}>
      ${chevron()}${group.severity ? severityIcon(group.severity) : nothing}${group.code !== undefined && group.severity ? html`<span class="problem-code"><span class="unseen">${severityWord[group.severity]}</span> ${group.code}</span>` : nothing} <span class="group-title">${breakable(group.name)}</span></button></h3>
    <p class="group-count num ${group.long && open ? 'is-below' : ''}">${w.shown(shown, group.size)} ${group.long && open ? html`<button type="button" class="link" aria-label=${group.fold === 'all' ? w.fewerOf(name) : w.allOf(group.size, name)}
      @click=${() => emit({ t: 'fold-group', group: group.key, to: group.fold === 'all' ? 'few' : 'all' })}>${group.fold === 'all' ? w.fewer : w.all}</button>` : nothing}</p>
  </div>`
}

function part(piece: Piece, state: State, emit: Emit, i: number, first: boolean): TemplateResult {
  const id = `group-${i}`
  switch (piece.t) {
    case 'rows': return html`<div class="group">${rowsOf(piece, state, emit, null, first)}</div>`
    case 'group': return html`<section class="group" aria-labelledby=${id}>${heading(piece, emit, id)}${rowsOf(piece, state, emit, id, first)}</section>`
    case 'notes': return html`<section class="group group-notes" aria-labelledby=${id}><div class="group-head">
      <h3><button type="button" class="group-name" id=${id} aria-expanded=${piece.open ? 'true' : 'false'} @click=${() => emit({ t: 'fold-group', group: piece.key, to: piece.open ? 'folded' : 'few' })}>
        ${chevron()}${severityIcon('info')}<span class="group-title">${w.notes(piece.size)}</span></button></h3>
      ${piece.rows.length > 0 ? html`<p class="group-count num">${w.shown(counted(piece.rows), piece.size)}</p>` : nothing}
    </div>${rowsOf(piece, state, emit, id, first)}</section>`
  }
}

function details(state: State): TemplateResult | typeof nothing {
  const report = state.report
  const finding = report?.findings.find(one => one.id === state.selected) ?? report?.ignored.find(one => one.id === state.selected)
  if (!report || !finding) return nothing
  return html`<section class="details ${state.annotations === 'off' || state.filter.ignored ? '' : 'is-beside'}" aria-label=${w.details}>
    <p class="details-place"><button type="button" class="link" data-act=${encode({ t: 'goto', place: { path: finding.path, range: finding.range } })}>${finding.path}:${finding.range.start.line + 1}</button></p>
    ${annotation(noteView(state, finding, true))}</section>`
}

export function noteView(state: State, finding: Finding, open: boolean): Parameters<typeof annotation>[0] {
  const report = state.report
  return {
    finding, open, rule: report?.rules[finding.code], proofs: state.proofs,
    siblings: (report?.findings ?? []).filter(other => other.code === finding.code && other.fixes.some(fix => fix.class !== 'advice')).length,
    ignored: report?.ignored.some(other => other.id === finding.id) ?? false,
    paused: paused(state.checker),
    consequences: (report?.findings ?? []).filter(other => other.because === finding.id),
    cause: finding.because === undefined ? undefined : report?.findings.find(other => other.id === finding.because),
    way: wayOf(report, finding) !== undefined,
    textOf: path => state.workspace.files.get(path)?.text,
  }
}

/** As many as one looks through; each costs the page something at every check. */
const MODULES = 40

function clean(report: Report, emit: Emit): TemplateResult {
  // What could not be told comes first, where not all have room.
  const first = report.modules.length <= MODULES ? report.modules : [...report.modules.filter(module => module.verdict === 'undecided'), ...report.modules.filter(module => module.verdict !== 'undecided')].slice(0, MODULES)
  return html`<div class="clean pad">
    <p class="clean-line">${verdictIcon(report.clean ? 'pass' : 'undecided')} <strong>${prose(report.headline)}</strong></p>
    ${report.modules.length > 0 ? html`<ul class="plain-list">${first.map(module => html`<li>${verdictIcon(module.verdict)} <span><code>${module.name}</code> ${prose(module.label)}</span></li>`)}</ul>` : nothing}
    ${first.length < report.modules.length ? html`<p><button type="button" class="link" @click=${() => emit({ t: 'panel', panel: 'compliance' })}>${w.moreModules(report.modules.length - first.length)}</button></p>` : nothing}
    ${report.files.some(file => file.opaque !== undefined) ? html`<h3>${w.stillUnknown}</h3><ul class="plain-list">${report.files.filter(file => file.opaque !== undefined).map(file =>
      html`<li><button type="button" class="link" @click=${() => emit({ t: 'activate', path: file.path })}>${file.path}</button> <span>${file.opaque}</span></li>`)}</ul>` : nothing}
  </div>`
}

/** What the core says of the project as a whole; its verdict where there is one of the whole. */
function verdict(report: Report, n: number): TemplateResult {
  const whole = report.modules.find(module => module.path === '')
  const icon = whole ? verdictIcon(whole.verdict) : n === 0 ? verdictIcon(report.clean ? 'pass' : 'undecided') : nothing
  return html`<p class="verdict">${icon} <span>${prose(report.headline)}</span></p>`
}

export function problems(state: State, emit: Emit): TemplateResult {
  const report = state.report
  // An empty workspace is not a clean one.
  if (state.workspace.files.size === 0) return html`<p class="pad quiet">${words.tree.empty}</p>`
  if (!report) return progress(state, emit)
  if (report.findings.length === 0 && report.ignored.length === 0) return clean(report, emit)
  const pieces = piecesOf(state)
  const { shown, all } = tally(pieces)
  const n = report.findings.filter(finding => finding.because === undefined).length
  const safe = report.findings.filter(finding => finding.fixes[0]?.class === 'safe').length
  const listed = pieces.findIndex(piece => piece.rows.length > 0)
  const selected = pieces.findIndex(piece => piece.rows.some(one => one.id === state.selected))
  return html`
    ${verdict(report, n)}
    ${safe > 0 || shown < all ? html`<div class="problems-head"><span class="quiet num">${shown < all ? w.shown(shown, all) : ''}</span>
      ${safe > 0 ? html`<button type="button" class="button" @click=${() => emit({ t: 'fix-safe' })}>${w.fixSafe(safe)}</button>` : nothing}</div>` : nothing}
    ${filters(state, emit)}
    ${pieces.length === 0 ? html`<p class="pad quiet">${w.none}</p>` : html`<div class="problem-list">${pieces.map((piece, i) => part(piece, state, emit, i, selected < 0 && i === listed))}</div>`}
    ${details(state)}`
}

/** The head of the right panel: which view it shows. */
export function panelTabs(state: State, emit: Emit): TemplateResult {
  const n = problemCount(state)
  const tab = (panel: Panel, label: TemplateResult, name: string): TemplateResult => html`<button type="button" role="tab" id=${`tab-${panel}`} class="panel-tab ${state.panel === panel ? 'is-current' : ''}"
    aria-selected=${state.panel === panel ? 'true' : 'false'} aria-controls="panel-body" aria-label=${name} tabindex=${state.panel === panel ? '0' : '-1'} @click=${() => emit({ t: 'panel', panel })}>${label}</button>`
  return html`<div role="tablist" aria-label=${words.regions.panel} class="panel-tabs">
    ${tab('problems', html`${w.title}${n === null ? nothing : html` <span class="num">${n}</span>`}`, n === null ? w.unchecked : `${w.title}, ${n}`)}${tab('compliance', html`${words.compliance.title}`, words.compliance.title)}${tab('revisions', html`${words.revisions.title}`, words.revisions.title)}${tab('schema', html`${words.schema.title}`, words.schema.title)}</div>`
}
