// problems.ts: every finding of the project as one list, and the chosen one in full below it.

import { html, nothing, type TemplateResult } from 'lit/html.js'
import type { Emit } from '../action.ts'
import type { Finding, Severity } from '../checker/report.ts'
import { encode } from '../press.ts'
import { OPEN_FILTER, type Filter, type Grouping, type Panel, type State, type Tri } from '../state.ts'
import { severityMany, severityWord, words } from '../strings.ts'
import { annotation } from './annotation.ts'
import { wayOf } from './chain.ts'
import { toggle } from './chip.ts'
import { ignoredIcon, lens, severityIcon, verdictIcon } from './icons.ts'
import { prose } from './prose.ts'

const w = words.problems
const severities: readonly Severity[] = ['error', 'warning', 'info']
const groupings: readonly Grouping[] = ['file', 'rule', 'module', 'severity', 'clause']

function passes(finding: Finding, filter: Filter, state: State): boolean {
  if (filter.ids && !filter.ids.has(finding.id)) return false
  if (filter.path !== null && finding.path !== filter.path) return false
  if (filter.fixable && !finding.fixes.some(fix => fix.class !== 'advice')) return false
  if (filter.fresh && state.known?.has(finding.id)) return false
  if (filter.family !== '' && !finding.code.startsWith(filter.family)) return false
  const only = severities.filter(severity => filter.severity[severity] === 'only')
  if (filter.severity[finding.severity] === 'not' || (only.length > 0 && !only.includes(finding.severity))) return false
  const text = filter.text.trim().toLowerCase()
  return text === '' || `${finding.code} ${finding.message} ${finding.path}`.toLowerCase().includes(text)
}

/** What the list shows, in its order. Consequences follow their root. */
export function visibleFindings(state: State): readonly Finding[] {
  const all = (state.filter.ignored ? state.report?.ignored ?? [] : state.report?.findings ?? []).filter(finding => passes(finding, state.filter, state))
  const roots = new Set(all.map(finding => finding.id))
  // Consequences unfold below their cause while it, or one of them, is looked at.
  const looked = all.find(finding => finding.id === state.selected)
  const after = (root: string): readonly Finding[] => looked && (looked.id === root || looked.because === root) ? all.filter(finding => finding.because === root) : []
  return all.flatMap(finding => finding.because !== undefined && roots.has(finding.because) ? [] : [finding, ...after(finding.id)])
}

function groupOf(finding: Finding, state: State): string {
  switch (state.grouping) {
    case 'file': return finding.path
    case 'rule': return `${finding.code} ${state.report?.rules[finding.code]?.name ?? ''}`
    case 'module': return finding.module ?? w.elsewhere
    case 'severity': return severityWord[finding.severity]
    case 'clause': {
      const title = state.report?.requirements.find(one => one.id === finding.requirement)
      return title ? `${title.id} ${title.title}` : w.elsewhere
    }
  }
}

export function grouped(state: State): readonly (readonly [string, readonly Finding[]])[] {
  const groups = new Map<string, Finding[]>()
  for (const finding of visibleFindings(state)) {
    const name = groupOf(finding, state)
    const own = groups.get(name)
    if (own) own.push(finding)
    else groups.set(name, [finding])
  }
  return [...groups]
}

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

function row(finding: Finding, state: State, emit: Emit): TemplateResult {
  const selected = finding.id === state.selected
  const fix = finding.fixes[0]
  const more = (state.report?.findings ?? []).filter(other => other.because === finding.id).length
  const place = w.place(finding.range.start.line + 1, finding.range.start.column + 1)
  return html`<li role="option" id=${`finding-${finding.id}`} class="problem ${selected ? 'is-current' : ''} ${finding.because !== undefined ? 'is-consequence' : ''}" aria-selected=${selected ? 'true' : 'false'} data-code=${finding.code}
    @click=${() => emit({ t: 'select', finding: finding.id })}>
    ${state.filter.ignored ? ignoredIcon() : severityIcon(finding.severity)}
    <span class="problem-code"><span class="unseen">${severityWord[finding.severity]}</span> ${finding.code}</span>
    <span class="problem-message">${prose(finding.message)}${more > 0 ? html` <span class="quiet">${w.consequences(more)}</span>` : nothing}</span>
    <span class="problem-place num">${state.grouping === 'file' ? place : html`${finding.path}:${place}`}</span>
    ${fix ? html`<span class="badge">${fix.badge}</span>` : nothing}
  </li>`
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
    paused: state.checker.t === 'safe' || state.checker.t === 'failed',
    consequences: (report?.findings ?? []).filter(other => other.because === finding.id),
    cause: finding.because === undefined ? undefined : report?.findings.find(other => other.id === finding.because),
    way: wayOf(report, finding) !== undefined,
    textOf: path => state.workspace.files.get(path)?.text,
  }
}

