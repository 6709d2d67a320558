// schema.ts: what the models say beside what the migrations build, table by table. Which rows belong together, how they compare
// and who would notice is the core's.

import { html, nothing, type TemplateResult } from 'lit/html.js'
import { repeat } from 'lit/directives/repeat.js'
import type { Action, Emit } from '../action.ts'
import type { Doubt, Location, Mark, Report, SchemaCell, SchemaPair, SchemaQuery, SchemaRow, SchemaTable, SideBySide } from '../checker/report.ts'
import { baseName } from '../project/paths.ts'
import type { State } from '../state.ts'
import { words } from '../strings.ts'
import { toggle } from './chip.ts'
import { verdictIcon } from './icons.ts'
import { progress } from './progress.ts'
import { plain, prose } from './prose.ts'

const w = words.schema
const SIDES = ['models', 'migrations'] as const

interface Look { readonly both: SideBySide; readonly changes: boolean; readonly emit: Emit; readonly pair: number }

const placed = (place: Partial<Location> | undefined): Location | undefined => place?.path !== undefined && place.range !== undefined ? { path: place.path, range: place.range } : undefined
const idOf = (pair: number, table: string): string => `schema-${pair}-${table}`

/** The sign for the eye, its words for the ear. */
const sign = (mark: Mark, { both }: Pick<Look, 'both'>): TemplateResult =>
  html`<span class="sign sign-${mark}" title=${both.marks[mark].label}><span aria-hidden="true">${both.marks[mark].sign}</span><span class="unseen">${both.marks[mark].label}: </span></span>`

function link(text: TemplateResult | string, place: Partial<Location> | undefined, emit: Emit, spoken: (path: string, line: number) => string): TemplateResult {
  const to = placed(place)
  if (!to) return html`${text}`
  return html`<button type="button" class="link" title=${words.note.from(to.path, to.range.start.line + 1)} aria-label=${spoken(to.path, to.range.start.line + 1)} @click=${() => emit({ t: 'goto', place: to })}>${text}</button>`
}

function doubt(why: Doubt, emit: Emit): TemplateResult {
  const to = placed(why)
  return html`${prose(why.text)}${to ? html` <button type="button" class="link" @click=${() => emit({ t: 'goto', place: to })}>${words.note.from(to.path, to.range.start.line + 1)}</button>` : nothing}`
}

function cell(row: SchemaRow, one: SchemaCell | undefined, { emit }: Look): TemplateResult {
  if (one) return link(html`<code>${one.text}</code>`, one, emit, (path, line) => w.go(`${row.part} ${row.name} ${one.text}`, path, line))
  return html`<span class="quiet">${row.mark === 'unknown' ? w.untold : w.absent}</span>`
}

function rowView(row: SchemaRow, look: Look): TemplateResult {
  const { target } = row
  const known = target !== undefined && look.both.pairs[look.pair]?.tables.some(table => table.name === target)
  const note = row.why !== undefined || row.says !== undefined
  return html`<div role="row" class="schema-row is-${row.mark}">
    <div role="rowheader" class="schema-name">${sign(row.mark, look)} <span>${row.part === 'column' ? html`<code>${row.name}</code>` : row.part}${target === undefined ? nothing : html` → ${known
      ? html`<button type="button" class="link" aria-label=${w.table(target)} @click=${() => look.emit({ t: 'schema-table', id: idOf(look.pair, target) })}><code>${target}</code></button>` : html`<code>${target}</code>`}`}</span></div>
    ${SIDES.map(side => html`<div role="cell" class="schema-cell of-${side} ${row[side] ? '' : 'is-absent'}">${cell(row, row[side], look)}</div>`)}
    ${note ? html`<div role="cell" class="schema-says">${row.why ? html`<p>${doubt(row.why, look.emit)}</p>` : nothing}${row.says === undefined ? nothing : html`<p class="notice notice-${row.notice}">${prose(row.says)}</p>`}</div>` : nothing}
  </div>`
}

