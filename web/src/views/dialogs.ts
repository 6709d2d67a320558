// dialogs.ts: everything that opens over the page. Which one is open is state; opening and closing them is the app's.

import { html, nothing, type TemplateResult } from 'lit/html.js'
import type { Action, Emit } from '../action.ts'
import type { Dialog, State } from '../state.ts'
import { words } from '../strings.ts'
import { diff } from './annotation.ts'
import { cross, severityIcon } from './icons.ts'
import { paletteItems, type PaletteItem } from './palette.ts'
import { bar } from './progress.ts'
import { plain, prose } from './prose.ts'
import { ways } from './tabs.ts'

const w = words.dialogs
const value = (event: Event): string => (event.currentTarget as HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement).value

const CLOSE: Action = { t: 'dialog', dialog: null }
/** `close`: what it means to leave this dialog by Escape or by its cross. */
function frame(kind: string, title: string, body: TemplateResult, emit: Emit, foot: TemplateResult | typeof nothing = nothing, close = CLOSE): TemplateResult {
  return html`<dialog class="dialog dialog-${kind}" aria-labelledby="dialog-title" @cancel=${(event: Event) => { event.preventDefault(); emit(close) }}>
    <div class="dialog-head"><h2 id="dialog-title">${title}</h2><button type="button" class="icon-button small" aria-label=${w.close} @click=${() => emit(close)}>${cross()}</button></div>
    <div class="dialog-body">${body}</div>
    ${foot === nothing ? nothing : html`<div class="dialog-foot">${foot}</div>`}
  </dialog>`
}

const cancel = (emit: Emit): TemplateResult => html`<button type="button" class="button" @click=${() => emit(CLOSE)}>${w.cancel}</button>`

function gallery(state: State, dialog: Extract<Dialog, { t: 'gallery' }>, emit: Emit): TemplateResult {
  const text = dialog.query.trim().toLowerCase()
  const found = state.samples.filter(one => text === '' || `${one.title} ${one.summary} ${one.codes.join(' ')}`.toLowerCase().includes(text))
  const groups = [...new Set(found.map(one => one.group))]
  return frame('gallery', w.gallery, html`
    <div class="field"><input type="search" autofocus aria-label=${w.galleryFilter} placeholder=${w.galleryFilter} .value=${dialog.query} @input=${(event: Event) => emit({ t: 'dialog', dialog: { ...dialog, query: value(event) } })}></div>
    ${found.length === 0 ? html`<p class="quiet">${w.galleryNone}</p>` : nothing}
    ${groups.map(group => html`<h3>${group}</h3><ul class="cards">${found.filter(one => one.group === group).map(one => html`<li class="card">
      <button type="button" class="card-button" @click=${() => emit({ t: 'sample', slug: one.slug })}><strong>${one.title}</strong>
      <span>${prose(one.summary)}</span>
      <span class="quiet num">${words.fileCount(one.files.length)}${one.codes.length > 0 ? html` · <code>${[...new Set(one.codes)].join(' ')}</code>` : nothing}</span></button></li>`)}</ul>`)}`,
  emit, html`<button type="button" class="button" @click=${() => emit({ t: 'random-example' })}>${w.random}</button>`)
}

function paste(dialog: Extract<Dialog, { t: 'paste' }>, emit: Emit): TemplateResult {
  return frame('paste', w.paste, html`
    <label class="stack">${w.pasteLabel}<textarea autofocus rows="14" spellcheck="false" autocapitalize="off" autocomplete="off" .value=${dialog.text}
      @input=${(event: Event) => emit({ t: 'dialog', dialog: { ...dialog, text: value(event) } })}></textarea></label>
    <label class="stack">${w.pasteName}<input type="text" spellcheck="false" autocapitalize="off" .value=${dialog.name} placeholder="modules/standard/pasted/models.py"
      @input=${(event: Event) => emit({ t: 'dialog', dialog: { ...dialog, name: value(event) } })}></label>`, emit,
  html`${cancel(emit)}<button type="button" class="button primary" ?disabled=${dialog.text.trim() === ''} @click=${() => emit({ t: 'paste', name: dialog.name, text: dialog.text })}>${w.pasteOpen}</button>`)
}

