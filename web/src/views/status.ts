// status.ts: the last line of the page, and the phone's tab bar.

import { html, nothing, type TemplateResult } from 'lit/html.js'
import type { Emit } from '../action.ts'
import type { Report } from '../checker/report.ts'
import type { PhoneView, State } from '../state.ts'
import { words } from '../strings.ts'
import { codeView, columnsView, filesView, graphView, listView, tableView } from './icons.ts'
import { awaited, problemCount, stop, unchecked } from './progress.ts'

const w = words.status

function checker(state: State, emit: Emit): TemplateResult | typeof nothing {
  const { checker: now } = state
  switch (now.t) {
    case 'loading': return html`<span>${w.loading}</span>`
    case 'slow': return html`<span>${now.stage === 'prove' ? words.note.working : unchecked(state) ? awaited(state) : w.slow(now.path)}</span>`
    case 'recovering': return html`<span>${w.recovering}</span>`
    case 'safe': return html`<span class="trouble">${w.safe} <button type="button" class="link" @click=${() => emit({ t: 'resume' })}>${w.resume}</button></span>`
    case 'failed': return html`<span class="trouble">${w.failed}</span>`
    case 'stopped': return html`<span>${w.stopped}</span>`
    case 'idle': case 'checking': return unchecked(state) || now.t === 'checking' && now.long ? html`<span class="num">${unchecked(state) || now.t === 'checking' && now.reading ? awaited(state) : w.slow(undefined)}</span>` : nothing
  }
}

/** Whether "cannot tell" stands anywhere in the report: at a requirement, the advice among them, at a model, or at a file. */
const leavesOpen = (report: Report): boolean => report.files.some(file => file.opaque !== undefined) || report.modules.some(module =>
  module.requirements.some(one => one.verdict === 'undecided') || module.models.some(model => model.sighting?.verdict === 'undecided'))

export function status(state: State, emit: Emit): TemplateResult {
  const report = state.workspace.files.size > 0 ? state.report : null
  const modules = report?.summary.modules
  const total = modules ? modules.pass + modules.fail + modules.noModels + modules.undecided : 0
  const decided = report?.summary.decided
  return html`
    ${checker(state, emit)} ${stop(state, emit, 'link')}
    ${report && modules && decided ? html`
      <span class="num">${words.fileCount(report.summary.files)}</span>
      ${total > 0 ? html`<span class="num">${w.modules(modules.pass + modules.noModels, total, modules.undecided)}</span>` : nothing}
      ${decided.known < decided.total || report.clean && decided.total > 0 && !leavesOpen(report) ? html`<span class="num">${w.decided(decided.known, decided.total)}</span>` : nothing}
      ${state.ms !== null ? html`<span class="num">${w.ms(state.ms)}</span>` : nothing}` : nothing}
    <span class="space"></span>
    <span class="leave-hint">${words.editor.leave}</span>
    <button type="button" class="link quiet-link" @click=${() => emit({ t: 'dialog', dialog: { t: 'privacy' } })}>${w.nothingSent}</button>`
}

export function phoneTabs(state: State, emit: Emit): TemplateResult {
  const n = problemCount(state)
  const tab = (view: PhoneView, icon: TemplateResult, label: string, count: number | null = null): TemplateResult => html`<button type="button" class="phone-tab" aria-current=${state.phone === view ? 'page' : 'false'} @click=${() => emit({ t: 'phone', view })}>
    ${icon}<span>${label}${count !== null ? html` <span class="num">${count}</span>` : nothing}</span></button>`
  return html`${tab('code', codeView(), 'Code')}${tab('problems', listView(), words.problems.title, n)}${tab('compliance', tableView(), words.compliance.title)}${tab('revisions', graphView(), words.revisions.title)}${tab('schema', columnsView(), words.schema.title)}${tab('files', filesView(), words.tree.title)}`
}
