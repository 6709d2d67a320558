// empty.ts: a workspace without files is a page of instruction; and what a drop would do, said over everything.

import { html, nothing, type TemplateResult } from 'lit/html.js'
import type { Emit } from '../action.ts'
import type { State } from '../state.ts'
import { words } from '../strings.ts'
import { mark } from './icons.ts'

export function empty(state: State, emit: Emit): TemplateResult {
  const o = words.open, e = words.empty
  return html`<div class="empty">${mark()}
    <h2>${e.title}</h2><p>${e.text}</p>
    <p class="empty-actions"><button type="button" class="button primary" @click=${() => emit({ t: 'dialog', dialog: { t: 'paste', name: '', text: '' } })}>${o.paste}</button>
      <button type="button" class="button" @click=${() => emit({ t: 'pick', what: 'files' })}>${o.files}</button><button type="button" class="button" @click=${() => emit({ t: 'pick', what: 'folder' })}>${o.folder}</button><button type="button" class="button" @click=${() => emit({ t: 'pick', what: 'zip' })}>${o.zip}</button>
      <button type="button" class="button narrow-only" @click=${() => emit({ t: 'paste-clipboard' })}>${o.clipboard}</button></p>
    ${state.samples.length > 0 ? html`<p>${e.orTry}</p><ul class="empty-samples">${state.samples.slice(0, 5).map(one => html`<li><button type="button" class="link" @click=${() => emit({ t: 'sample', slug: one.slug })}>${one.title}</button></li>`)}</ul>` : nothing}
    <p class="quiet">${e.stays}</p></div>`
}

export function dropOverlay(state: State): TemplateResult | typeof nothing {
  return state.dropping ? html`<div class="drop-overlay"><p>${words.drop.folder}</p><p class="quiet">${words.drop.detail}</p></div>` : nothing
}
