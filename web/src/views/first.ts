// first.ts: the code as it stands in the page before the editor is there. Same measures, same annotations.

import { html, type TemplateResult } from 'lit/html.js'
import type { Token } from '../editor/highlight.ts'
import type { State } from '../state.ts'
import { annotation } from './annotation.ts'
import { noteView } from './problems.ts'

interface Piece { readonly text: string; readonly role: string; readonly mark: string }

/** Cuts the tokens of a line where an underline begins or ends. */
function pieces(tokens: readonly Token[], spans: readonly { from: number; to: number; mark: string }[]): Piece[] {
  const cuts = new Set(spans.flatMap(span => [span.from, span.to]))
  const out: Piece[] = []
  let at = 0
  for (const token of tokens) {
    let from = 0
    for (let i = 1; i <= token.text.length; i++) {
      if (i < token.text.length && !cuts.has(at + i)) continue
      const start = at + from
      out.push({ text: token.text.slice(from, i), role: token.role, mark: spans.find(span => span.from <= start && start < span.to)?.mark ?? '' })
      from = i
    }
    at += token.text.length
  }
  return out
}

export function firstCode(state: State, lines: readonly (readonly Token[])[]): TemplateResult {
  const path = state.workspace.active
  const findings = (state.report?.findings ?? []).filter(finding => finding.path === path)
  return html`<div class="static-code">${lines.map((tokens, i) => {
    const length = tokens.reduce((sum, token) => sum + token.text.length, 0)
    const spans = findings.filter(finding => finding.range.start.line <= i && i <= finding.range.end.line).map(finding => ({
      from: finding.range.start.line === i ? finding.range.start.column : 0, to: finding.range.end.line === i ? finding.range.end.column : length,
      mark: `mark-${finding.severity}${finding.id === state.selected ? ' is-open' : ''}`,
    }))
    return html`<div class="static-line"><span class="static-no">${i + 1}</span><span class="static-text">${pieces(tokens, spans).map(piece =>
      piece.role || piece.mark ? html`<span class=${`${piece.role} ${piece.mark}`.trim()}>${piece.text}</span>` : piece.text)}</span></div>${
      findings.filter(finding => finding.range.start.line === i && finding.because === undefined).map(finding => html`<div class="static-note">${annotation(noteView(state, finding, finding.id === state.selected))}</div>`)}`
  })}</div>`
}
