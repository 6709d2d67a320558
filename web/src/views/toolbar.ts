// toolbar.ts: the top bar, and the menus that hang from it.

import { html, nothing, type TemplateResult } from 'lit'
import type { State, AnnotationMode, Theme } from '../state.ts'
import { words } from '../strings.ts'
import { dots, down, halfMoon, lens, mark, question } from './icons.ts'
import type { Actions } from './model.ts'

const w = words.toolbar

const item = (label: string, run: () => void): TemplateResult => html`<li role="none"><button type="button" role="menuitem" tabindex="-1" @click=${run}>${label}</button></li>`
const radio = (label: string, on: boolean, run: () => void): TemplateResult =>
  html`<li role="none"><button type="button" role="menuitemradio" tabindex="-1" aria-checked=${on ? 'true' : 'false'} @click=${run}>${label}</button></li>`
const rule = (): TemplateResult => html`<li role="separator"></li>`

function menu(state: State, actions: Actions, name: string, label: string, face: TemplateResult, items: () => readonly TemplateResult[], kind = 'button'): TemplateResult {
  const open = state.menu === name
  return html`<div class="menu menu-${name}">
    <button type="button" class=${kind} aria-haspopup="menu" aria-expanded=${open ? 'true' : 'false'} aria-label=${label} data-menu=${name}
      @click=${() => actions.menu(open ? null : name)}>${face}</button>
    ${open ? html`<ul role="menu" aria-label=${label}>${items()}</ul>` : nothing}
  </div>`
}

const day = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })

function workspaceItems(state: State, actions: Actions): TemplateResult[] {
  const others = state.stored.filter(one => one.id !== state.workspace.id).slice(0, 8)
  return [
    item(words.open.fresh, actions.fresh),
    ...others.length > 0 ? [rule()] : [],
    ...others.map(one => html`<li role="none"><button type="button" role="menuitem" tabindex="-1" @click=${() => actions.openStored(one.id)}>${one.name}
      <span class="quiet">${words.fileCount(one.files)}, ${day.format(one.time)}</span></button></li>`),
  ]
}

function openItems(actions: Actions): TemplateResult[] {
  const o = words.open
  return [
    item(o.paste, () => actions.dialog({ t: 'paste', name: '', text: '' })), item(o.files, actions.openFiles), item(o.folder, actions.openFolder), item(o.zip, actions.openZip),
    rule(), item(o.samples, () => actions.dialog({ t: 'gallery', query: '' })), item(o.fresh, actions.fresh),
  ]
}

function themeItems(state: State, actions: Actions): TemplateResult[] {
  const themes: readonly Theme[] = ['system', 'light', 'dark']
  return themes.map(theme => radio(w[theme], state.theme === theme, () => actions.theme(theme)))
}

function helpItems(state: State, actions: Actions): TemplateResult[] {
  const modes: readonly AnnotationMode[] = ['full', 'line', 'off']
  return [
    item(w.shortcuts, () => actions.dialog({ t: 'shortcuts' })), item(w.rules, () => actions.drawer(null)), item(w.privacy, () => actions.dialog({ t: 'privacy' })),
    html`<li role="none" class="menu-title">${w.annotations}</li>`,
    ...modes.map(mode => radio(words.annotations[mode], state.annotations === mode, () => actions.annotations(mode))),
  ]
}

const savedWord = (state: State): string => state.workspace.files.size === 0 ? ''
  : state.saving === 'sample' ? w.sample : state.saving === 'saved' ? w.saved : state.saving === 'saving' ? w.unsaved : w.unstored

export function toolbar(state: State, actions: Actions): TemplateResult {
  return html`
    <h1 class="brand">${mark()}<span>${words.name}</span></h1>
    ${menu(state, actions, 'workspace', `${w.workspace}: ${state.workspace.name}`,
      html`<span class="workspace-name">${state.workspace.name}</span>${down()}`, () => workspaceItems(state, actions), 'plain-button')}
    <span class="saved quiet">${savedWord(state)}</span>
    <span class="space"></span>
    <button type="button" class="button search-button" @click=${() => actions.dialog({ t: 'palette', query: '', at: 0 })}>${lens()}<span class="search-word">${w.search}</span><kbd class="wide-only">⌘K</kbd></button>
    <button type="button" class="button wide-only" @click=${() => actions.dialog({ t: 'gallery', query: '' })}>${w.samples}</button>
    ${menu(state, actions, 'open', w.open, html`${w.open}`, () => openItems(actions))}
    <button type="button" class="button wide-only" @click=${() => actions.dialog({ t: 'export' })}>${w.export}</button>
    ${menu(state, actions, 'help', w.help, question(), () => helpItems(state, actions), 'icon-button')}
    ${menu(state, actions, 'theme', w.theme, halfMoon(), () => themeItems(state, actions), 'icon-button wide-only')}
    ${menu(state, actions, 'more', w.more, dots(), () => [
      item(w.samples, () => actions.dialog({ t: 'gallery', query: '' })), item(words.open.clipboard, actions.pasteFromClipboard),
      item(w.export, () => actions.dialog({ t: 'export' })), rule(), ...themeItems(state, actions),
    ], 'icon-button narrow-only')}`
}
