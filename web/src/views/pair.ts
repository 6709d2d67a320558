// pair.ts: the standard's own wrong and right lines, side by side: in a finding, and in the page of its rule.

import { html, type TemplateResult } from 'lit/html.js'
import { words } from '../strings.ts'

const w = words.note

/** A quoted piece of code without the indentation all its lines share. */
function flush(code: string): string {
  const lines = code.replace(/\n+$/, '').split('\n')
  const shared = Math.min(...lines.filter(line => line.trim() !== '').map(line => line.length - line.trimStart().length))
  return lines.map(line => line.slice(Number.isFinite(shared) ? shared : 0)).join('\n')
}

export const pair = (not: string, instead: string): TemplateResult => html`<div class="note-pair">
  <div class="pair-not"><p class="pair-title">${w.not}</p><pre tabindex="0">${flush(not)}</pre></div>
  <div class="pair-this"><p class="pair-title">${w.this}</p><pre tabindex="0">${flush(instead)}</pre></div>
</div>`
