// graph.ts: the lines and nodes of a history, as one SVG. It is hidden from screen readers: the rows beside it say the same.

import { html, nothing, svg, type TemplateResult } from 'lit/html.js'
import { repeat } from 'lit/directives/repeat.js'
import type { HistoryNote, RevisionNote } from '../checker/report.ts'
import { between, NODE, stub, x, y, type Drawing, type Kin } from './drawing.ts'

/** Lanes are told apart by their place; five tints help the eye along. */
const TINTS = 5
const tint = (lane: number): string => `lane-${lane % TINTS}`

/** What a revision is drawn as: head, base, merge, twice, cycle change the shape, never only the colour. */
export function node(note: Pick<RevisionNote, 'marks' | 'lane'>, at: number, top: number, size: number, classes = ''): TemplateResult {
  const is = (mark: string): boolean => note.marks.includes(mark)
  const diamond = (half: number): string => `M${at} ${top - half}l${half} ${half} ${-half} ${half} ${-half} ${-half}z`
  const shape = (half: number, kind: string, moved = 0): TemplateResult => is('merge')
    ? svg`<path class=${kind} d=${diamond(half * 1.3)} transform=${moved ? `translate(${moved} 0)` : nothing}/>`
    : svg`<circle class=${kind} cx=${at + moved} cy=${top} r=${half}/>`
  return svg`<g class="node ${tint(note.lane)} ${is('cycle') ? 'is-cycle' : ''} ${classes}">
    ${is('twice') ? shape(size, 'ring', 5) : nothing}
    ${shape(is('head') ? size + 1.5 : size, is('base') && !is('head') ? 'full' : 'ring')}
    ${is('head') ? shape(size / 2, is('base') ? 'full' : 'ring') : nothing}</g>`
}

/** A folded run: three dots in its lane. */
const dots = (lane: number, at: number, top: number, classes: string): TemplateResult =>
  svg`<g class="node ${tint(lane)} ${classes}"><path class="gap" d="M${at} ${top - 12}v24"/>${[-7, 0, 7].map(moved => svg`<circle class="full" cx=${at} cy=${top + moved} r="1.8"/>`)}</g>`

export interface Lit { readonly row: number; readonly kin: Kin }

export function graph(history: HistoryNote, drawing: Drawing, shown: readonly [number, number], lit: Lit | null): TemplateResult {
  const [from, to] = shown
  const near = lit !== null && ((row: number): boolean => row === lit.row || lit.kin.older.has(row) || lit.kin.newer.has(row))
  const kind = (on: boolean): string => lit === null ? '' : on ? 'is-lit' : 'is-dim'
  const edges = drawing.edges.filter(edge => edge.bottom >= from && edge.top < to)
  // What is looked at is drawn last, over the others.
  const ordered = lit === null ? edges : [...edges].sort((a, b) => Number(between(lit.kin, lit.row, a)) - Number(between(lit.kin, lit.row, b)))
  const lines = drawing.lines.slice(from, to)
  return html`<svg class="graph-lines" width=${drawing.width} height=${drawing.height} viewBox="0 0 ${drawing.width} ${drawing.height}" aria-hidden="true" focusable="false">
    ${ordered.map(edge => svg`<path class="edge edge-${edge.kind} ${tint(edge.lane)} ${kind(lit !== null && between(lit.kin, lit.row, edge))}" d=${edge.path}/>`)}
    ${repeat(lines, line => line.row, (line, i) => {
      const note = history.rows[line.row]
      if (!note) return nothing
      const at = x(drawing, note.lane), top = y(from + i)
      const classes = kind(near !== false && (near(line.row) || near(line.last)))
      if (line.last !== line.row) return dots(note.lane, at, top, classes)
      return svg`${note.missing.length > 0 ? svg`<path class="edge edge-missing ${tint(note.lane)}" d=${stub(drawing, history, line.row)}/>` : nothing}
        ${node(note, at, top, Math.min(NODE, drawing.pitch / 2 - 1), classes)}`
    })}</svg>`
}

/** The shape of a mark by itself, for the key. */
export const sign = (mark: string): TemplateResult => html`<svg class="graph-sign" viewBox="0 0 24 20" width="24" height="20" aria-hidden="true" focusable="false">
  ${mark === 'dependency' ? svg`<path class="edge edge-dependency lane-0" d="M12 1v18"/>`
    : mark === 'missing' ? svg`<path class="edge edge-missing lane-0" d="M12 1v14M8 15h8"/>`
    : node({ marks: [mark], lane: 0 }, mark === 'twice' ? 9 : 12, 10, NODE)}</svg>`