function tableView(table: SchemaTable, look: Look): TemplateResult | typeof nothing {
  const { both, changes, emit } = look
  const quiet = table.mark === 'same' && table.says === undefined
  const rows = changes ? table.rows.filter(row => row.mark !== 'same') : table.rows
  if (changes && quiet) return nothing
  return html`<details class="schema-table" id=${idOf(look.pair, table.name)} ?open=${!quiet}>
    <summary>${sign(table.mark, look)} <h4><code>${table.name}</code></h4> ${table.mark === 'same' ? nothing : html`<span class="quiet">${both.marks[table.mark].label}</span>`}</summary>
    <p class="schema-places">${SIDES.flatMap(side => {
      const to = placed(table[side])
      return to ? [link(words.note.from(baseName(to.path), to.range.start.line + 1), to, emit, (path, line) => `${both.columns[side]} ${table.name}: ${words.note.from(path, line)}`)] : []
    }).map((one, i) => html`${i > 0 ? ' · ' : nothing}${one}`)}</p>
    ${table.why || table.says !== undefined ? html`<div class="schema-about">${table.why ? html`<p>${doubt(table.why, emit)}</p>` : nothing}${table.says === undefined ? nothing : html`<p class="notice notice-${table.notice}">${prose(table.says)}</p>`}</div>` : nothing}
    ${rows.length === 0 ? nothing : html`<div role="table" class="schema-rows" aria-label=${w.caption(table.name)}>
      <div role="row" class="unseen"><span role="columnheader">${w.what}</span><span role="columnheader">${both.columns.models}</span><span role="columnheader">${both.columns.migrations}</span><span role="columnheader">${w.alembic}</span></div>
      ${rows.map(row => rowView(row, look))}</div>`}
  </details>`
}

function doubts(pair: SchemaPair, emit: Emit): TemplateResult | typeof nothing {
  const n = pair.modelDoubts.length + pair.migrationDoubts.length
  if (n === 0) return nothing
  const list = (title: string, all: readonly Doubt[]): TemplateResult | typeof nothing => all.length === 0 ? nothing : html`<p class="quiet">${title}</p><ul class="places">${all.map(one => html`<li>${doubt(one, emit)}</li>`)}</ul>`
  return html`<details class="schema-doubts"><summary>${verdictIcon('undecided')} ${w.doubts(n)}</summary>${list(w.ofModels, pair.modelDoubts)}${list(w.ofMigrations, pair.migrationDoubts)}</details>`
}

function pairView(pair: SchemaPair, look: Look): TemplateResult {
  const { emit, both, changes } = look
  const at = pair.at.map((id, i) => html`${i > 0 ? ', ' : nothing}<code>${id}</code>`)
  return html`<section class="schema-pair" aria-labelledby=${`schema-head-${look.pair}`}>
    <header><h3 id=${`schema-head-${look.pair}`}>${pair.headline}</h3>
      <p class="quiet">${pair.metadata.length > 0 ? html`<code>${pair.metadata.join(', ')}</code>` : w.models} · ${pair.at.length > 0 ? html`<code>${pair.folder || '.'}</code> ${w.moments[pair.when]} ${at}` : w.migrations}</p>
      <p>${w.copy} <button type="button" class="link" aria-label=${`${w.copy} ${w.copyModels}`} @click=${() => emit({ t: 'copy-ddl', of: 'models' })}>${w.copyModels}</button> · <button type="button" class="link" aria-label=${`${w.copy} ${w.copyMigrations}`} @click=${() => emit({ t: 'copy-ddl', of: 'migrations' })}>${w.copyMigrations}</button></p>
      ${doubts(pair, emit)}</header>
    ${pair.tables.length === 0 ? nothing : html`<div class="schema-heads" aria-hidden="true"><span>${both.columns.models}</span><span>${both.columns.migrations}</span></div>`}
    ${changes && pair.tables.length > 0 && pair.tables.every(table => table.mark === 'same') ? html`<p class="pad quiet">${w.alike}</p>` : nothing}
    ${repeat(pair.tables, table => table.name, table => tableView(table, look))}
  </section>`
}

