// annotation.ts: one finding in full or on one line; the same template before the editor is there, in it, and in the list's
// details. It has no handlers: buttons carry their action (press.ts), and whoever hosts it listens.

import { html, nothing, type TemplateResult } from 'lit/html.js'
import type { Finding, Fix, Location, RuleNote } from '../checker/report.ts'
import { encode } from '../press.ts'
import { changedLines, planSteps, type PlannedStep } from '../project/edits.ts'
import { proofKey, type Proof } from '../state.ts'
import { severityWord, words } from '../strings.ts'
import { chevron, severityIcon, ignoredIcon } from './icons.ts'
import { pair } from './pair.ts'
import { plain, prose } from './prose.ts'

export interface NoteView {
  readonly finding: Finding
  readonly rule: RuleNote | undefined
  readonly open: boolean
  readonly proofs: ReadonlyMap<string, Proof>
  /** How many findings of this rule have a fix, this one included. */
  readonly siblings: number
  readonly ignored: boolean
  /** Nothing can be tried: checking is paused. */
  readonly paused: boolean
  /** Findings that are there only because of this one, and the one this is there because of. */
  readonly consequences: readonly Finding[]
  readonly cause: Finding | undefined
  /** Whether there is a chain of imports to show: how Alembic gets to the models of this module, or where it does not. */
  readonly way: boolean
  textOf(path: string): string | undefined
}

const w = words.note

export function annotation(view: NoteView): TemplateResult {
  const { finding, open } = view
  const icon = view.ignored ? ignoredIcon() : severityIcon(finding.severity)
  const name = `${severityWord[finding.severity]} ${finding.code}: ${plain(finding.message)}`
  return html`<section class="note note-${finding.severity} ${open ? 'is-open' : 'is-folded'}" data-finding=${finding.id} role="group" aria-label=${name}>
    <div class="note-head">
      ${icon}<button type="button" class="note-code" data-act=${encode({ t: 'rule', rule: finding.code })}>${finding.code}</button>
      <span class="note-message">${prose(finding.message)}</span>
      <button type="button" class="note-fold" data-act=${encode({ t: open ? 'fold-note' : 'open-note', finding: finding.id })} aria-expanded=${open ? 'true' : 'false'}
        aria-label=${open ? w.close(finding.code) : w.open(finding.code)}>${chevron()}</button>
    </div>
    ${open ? body(view) : nothing}
  </section>`
}

function body(view: NoteView): TemplateResult {
  const { finding, rule, cause } = view
  const fixes = finding.fixes
  const places = [...finding.related, ...view.consequences.map(one => ({ path: one.path, range: one.range, text: `${one.code} ${one.message}` }))]
  // A note about history is read for its count; a comment at one of its places would silence that one.
  const most = finding.older === undefined ? places.length : 3
  const item = (place: Location & { readonly text: string }) => html`<li>${prose(place.text)} ${link(place)}</li>`
  return html`
    ${view.ignored ? html`<p class="note-why">${w.ignoredBecause(finding.reason ?? '')}</p>` : nothing}
    ${rule?.why ? html`<p class="note-why">${prose(rule.why)}</p>` : nothing}
    ${rule?.clause ? html`<p class="note-clause">${w.standard(rule.clause.standard, rule.clause.label)}: <q>${prose(rule.clause.quote)}</q></p>` : nothing}
    ${rule?.not !== undefined && rule.this !== undefined ? pair(rule.not, rule.this) : nothing}
    ${places.length > 0 || cause ? html`<ul class="note-related" aria-label=${w.related}>
      ${cause ? html`<li>${w.because} ${cause.code} ${link(cause)}</li>` : nothing}
      ${places.slice(0, most).map(item)}
      ${places.length > most ? html`<li><details><summary>${w.morePlaces(places.length - most)}</summary><ul>${places.slice(most).map(item)}</ul></details></li>` : nothing}</ul>` : nothing}
    ${fixes.map((fix, i) => proposal(view, fix, i))}
    <div class="note-actions">
      ${fixes.map((fix, i) => fixButton(view, fix, i))}
      ${view.siblings > 1 && fixes.some(fix => fix.class !== 'advice')
        ? html`<button type="button" class="button" data-act=${encode({ t: 'fix-rule', rule: finding.code })}>${w.all(view.siblings, finding.code)}</button>` : nothing}
      ${view.ignored || (finding.older ?? 0) > 1 ? nothing : html`<button type="button" class="button" data-act=${encode({ t: 'ignore', finding: finding.id })}>${w.ignore}</button>`}
      ${view.way ? html`<button type="button" class="link" data-act=${encode({ t: 'way', finding: finding.id })}>${words.chain.show}</button>` : nothing}
      <button type="button" class="link" data-act=${encode({ t: 'rule', rule: finding.code })}>${w.why}</button>
    </div>
    ${fixes.map((fix, i) => fix.class === 'advice' ? nothing : proofLine(view.proofs.get(proofKey(finding.id, i)), view.paused, i))}`
}

