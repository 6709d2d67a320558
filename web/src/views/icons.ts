// icons.ts: the drawn things: severity and verdict shapes, the mark, a few controls. Shape carries the meaning, colour repeats it.

import { html, svg, type TemplateResult } from 'lit/html.js'
import type { Severity, Verdict } from '../checker/report.ts'

const frame = (kind: string, body: TemplateResult): TemplateResult =>
  html`<svg class="icon icon-${kind}" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">${body}</svg>`

export function severityIcon(severity: Severity): TemplateResult {
  switch (severity) {
    case 'error': return frame('error', svg`<path class="fill" d="M5.1 1.5h5.8l3.6 3.6v5.8l-3.6 3.6H5.1l-3.6-3.6V5.1z"/><path class="cut" d="M5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8"/>`)
    case 'warning': return frame('warning', svg`<path class="stroke" d="M8 2.2 14.4 13.5H1.6z"/><path class="stroke" d="M8 6.4v3.4M8 11.4v.4"/>`)
    case 'info': return frame('info', svg`<circle class="stroke" cx="8" cy="8" r="6"/><path class="stroke" d="M8 7.4v3.8M8 4.7v.4"/>`)
  }
}

export function verdictIcon(verdict: Verdict): TemplateResult {
  switch (verdict) {
    case 'pass': return frame('pass', svg`<path class="stroke heavy" d="M3.2 8.6l3.2 3.2 6.4-7"/>`)
    case 'no-models': return frame('no-models', svg`<circle class="stroke" cx="8" cy="8" r="6"/><path class="stroke" d="M5.3 8h5.4"/>`)
    case 'fail': return severityIcon('error')
    case 'undecided': return frame('undecided', svg`<circle class="stroke dashed" cx="8" cy="8" r="6"/><path class="stroke" d="M6.1 6.3c.2-1.2 1-1.7 1.9-1.7 1.1 0 1.9.7 1.9 1.7 0 1.4-1.8 1.4-1.8 2.8M8.1 11.2v.3"/>`)
    case 'not-applicable': return frame('none', svg`<circle class="dot" cx="8" cy="8" r="1.4"/>`)
  }
}

export const ignoredIcon = (): TemplateResult =>
  frame('ignored', svg`<circle class="stroke" cx="8" cy="8" r="6"/><path class="stroke" d="M3.8 12.2l8.4-8.4"/>`)

const control = (path: string): TemplateResult => frame('control', svg`<path class="stroke" d=${path}/>`)
export const chevron = (): TemplateResult => control('M6 4l4 4-4 4')
export const down = (): TemplateResult => control('M4 6l4 4 4-4')
export const cross = (): TemplateResult => control('M4 4l8 8M12 4l-8 8')
export const dots = (): TemplateResult => frame('control', svg`<path class="stroke heavy" d="M3.4 8h.01M8 8h.01M12.6 8h.01"/>`)
export const lens = (): TemplateResult => frame('control', svg`<circle class="stroke" cx="7" cy="7" r="4.2"/><path class="stroke" d="M10.2 10.2l3.4 3.4"/>`)
export const pencil = (): TemplateResult => frame('control', svg`<path class="stroke" d="M3 13l.6-2.8 7.3-7.3 2.2 2.2-7.3 7.3z"/>`)
export const lock = (): TemplateResult => frame('control', svg`<path class="stroke" d="M4 7.5h8v6H4zM5.5 7.5V5.4a2.5 2.5 0 0 1 5 0v2.1"/>`)
export const halfMoon = (): TemplateResult => frame('control', svg`<circle class="stroke" cx="8" cy="8" r="6"/><path class="dot" d="M8 2a6 6 0 0 1 0 12z"/>`)
export const question = (): TemplateResult => frame('control', svg`<circle class="stroke" cx="8" cy="8" r="6"/><path class="stroke" d="M6.1 6.3c.2-1.2 1-1.7 1.9-1.7 1.1 0 1.9.7 1.9 1.7 0 1.4-1.8 1.4-1.8 2.8M8.1 11.2v.3"/>`)
export const codeView = (): TemplateResult => control('M5.5 4L2 8l3.5 4M10.5 4L14 8l-3.5 4')
export const listView = (): TemplateResult => control('M5.5 4h8M5.5 8h8M5.5 12h8M2.5 4h.4M2.5 8h.4M2.5 12h.4')
export const filesView = (): TemplateResult => control('M2 4h4l1.4 1.6H14V13H2z')
export const graphView = (): TemplateResult => frame('control', svg`<circle class="stroke" cx="5" cy="3.8" r="1.8"/><circle class="stroke" cx="5" cy="12.2" r="1.8"/><circle class="stroke" cx="11.4" cy="5.4" r="1.8"/><path class="stroke" d="M5 5.6v4.8M11.4 7.2v1a2.4 2.4 0 0 1-2.4 2.4H6.4"/>`)
export const columnsView = (): TemplateResult => control('M2.5 3h4.6v10H2.5zM8.9 3h4.6v10H8.9zM2.5 6.4h4.6M8.9 6.4h4.6')
export const tableView = (): TemplateResult => control('M2.5 3h11v10h-11zM2.5 6.4h11M6.4 3v10')

/** The still: cucurbit, head and beak in one line of copper, and the drop it is all about. */
export const mark = (): TemplateResult => html`<svg class="mark" viewBox="0 0 28 28" width="28" height="28" aria-hidden="true" focusable="false">
  <path class="mark-liquid" d="M4.9 18.6a6.6 6.6 0 0 0 12.2 0z"/>
  <path class="mark-line" d="M8.9 10.4V6.8a2.6 2.6 0 0 1 2.6-2.7c6.7 0 9.6 3.6 11.6 10.6"/>
  <path class="mark-line" d="M13.1 10.4V7.7c4.3.1 6.7 2.4 8.2 7.5"/>
  <path class="mark-line" d="M8.9 10.4a6.6 6.6 0 1 0 4.2 0"/>
  <path class="mark-line" d="M7.6 10.4h6.8"/>
  <path class="mark-drop" d="M23.4 17.6c1 1.5 1.6 2.4 1.6 3.2a1.6 1.6 0 0 1-3.2 0c0-.8.6-1.7 1.6-3.2z"/>
</svg>`