/** The moment: the heads, or one side of a revision; and the database. */
function bar(report: Report, state: State, emit: Emit): TemplateResult {
  const { query, both, changes } = state.schema
  const id = query.at ?? query.before
  const rest = query.dialect === undefined ? {} : { dialect: query.dialect }
  const ask = (next: SchemaQuery): Action => ({ t: 'schema', patch: { query: next } })
  const valueOf = (event: Event): string => (event.currentTarget as HTMLSelectElement).value
  const histories = report.histories.filter(history => history.rows.length > 0)
  const option = (one: string, message: string): TemplateResult => html`<option value=${one} ?selected=${one === id}>${message === '' ? one : `${one} ${message}`}</option>`
  return html`<div class="schema-bar">
    ${histories.length === 0 ? nothing : html`<label class="select schema-when"><span class="unseen">${w.when}</span> <select @change=${(event: Event) => { const one = valueOf(event); emit(ask(one === '' ? rest : query.before !== undefined ? { ...rest, before: one } : { ...rest, at: one })) }}>
      <option value="" ?selected=${id === undefined}>${w.heads}</option>
      ${histories.map(history => histories.length === 1 ? history.rows.map(row => option(row.id, row.message)) : html`<optgroup label=${history.folder || '.'}>${history.rows.map(row => option(row.id, row.message))}</optgroup>`)}</select></label>`}
    ${id === undefined ? nothing : html`<div class="chips" role="group" aria-label=${w.side}>${toggle(emit, w.before, query.before !== undefined, ask({ ...rest, before: id }))}${toggle(emit, w.after, query.before === undefined, ask({ ...rest, at: id }))}</div>`}
    ${both ? html`<label class="select"><span class="unseen">${w.dialect}</span> <select @change=${(event: Event) => { const { dialect: _, ...moment } = query; emit(ask({ ...moment, dialect: valueOf(event) })) }}>
      ${both.dialects.map(one => html`<option value=${one.name} ?selected=${one.name === (query.dialect ?? both.dialect)}>${one.title}</option>`)}</select></label>` : nothing}
    ${toggle(emit, w.changes, changes, { t: 'schema', patch: { changes: !changes } })}
  </div>`
}

export function schema(state: State, emit: Emit): TemplateResult {
  const { report, schema: { both, changes, query } } = state
  if (state.workspace.files.size === 0) return html`<p class="pad quiet">${words.tree.empty}</p>`
  if (!report) return progress(state, emit)
  if (!both) return html`<p class="pad quiet">${w.loading}</p>`
  const moment = query.at ?? query.before
  if (both.pairs.length === 0 && moment === undefined) return html`<p class="pad quiet">${w.none}</p>`
  const used = new Set(both.pairs.flatMap(pair => pair.tables.flatMap(table => [table.mark, ...table.rows.map(row => row.mark)])))
  return html`<h2 class="unseen">${w.title}</h2>${bar(report, state, emit)}
    <div class="schema-scroll">
      ${both.pairs.length === 0 ? html`<p class="pad quiet">${w.missing} <button type="button" class="link" @click=${() => emit({ t: 'schema', patch: { query: {} } })}>${w.toHeads}</button></p>` : nothing}
      ${both.pairs.map((pair, i) => pairView(pair, { both, changes, emit, pair: i }))}
      ${used.size === 0 ? nothing : html`<ul class="legend schema-key" aria-label=${words.compliance.legend}>${(Object.keys(both.marks) as Mark[]).filter(mark => used.has(mark)).map(mark => html`<li><span class="sign sign-${mark}" aria-hidden="true">${both.marks[mark].sign}</span> ${plain(both.marks[mark].label)}</li>`)}</ul>`}
    </div>`
}
