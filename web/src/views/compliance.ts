// compliance.ts: modules against requirements, as the core judged them, and the evidence of one cell.

import { html, nothing, type TemplateResult } from 'lit/html.js'
import type { Emit } from '../action.ts'
import { DISCOVERY, type Location, type ModuleVerdict, type Report, type RequirementVerdict } from '../checker/report.ts'
import type { State } from '../state.ts'
import { words } from '../strings.ts'
import { chains } from './chain.ts'
import { verdictIcon } from './icons.ts'
import { progress } from './progress.ts'
import { plain, prose } from './prose.ts'

const w = words.compliance

const good = (verdict: string): boolean => verdict === 'pass' || verdict === 'no-models'

/** A long name breaks where its words end. */
const breakable = (name: string): TemplateResult => html`${name.split(/(?<=[_.-])/).map((part, i) => i === 0 ? part : html`<wbr>${part}`)}`

function cell(module: ModuleVerdict, requirement: RequirementVerdict | undefined, id: string, state: State, emit: Emit): TemplateResult {
  const verdict = requirement?.verdict ?? 'not-applicable'
  const n = requirement?.findings.length ?? 0
  const current = state.cell?.module === module.path && state.cell.requirement === id
  const name = `${module.name} ${id}: ${w.verdicts[verdict]}${n > 0 ? `, ${words.findingCount(n)}` : ''}`
  return html`<td><button type="button" class="cell cell-${verdict} ${current ? 'is-current' : ''}" aria-label=${name} title=${name} aria-pressed=${current ? 'true' : 'false'} @click=${() => emit({ t: 'cell', module: module.path, requirement: id })}>
    ${verdictIcon(verdict)}${verdict === 'fail' && n > 1 ? html`<span class="num">${n}</span>` : nothing}</button></td>`
}

function evidence(report: Report, state: State, emit: Emit): TemplateResult | typeof nothing {
  const at = state.cell
  const module = report.modules.find(one => one.path === at?.module)
  const title = report.requirements.find(one => one.id === at?.requirement)
  if (!at || !module || !title) return nothing
  const requirement = module.requirements.find(one => one.id === at.requirement)
  const verdict = requirement?.verdict ?? 'not-applicable'
  const place = (where: Location & { readonly text: string }): TemplateResult => html`<li>${prose(where.text)}
    <button type="button" class="link" @click=${() => emit({ t: 'goto', place: where })}>${where.path}:${where.range.start.line + 1}</button></li>`
  // The ways to the models are the evidence of their discovery, place by place.
  const ways = title.id === DISCOVERY ? chains(module, emit) : nothing
  const places = ways === nothing ? requirement?.evidence ?? [] : []
  return html`<section class="evidence" aria-labelledby="evidence-title">
    <div aria-live="polite">
      <h3 id="evidence-title" tabindex="-1"><code>${module.name}</code> ${title.id} ${title.title}</h3>
      <p class="note-clause"><q>${prose(title.quote)}</q></p>
      <p class="verdict-line">${verdictIcon(verdict)} <span><strong>${w.verdicts[verdict]}.</strong> ${prose(requirement?.text ?? '')}</span></p>
    </div>
    ${ways}
    ${places.length > 0 ? html`<ul class="places">${places.map(place)}</ul>` : nothing}
    ${(requirement?.findings.length ?? 0) > 0 ? html`<ul class="places">${requirement?.findings.map(id => {
      const finding = report.findings.find(one => one.id === id)
      return finding ? html`<li><button type="button" class="link" @click=${() => emit({ t: 'select', finding: finding.id })}>${finding.code}</button> ${prose(finding.message)}</li>` : nothing
    })}</ul>
    <p><button type="button" class="link" @click=${() => emit({ t: 'list', findings: requirement?.findings ?? [], go: false })}>${w.showFindings}</button></p>` : nothing}
  </section>`
}

export function compliance(state: State, emit: Emit): TemplateResult {
  const report = state.report
  if (state.workspace.files.size === 0) return html`<p class="pad quiet">${words.tree.empty}</p>`
  if (!report) return progress(state, emit)
  if (report.modules.length === 0) return html`<p class="pad quiet">${w.none}</p>`
  const verdictOf = (module: ModuleVerdict, id: string): string => module.requirements.find(one => one.id === id)?.verdict ?? 'not-applicable'
  return html`<div class="matrix-wrap"><table class="matrix" data-list="matrix">
    <caption class="unseen">${w.caption}</caption>
    <thead><tr><th scope="col"><span class="unseen">${w.module}</span></th>
      ${report.requirements.map(requirement => html`<th scope="col" title=${requirement.title} aria-label=${`${requirement.id} ${requirement.title}`}>${requirement.id}</th>`)}</tr></thead>
    <tbody>${report.modules.map(module => html`<tr>
      <th scope="row" title=${`${module.path}, ${plain(module.label)}`}><span class="matrix-module">${verdictIcon(module.verdict)}<span>${breakable(module.name)}</span></span></th>
      ${report.requirements.map(requirement => cell(module, module.requirements.find(one => one.id === requirement.id), requirement.id, state, emit))}</tr>`)}</tbody>
    ${report.modules.length > 1 ? html`<tfoot><tr><th scope="row">${w.columns(report.modules.filter(module => good(module.verdict)).length, report.modules.length)}</th>
      ${report.requirements.map(requirement => html`<td class="num quiet">${report.modules.filter(module => good(verdictOf(module, requirement.id))).length}</td>`)}</tr></tfoot>` : nothing}
  </table></div>
  ${evidence(report, state, emit)}
  <dl class="requirements">${report.requirements.map(requirement => html`<div><dt>${requirement.id}</dt><dd>${requirement.title}<br><q>${prose(requirement.quote)}</q></dd></div>`)}</dl>
  <ul class="legend" aria-label=${w.legend}>${(['pass', 'fail', 'no-models', 'undecided', 'not-applicable'] as const).map(verdict => html`<li>${verdictIcon(verdict)} ${w.verdicts[verdict]}</li>`)}</ul>
  <p class="pad"><button type="button" class="button" @click=${() => emit({ t: 'copy-matrix' })}>${w.copy}</button></p>`
}