function ignore(state: State, dialog: Extract<Dialog, { t: 'ignore' }>, emit: Emit): TemplateResult {
  const finding = state.report?.findings.find(one => one.id === dialog.finding)
  const scopes = [['line', w.scopeLine], ['file', w.scopeFile]] as const
  return frame('ignore', w.ignore, html`
    ${finding ? html`<p>${severityIcon(finding.severity)} <strong>${finding.code}</strong> ${prose(finding.message)}</p>` : nothing}
    <label class="stack">${w.reason}<input type="text" autofocus required .value=${dialog.reason} @input=${(event: Event) => emit({ t: 'dialog', dialog: { ...dialog, reason: value(event) } })}
      @keydown=${(event: KeyboardEvent) => { if (event.key === 'Enter') { event.preventDefault(); emit({ t: 'ignore-now' }) } }}></label>
    <p class="quiet">${w.reasonHint}</p>
    <fieldset><legend>${w.scope}</legend>${scopes.map(([scope, label]) => html`<label class="choice"><input type="radio" name="scope" .checked=${dialog.scope === scope} @change=${() => emit({ t: 'dialog', dialog: { ...dialog, scope } })}> ${label}</label>`)}</fieldset>`,
  emit, html`${cancel(emit)}<button type="button" class="button primary" ?disabled=${dialog.reason.trim() === ''} @click=${() => emit({ t: 'ignore-now' })}>${w.ignoreDo}</button>`)
}

function review(dialog: Extract<Dialog, { t: 'review' }>, emit: Emit): TemplateResult {
  const { review: shown } = dialog
  const proof = shown.reply?.proof
  // What was proved is all of it: of a part, nobody knows.
  const all = shown.ticked.size === shown.steps.length
  const tick = (path: string): void => {
    const ticked = new Set(shown.ticked)
    if (!ticked.delete(path)) ticked.add(path)
    emit({ t: 'dialog', dialog: { ...dialog, review: { ...shown, ticked } } })
  }
  return frame('review', shown.title, html`
    ${!proof ? html`<p class="quiet">${w.working}</p>` : all ? html`<p class="proof proof-${proof.state}">${proof.state === 'proved' ? '✓ ' : ''}${prose(proof.text)}</p>` : html`<p class="proof">${w.partial}</p>`}
    ${proof && proof.new.length > 0 ? html`<h3>${w.appears}</h3><ul class="plain-list">${proof.new.map(one => html`<li>${severityIcon(one.severity)} <span><strong>${one.code}</strong> ${prose(one.message)} <span class="quiet">${one.path}:${one.range.start.line + 1}</span></span></li>`)}</ul>` : nothing}
    ${shown.reply && shown.steps.length === 0 ? html`<p>${w.nothingToFix}</p>` : nothing}
    ${shown.steps.map(step => html`<section class="review-file"><label class="choice"><input type="checkbox" .checked=${shown.ticked.has(step.path)} @change=${() => tick(step.path)}> <span>${step.path}</span></label>
      ${diff(step, step.path, 400)}</section>`)}
    ${(shown.reply?.refused.length ?? 0) > 0 ? html`<h3>${w.refused}</h3><ul class="plain-list">${shown.reply?.refused.map(one => html`<li><span><strong>${one.code}</strong> ${prose(one.reason)}</span></li>`)}</ul>` : nothing}`,
  emit, html`${cancel(emit)}<button type="button" autofocus class="button primary" ?disabled=${shown.ticked.size === 0} @click=${() => emit({ t: 'apply-review' })}>${proof && (proof.state !== 'proved' || !all) ? w.applyAnyway : w.reviewApply(shown.ticked.size)}</button>`)
}

