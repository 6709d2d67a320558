// checklist.ts: the review items of the open revision, as the core answered them.

import { html, nothing, type TemplateResult } from 'lit/html.js'
import type { Emit } from '../action.ts'
import type { ChecklistItem, Report, RevisionNote } from '../checker/report.ts'
import type { State } from '../state.ts'
import { words } from '../strings.ts'
import { verdictIcon } from './icons.ts'
import { prose } from './prose.ts'

const w = words.checklist

export type Checked = RevisionNote & { readonly checklist: readonly ChecklistItem[] }

/** The revision that a file is, where the core has answered for it. */
export function checkedRevision(report: Report | null, path: string | null): Checked | undefined {
  for (const history of report?.histories ?? []) {
    for (const note of history.rows) if (note.path === path && note.checklist !== undefined) return note as Checked
  }
  return undefined
}

function item(one: ChecklistItem, emit: Emit): TemplateResult {
  return html`<li class="checklist-item">${verdictIcon(one.verdict)}
    <div><p><strong>${prose(one.title)}</strong> <span class="quiet">${words.compliance.verdicts[one.verdict]}</span></p>
      <p>${prose(one.text)}</p>
      ${one.evidence.length === 0 ? nothing : html`<ul class="places">${one.evidence.map(place => html`<li>${prose(place.text)}
        <button type="button" class="link" @click=${() => emit({ t: 'goto', place })}>${words.note.from(place.path, place.range.start.line + 1)}</button></li>`)}</ul>`}
      ${one.codes.length === 0 ? nothing : html`<p class="quiet">${w.rules} ${one.codes.map((code, i) => html`${i > 0 ? ', ' : nothing}<button type="button" class="link" @click=${() => emit({ t: 'rule', rule: code })}>${code}</button>`)}</p>`}
    </div></li>`
}

export function checklist(state: State, emit: Emit): TemplateResult | typeof nothing {
  const revision = checkedRevision(state.report, state.workspace.active)
  if (!revision) return nothing
  return html`<details class="checklist" open>
    <summary><h3>${w.title} <code>${revision.id}</code></h3></summary>
    ${revision.does === undefined ? nothing : html`<p>${w.does}</p><ul class="doings">${revision.does.map(one => html`<li>${prose(one)}</li>`)}</ul>`}
    <ol class="checklist-items">${revision.checklist.map(one => item(one, emit))}</ol>
    <p><button type="button" class="button" @click=${() => emit({ t: 'copy-checklist', path: revision.path })}>${w.copy}</button></p>
  </details>`
}