function clean(state: State, emit: Emit): TemplateResult {
  const report = state.report
  if (!report) return html`<p class="pad quiet">${words.status.loading}</p>`
  return html`<div class="clean pad">
    <p class="clean-line">${verdictIcon(report.clean ? 'pass' : 'undecided')} <strong>${prose(report.headline)}</strong></p>
    ${report.modules.length > 0 ? html`<ul class="plain-list">${report.modules.map(module => html`<li>${verdictIcon(module.verdict)} <span><code>${module.name}</code> ${prose(module.label)}</span></li>`)}</ul>` : nothing}
    ${report.files.some(file => file.opaque !== undefined) ? html`<h3>${w.stillUnknown}</h3><ul class="plain-list">${report.files.filter(file => file.opaque !== undefined).map(file =>
      html`<li><button type="button" class="link" @click=${() => emit({ t: 'activate', path: file.path })}>${file.path}</button> <span>${file.opaque}</span></li>`)}</ul>` : nothing}
  </div>`
}

export function problems(state: State, emit: Emit): TemplateResult {
  const report = state.report
  // An empty workspace is not a clean one.
  if (state.workspace.files.size === 0) return html`<p class="pad quiet">${words.tree.empty}</p>`
  if (!report || (report.findings.length === 0 && report.ignored.length === 0)) return clean(state, emit)
  const groups = grouped(state)
  const n = report.findings.filter(finding => finding.because === undefined).length
  const safe = report.findings.filter(finding => finding.fixes[0]?.class === 'safe').length
  return html`
    <div class="problems-head">
      <p>${n === 0 ? html`${verdictIcon(report.clean ? 'pass' : 'undecided')} ${prose(report.headline)}` : w.summary(n, report.summary.filesWithFindings)}</p>
      ${safe > 0 ? html`<button type="button" class="button" @click=${() => emit({ t: 'fix-safe' })}>${w.fixSafe(safe)}</button>` : nothing}
    </div>
    ${filters(state, emit)}
    ${groups.length === 0 ? html`<p class="pad quiet">${w.none}</p>` : html`<ul role="listbox" class="problem-list" tabindex="0" aria-label=${w.list}
      aria-activedescendant=${state.selected !== null && visibleFindings(state).some(one => one.id === state.selected) ? `finding-${state.selected}` : nothing} data-list="problems">
      ${groups.map(([name, findings], i) => html`<li role="presentation"><ul role="group" aria-labelledby=${`group-${i}`}>
        <li role="presentation" class="group-name" id=${`group-${i}`}>${name}</li>
        ${findings.map(finding => row(finding, state, emit))}</ul></li>`)}
    </ul>`}
    ${details(state)}`
}

/** The head of the right panel: which view it shows. */
export function panelTabs(state: State, emit: Emit): TemplateResult {
  const n = (state.report?.findings ?? []).filter(finding => finding.because === undefined).length
  const tab = (panel: Panel, label: TemplateResult, name: string): TemplateResult => html`<button type="button" role="tab" id=${`tab-${panel}`} class="panel-tab ${state.panel === panel ? 'is-current' : ''}"
    aria-selected=${state.panel === panel ? 'true' : 'false'} aria-controls="panel-body" aria-label=${name} tabindex=${state.panel === panel ? '0' : '-1'} @click=${() => emit({ t: 'panel', panel })}>${label}</button>`
  return html`<div role="tablist" aria-label=${words.regions.panel} class="panel-tabs">
    ${tab('problems', html`${w.title} <span class="num">${n}</span>`, `${w.title}, ${n}`)}${tab('compliance', html`${words.compliance.title}`, words.compliance.title)}${tab('revisions', html`${words.revisions.title}`, words.revisions.title)}${tab('schema', html`${words.schema.title}`, words.schema.title)}</div>`
}