function palette(state: State, dialog: Extract<Dialog, { t: 'palette' }>, emit: Emit): TemplateResult {
  const items = paletteItems(state, dialog.query)
  const at = Math.min(dialog.at, Math.max(0, items.length - 1))
  const run = (one: PaletteItem | undefined): void => { emit(CLOSE); if (one) emit(one.action) }
  const keys = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') emit({ t: 'dialog', dialog: { ...dialog, at: (at + 1) % Math.max(1, items.length) } })
    else if (event.key === 'ArrowUp') emit({ t: 'dialog', dialog: { ...dialog, at: (at + items.length - 1) % Math.max(1, items.length) } })
    else if (event.key === 'Enter') run(items[at])
    else return
    event.preventDefault()
  }
  return html`<dialog class="dialog dialog-palette" aria-label=${w.palette} @cancel=${(event: Event) => { event.preventDefault(); emit(CLOSE) }}>
    <input type="text" autofocus role="combobox" aria-expanded="true" aria-controls="palette-list" aria-autocomplete="list" aria-activedescendant=${items.length > 0 ? `palette-${at}` : nothing}
      aria-label=${w.paletteHint} placeholder=${w.paletteHint} spellcheck="false" .value=${dialog.query} @input=${(event: Event) => emit({ t: 'dialog', dialog: { t: 'palette', query: value(event), at: 0 } })} @keydown=${keys}>
    <ul role="listbox" id="palette-list" aria-label=${w.palette}>${items.map((one, i) => html`<li role="option" id=${`palette-${i}`} aria-selected=${i === at ? 'true' : 'false'} class="palette-item ${i === at ? 'is-current' : ''}" @click=${() => run(one)}>
      <span>${prose(one.label)}</span> <span class="quiet">${one.kind}</span></li>`)}</ul>
    ${items.length === 0 ? html`<p class="quiet pad">${w.paletteNone}</p>` : nothing}
  </dialog>`
}

function skipped(state: State, emit: Emit): TemplateResult {
  const s = words.skipped
  const reasons = [...new Set(state.workspace.skipped.map(one => one.reason))]
  return frame('skipped', s.title, html`<p>${s.intro([...state.workspace.files.values()].filter(file => file.opaque === undefined).length, state.workspace.seen)}</p>
    ${reasons.map(reason => {
      const own = state.workspace.skipped.filter(one => one.reason === reason)
      return html`<details ?open=${reason !== 'irrelevant'}><summary>${s.reasons[reason]} <span class="num quiet">${words.number(own.length)}</span></summary>
        <ul class="names">${own.slice(0, 300).map(one => html`<li><code>${one.path}</code>${one.detail ? html` <span class="quiet">${plain(one.detail)}</span>` : nothing}</li>`)}</ul>
        ${own.length > 300 ? html`<p class="quiet">${s.more(own.length - 300)}</p>` : nothing}</details>`
    })}`, emit)
}

function privacy(state: State, emit: Emit): TemplateResult {
  const p = words.privacy
  return frame('privacy', w.privacy, html`<p>${p.statement}</p><p>${p.check}</p><h3>${p.stored}</h3>
    ${state.stored.length === 0 ? html`<p class="quiet">${p.none}</p>` : html`<ul class="plain-list">${state.stored.map(one => html`<li><span>${one.name} <span class="quiet">${words.fileCount(one.files)}</span></span>
      <button type="button" class="link" @click=${() => emit({ t: 'stored', id: one.id })}>${p.open}</button> <button type="button" class="link" @click=${() => emit({ t: 'remove-stored', id: one.id })}>${p.remove}</button></li>`)}</ul>`}
    <p class="quiet">${p.prefs}</p>`, emit, html`<button type="button" class="button" @click=${() => emit({ t: 'forget' })}>${p.forget}</button>`)
}

