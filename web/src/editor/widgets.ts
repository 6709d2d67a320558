// widgets.ts: the blocks below a line. Each keeps its DOM while its finding lives, so that focus and reading place stay.

import { WidgetType, type EditorView } from '@codemirror/view'
import { html, render } from 'lit/html.js'
import type { Finding } from '../checker/report.ts'
import { encode } from '../press.ts'
import type { AnnotationMode } from '../state.ts'
import { words } from '../strings.ts'
import { annotation, type NoteView } from '../views/annotation.ts'

/** What the editor asks of the page about a finding. */
export interface NoteSource {
  readonly mode: AnnotationMode
  isOpen(id: string): boolean
  isIgnored(id: string): boolean
  view(finding: Finding, ignored: boolean): NoteView
  /** Changes whenever the drawn annotation would. */
  stamp(finding: Finding): string
}

abstract class BlockWidget extends WidgetType {
  // Events inside belong to the buttons and to text selection, never to the editor.
  override ignoreEvent(): boolean { return true }
}

function box(): HTMLElement {
  const element = document.createElement('div')
  element.className = 'cm-note'
  return element
}

export class NoteWidget extends BlockWidget {
  constructor(readonly view: NoteView, readonly stamp: string) { super() }
  override eq(other: NoteWidget): boolean { return other.view.finding.id === this.view.finding.id && other.stamp === this.stamp }
  override toDOM(): HTMLElement {
    const element = box()
    element.dataset['finding'] = this.view.finding.id
    render(annotation(this.view), element)
    return element
  }
  override updateDOM(element: HTMLElement, _view: EditorView): boolean {
    if (element.dataset['finding'] !== this.view.finding.id) return false
    render(annotation(this.view), element)
    return true
  }
  override get estimatedHeight(): number { return this.view.open ? 260 : 34 }
}

export class GhostWidget extends BlockWidget {
  constructor(readonly code: string, readonly compound: number | undefined) { super() }
  override eq(other: GhostWidget): boolean { return other.code === this.code && other.compound === this.compound }
  override toDOM(): HTMLElement {
    const element = box()
    render(this.compound === undefined
      ? html`<div class="note note-ghost">${this.code} ${words.editor.resolved}</div>`
      : html`<div class="note note-ghost"><span>${this.code} ${words.editor.fixed}</span> <button type="button" class="link" data-act=${encode({ t: 'turn', compound: this.compound })}>${words.editor.undo}</button></div>`, element)
    return element
  }
  override get estimatedHeight(): number { return 34 }
}

export class MoreWidget extends BlockWidget {
  constructor(readonly count: number, readonly first: string) { super() }
  override eq(other: MoreWidget): boolean { return other.count === this.count && other.first === this.first }
  override toDOM(): HTMLElement {
    const element = box()
    render(html`<div class="note note-stack"><button type="button" class="link" data-act=${encode({ t: 'open-note', finding: this.first })}>${words.editor.more(this.count)}</button></div>`, element)
    return element
  }
  override get estimatedHeight(): number { return 30 }
}
