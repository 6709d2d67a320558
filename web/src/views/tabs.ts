// tabs.ts: the open files above the editor, and the line that tells what just happened.

import { html, nothing, type TemplateResult } from 'lit/html.js'
import type { Emit } from '../action.ts'
import { baseName } from '../project/paths.ts'
import type { Banner, State } from '../state.ts'
import { words } from '../strings.ts'
import { cross, chevron, lock } from './icons.ts'
import { countsByPath } from './files.ts'
import { awaited, stop, unchecked } from './progress.ts'

/** The base name, with its folder when two tabs would look alike. */
function tabName(path: string, all: readonly string[]): string {
  const base = baseName(path)
  return all.filter(other => baseName(other) === base).length > 1 ? path.split('/').slice(-2).join('/') : base
}

export function tabs(state: State, emit: Emit): TemplateResult {
  const { workspace } = state
  const counts = countsByPath(state)
  const label = (path: string): string => {
    const own = counts.get(path)
    const n = own ? own.error + own.warning + own.info : 0
    return n > 0 ? `${path}, ${words.problemCount(n)}` : path
  }
  return html`<div role="tablist" class="tabs" aria-label=${words.tabs.label}>
    ${workspace.tabs.map(path => html`<div role="presentation" class="tab ${path === workspace.active ? 'is-current' : ''}">
      <button type="button" role="tab" class="tab-name" aria-keyshortcuts="Delete" aria-selected=${path === workspace.active ? 'true' : 'false'} aria-controls="code" title=${label(path)}
        tabindex=${path === workspace.active ? '0' : '-1'} data-path=${path} @click=${() => emit({ t: 'activate', path })}>${tabName(path, workspace.tabs)}<span class="unseen">, ${label(path)}</span></button>
      ${workspace.tabs.length > 1 ? html`<span class="tab-close" aria-hidden="true" title=${words.tabs.close(path)} @click=${() => emit({ t: 'close-tab', path })}>${cross()}</span>` : nothing}
    </div>`)}
  </div>
  ${walker(state, emit)}`
}

/** "‹ 1 of 9 ›": the way from finding to finding where there is no F8. Where there is no status line, a long check is stopped here. */
function walker(state: State, emit: Emit): TemplateResult {
  if (unchecked(state)) return html`<div class="walker"><span class="quiet num">${awaited(state)}</span> ${stop(state, emit, 'link')}</div>`
  const all = (state.report?.findings ?? []).filter(finding => finding.because === undefined)
  if (all.length === 0) return html`<div class="walker">${stop(state, emit, 'link')}</div>`
  const at = all.findIndex(finding => finding.id === state.selected)
  return html`<div class="walker">
    ${stop(state, emit, 'link')}
    <button type="button" class="icon-button small back" aria-label="Previous finding" @click=${() => emit({ t: 'next-finding', back: true })}>${chevron()}</button>
    <span class="quiet">${at >= 0 ? `${at + 1} of ${all.length}` : words.problemCount(all.length)}</span>
    <button type="button" class="icon-button small" aria-label="Next finding" @click=${() => emit({ t: 'next-finding', back: false })}>${chevron()}</button>
  </div>`
}

export function banner(state: State, emit: Emit): TemplateResult | typeof nothing {
  const { banner: shown, elsewhere } = state
  if (elsewhere) return html`<div class="banner banner-elsewhere" role="status">${lock()}<span>${words.elsewhere.text}</span><div class="banner-ways">${ways(emit, 'link')}</div></div>${shown ? line(shown, emit) : nothing}`
  return shown ? line(shown, emit) : nothing
}

/** What can be done about a workspace that another tab writes. */
export const ways = (emit: Emit, kind: string): TemplateResult => html`<button type="button" class=${kind} @click=${() => emit({ t: 'work-on-copy' })}>${words.elsewhere.copy}</button>
  <button type="button" class=${kind} @click=${() => emit({ t: 'take-over' })}>${words.elsewhere.takeOver}</button>`

function line(shown: Banner, emit: Emit): TemplateResult {
  const { offer } = shown
  return html`<div class="banner banner-${shown.kind}" role=${shown.kind === 'trouble' ? 'alert' : 'status'}>
    <span>${shown.text}</span>
    ${offer ? html`<button type="button" class="link" data-offer @click=${() => emit(offer.action)}>${offer.label}</button>` : nothing}
    <span class="space"></span>
    <button type="button" class="icon-button small" aria-label=${words.banner.dismiss} @click=${() => emit({ t: 'dismiss-banner' })}>${cross()}</button>
  </div>`
}

/** Above the code: why this file cannot be edited, or was not read. */
export function fileNote(state: State, emit: Emit): TemplateResult | typeof nothing {
  const file = state.workspace.active === null ? undefined : state.workspace.files.get(state.workspace.active)
  if (!file) return nothing
  const note = state.report?.files.find(one => one.path === file.path)
  if (state.quarantined.has(file.path)) return html`<div class="banner banner-trouble"><span>${words.editor.quarantined}</span>
    <button type="button" class="link" @click=${() => emit({ t: 'retry', path: file.path })}>${words.editor.retry}</button></div>`
  if (file.opaque !== undefined) return html`<div class="banner banner-trouble"><span>${words.editor.opaque} ${file.opaque}</span></div>`
  if (file.bytes) return html`<div class="banner banner-trouble"><span>${words.editor.locked} ${note?.opaque ?? ''}</span></div>`
  return nothing
}
