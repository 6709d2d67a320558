// toolbar.ts: the top bar, and the menus that hang from it.

import { html, nothing, type TemplateResult } from 'lit/html.js'
import type { Action, Emit } from '../action.ts'
import type { State, AnnotationMode, Theme } from '../state.ts'
import { words } from '../strings.ts'
import { dots, down, halfMoon, lens, mark, question } from './icons.ts'

const w = words.toolbar

const item = (emit: Emit, label: string, action: Action): TemplateResult =>
  html`<li role="none"><button type="button" role="menuitem" tabindex="-1" @click=${() => emit(action)}>${label}</button></li>`
const radio = (emit: Emit, label: string, on: boolean, action: Action): TemplateResult =>
  html`<li role="none"><button type="button" role="menuitemradio" tabindex="-1" aria-checked=${on ? 'true' : 'false'} @click=${() => emit(action)}>${label}</button></li>`
const rule = (): TemplateResult => html`<li role="separator"></li>`

function menu(state: State, emit: Emit, name: string, label: string, face: TemplateResult, items: () => readonly TemplateResult[], kind = 'button'): TemplateResult {
  const open = state.menu === name
  return html`<div class="menu menu-${name}">
    <button type="button" class=${kind} aria-haspopup="menu" aria-expanded=${open ? 'true' : 'false'} aria-label=${label} data-menu=${name}
      @click=${() => emit({ t: 'menu', menu: open ? null : name })}>${face}</button>
    ${open ? html`<ul role="menu" aria-label=${label}>${items()}</ul>` : nothing}
  </div>`
}

const day = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })

function workspaceItems(state: State, emit: Emit): TemplateResult[] {
  const others = state.stored.filter(one => one.id !== state.workspace.id).slice(0, 8)
  return [
    item(emit, words.open.fresh, { t: 'fresh' }),
    ...others.length > 0 ? [rule()] : [],
    ...others.map(one => html`<li role="none"><button type="button" role="menuitem" tabindex="-1" @click=${() => emit({ t: 'stored', id: one.id })}>${one.name}
      <span class="quiet">${words.fileCount(one.files)}, ${day.format(one.time)}</span></button></li>`),
  ]
}

function openItems(emit: Emit): TemplateResult[] {
  const o = words.open
  return [
    item(emit, o.paste, { t: 'dialog', dialog: { t: 'paste', name: '', text: '' } }), item(emit, o.files, { t: 'pick', what: 'files' }), item(emit, o.folder, { t: 'pick', what: 'folder' }), item(emit, o.zip, { t: 'pick', what: 'zip' }),
    rule(), item(emit, o.samples, { t: 'dialog', dialog: { t: 'gallery', query: '' } }), item(emit, o.fresh, { t: 'fresh' }),
  ]
}

function themeItems(state: State, emit: Emit): TemplateResult[] {
  const themes: readonly Theme[] = ['system', 'light', 'dark']
  return themes.map(theme => radio(emit, w[theme], state.theme === theme, { t: 'theme', theme }))
}

function helpItems(state: State, emit: Emit): TemplateResult[] {
  const modes: readonly AnnotationMode[] = ['full', 'line', 'off']
  return [
    item(emit, w.shortcuts, { t: 'dialog', dialog: { t: 'shortcuts' } }), item(emit, w.rules, { t: 'rules' }), item(emit, w.privacy, { t: 'dialog', dialog: { t: 'privacy' } }),
    html`<li role="none" class="menu-title">${w.annotations}</li>`,
    ...modes.map(mode => radio(emit, words.annotations[mode], state.annotations === mode, { t: 'annotations', mode })),
  ]
}

const savedWord = (state: State): string => state.workspace.files.size === 0 ? ''
  : state.elsewhere ? w.elsewhere : state.saving === 'sample' ? w.sample : state.saving === 'saved' ? w.saved : state.saving === 'saving' ? w.unsaved : w.unstored

export function toolbar(state: State, emit: Emit): TemplateResult {
  return html`
    <h1 class="brand">${mark()}<span>${words.name}</span></h1>
    ${menu(state, emit, 'workspace', `${w.workspace}: ${state.workspace.name}`,
      html`<span class="workspace-name">${state.workspace.name}</span>${down()}`, () => workspaceItems(state, emit), 'plain-button')}
    <span class="saved quiet">${savedWord(state)}</span>
    <span class="space"></span>
    <button type="button" class="button search-button" @click=${() => emit({ t: 'dialog', dialog: { t: 'palette', query: '', at: 0 } })}>${lens()}<span class="search-word">${w.search}</span><kbd class="wide-only">⌘K</kbd></button>
    <button type="button" class="button wide-only" @click=${() => emit({ t: 'dialog', dialog: { t: 'gallery', query: '' } })}>${w.samples}</button>
    ${menu(state, emit, 'open', w.open, html`${w.open}`, () => openItems(emit))}
    <button type="button" class="button wide-only" @click=${() => emit({ t: 'dialog', dialog: { t: 'export' } })}>${w.export}</button>
    ${menu(state, emit, 'help', w.help, question(), () => helpItems(state, emit), 'icon-button')}
    ${menu(state, emit, 'theme', w.theme, halfMoon(), () => themeItems(state, emit), 'icon-button wide-only')}
    ${menu(state, emit, 'more', w.more, dots(), () => [
      item(emit, w.samples, { t: 'dialog', dialog: { t: 'gallery', query: '' } }), item(emit, words.open.clipboard, { t: 'paste-clipboard' }),
      item(emit, w.export, { t: 'dialog', dialog: { t: 'export' } }), rule(), ...themeItems(state, emit),
    ], 'icon-button narrow-only')}`
}