const link = ({ path, range }: Location): TemplateResult =>
  html`<button type="button" class="link" data-act=${encode({ t: 'goto', place: { path, range } })}>${w.from(path, range.start.line + 1)}</button>`

const LINES = 12

function proposal(view: NoteView, fix: Fix, index: number): TemplateResult | typeof nothing {
  const title = html`<p class="fix-title">${prose(fix.title)} <span class="badge">${fix.badge}</span></p>`
  if (fix.class === 'advice') return html`<div class="fix" data-fix=${index}>${title}</div>`
  let steps: PlannedStep[]
  try { steps = planSteps(view.textOf, fix.edits, fix.creates) } catch { return html`<div class="fix">${title}</div>` }
  return html`<div class="fix" data-fix=${index}>${title}${steps.map(step => diff(step, view.finding.path, LINES))}</div>`
}

export function diff(step: PlannedStep, here: string, most: number): TemplateResult {
  const lines = changedLines(step)
  const shown = lines.slice(0, most)
  return html`${step.path === here ? nothing : html`<p class="diff-path">${step.path}${step.before === null ? html` <span class="badge">${w.newFile}</span>` : nothing}</p>`}
    <pre class="diff" tabindex="0">${shown.map(line => line === null ? html`<span class="gap">⋯
</span>` : html`<span class="diff-${line.sign === '+' ? 'add' : 'del'}"><span class="sign">${line.sign === '-' ? '−' : '+'}</span> ${line.text}
</span>`)}</pre>${lines.length > most ? html`<p class="diff-more">${w.moreLines(lines.length - most)}</p>` : nothing}`
}

function fixButton(view: NoteView, fix: Fix, index: number): TemplateResult | typeof nothing {
  if (fix.class === 'advice') return nothing
  const proof = view.proofs.get(proofKey(view.finding.id, index))
  const proved = proof?.t === 'tried' && proof.reply.proof.state === 'proved'
  const hopeless = proof?.t === 'tried' && ['remains', 'breaks', 'does-not-parse', 'overlaps', 'none'].includes(proof.reply.proof.state)
  const oneClick = fix.class === 'safe' && (proved || proof === undefined)
  return html`<button type="button" class="button ${index === 0 ? 'primary' : ''}" data-act=${encode({ t: oneClick ? 'apply' : 'review', finding: view.finding.id, fix: index })}
    ?disabled=${hopeless || proof?.t === 'working' || (view.paused && proof === undefined)}>${fix.class === 'safe' && !(proof?.t === 'tried' && !proved) ? w.apply : w.review}</button>`
}

/** Always one line, so that nothing below moves when the proof arrives. */
function proofLine(proof: Proof | undefined, paused: boolean, index: number): TemplateResult {
  if (proof?.t !== 'tried') return html`<p class="proof proof-working" data-fix=${index}>${paused ? w.unavailable : w.working}</p>`
  const { state, text, new: fresh } = proof.reply.proof
  return html`<p class="proof proof-${state}" data-fix=${index}>${state === 'proved' ? '✓ ' : ''}${prose(text)}</p>
    ${fresh.length > 0 ? html`<ul class="proof-new">${fresh.map(one => html`<li>${severityIcon(one.severity)} ${one.code} ${prose(one.message)} <span class="quiet">${one.path}:${one.range.start.line + 1}</span></li>`)}</ul>` : nothing}
    ${proof.reply.refused.length > 0 && state !== 'proved' ? html`<ul class="proof-new">${proof.reply.refused.map(one => html`<li>${one.code} ${prose(one.reason)}</li>`)}</ul>` : nothing}`
}