function exporting(emit: Emit): TemplateResult {
  const e = words.exporting
  return frame('export', w.export, html`<ul class="choices">${(['markdown', 'sarif', 'json', 'changed', 'all'] as const).map(format => html`<li><button type="button" class="button wide" @click=${() => emit({ t: 'export', format })}>${e[format]}</button></li>`)}</ul>`, emit)
}

function fileDialog(dialog: Extract<Dialog, { t: 'file' }>, emit: Emit): TemplateResult {
  const isNew = dialog.what === 'new'
  return frame('file', isNew ? words.tree.newFile : words.tree.rename, html`<label class="stack">${isNew ? words.tree.filePath : words.tree.renameTo}<input type="text" autofocus spellcheck="false" autocapitalize="off" .value=${dialog.value}
    @input=${(event: Event) => emit({ t: 'dialog', dialog: { ...dialog, value: value(event) } })} @keydown=${(event: KeyboardEvent) => { if (event.key === 'Enter') { event.preventDefault(); emit({ t: 'name-file' }) } }}></label>`,
  emit, html`${cancel(emit)}<button type="button" class="button primary" @click=${() => emit({ t: 'name-file' })}>${isNew ? words.tree.create : words.tree.rename}</button>`)
}

export function dialogs(state: State, emit: Emit): TemplateResult | typeof nothing {
  const { dialog } = state
  if (!dialog) return nothing
  const i = words.importing
  switch (dialog.t) {
    case 'gallery': return gallery(state, dialog, emit)
    case 'paste': return paste(dialog, emit)
    case 'ignore': return ignore(state, dialog, emit)
    case 'review': return review(dialog, emit)
    case 'palette': return palette(state, dialog, emit)
    case 'skipped': return skipped(state, emit)
    case 'privacy': return privacy(state, emit)
    case 'export': return exporting(emit)
    case 'file': return fileDialog(dialog, emit)
    case 'elsewhere': return frame('elsewhere', words.elsewhere.title, html`<p>${words.elsewhere.refused}</p>`, emit, html`${cancel(emit)}${ways(emit, 'button')}`)
    case 'shortcuts': return frame('shortcuts', w.shortcuts, html`<table class="keys"><tbody>${words.shortcuts.map(([key, does]) => html`<tr><th scope="row">${key}</th><td>${does}</td></tr>`)}</tbody></table>`, emit)
    case 'importing': return frame('importing', i.title, html`<p class="num" role="status">${dialog.text}</p>${bar(dialog.part)}`, emit, html`<button type="button" autofocus class="button" @click=${() => emit({ t: 'import-cancel' })}>${i.cancel}</button>`, { t: 'import-cancel' })
    case 'import-large': return frame('import', i.title, html`<p>${dialog.text}</p>`, emit,
      html`<button type="button" class="button" @click=${() => emit({ t: 'import-large', on: false })}>${i.cancel}</button><button type="button" autofocus class="button primary" @click=${() => emit({ t: 'import-large', on: true })}>${i.check}</button>`, { t: 'import-large', on: false })
    case 'import-where': return frame('import', i.choose, html`<p>${dialog.name}, ${words.fileCount(dialog.files)}</p>
      ${dialog.overwrites.length > 0 ? html`<p>${i.overwrites(dialog.overwrites.length)}</p><ul class="names">${dialog.overwrites.slice(0, 20).map(path => html`<li><code>${path}</code></li>`)}</ul>` : nothing}`,
    emit, html`<button type="button" class="button" @click=${() => emit({ t: 'import-where', where: 'add' })}>${i.add}</button><button type="button" autofocus class="button primary" @click=${() => emit({ t: 'import-where', where: 'fresh' })}>${i.fresh}</button>`, { t: 'import-where', where: 'cancel' })
    case 'message': return frame('message', dialog.title, html`<p>${dialog.text}</p>`, emit, html`<button type="button" autofocus class="button primary" @click=${() => emit(CLOSE)}>${i.ok}</button>`)
  }
}
