// progress.ts: what is being done while nothing has been checked yet, and how much of it is done. Before that there are no
// findings, so there is no number of them either: not even nought.

import { html, nothing, type TemplateResult } from 'lit/html.js'
import type { Emit } from '../action.ts'
import { paused } from '../checker/client.ts'
import type { State } from '../state.ts'
import { words } from '../strings.ts'

const w = words.status

/** Findings in the report, mere consequences left out; null as long as there is none. */
export const problemCount = (state: State): number | null =>
  state.report === null ? null : state.report.findings.filter(finding => finding.because === undefined).length

/** Files are there, and no report of them yet. */
export const unchecked = (state: State): boolean => state.report === null && state.workspace.files.size > 0

/** "Reading 120 of 553 files": what an unchecked project waits for. */
export function awaited(state: State): string {
  const { checker, workspace: { files } } = state
  switch (checker.t) {
    case 'loading': return w.loading
    case 'recovering': return w.recovering
    case 'safe': return w.safe
    case 'failed': return w.failed
    case 'stopped': return w.stopped
    case 'checking': return checker.reading ? words.importing.reading(checker.reading.done, checker.reading.of) : w.checkingFiles(files.size)
    case 'idle': case 'slow': return w.checkingFiles(files.size)
  }
}

/** A bar; `part` is how much is done, from 0 to 1, undefined where nobody knows. */
export const bar = (part: number | undefined): TemplateResult =>
  part === undefined ? html`<progress aria-label=${w.progress}></progress>` : html`<progress aria-label=${w.progress} max="1" .value=${part}></progress>`

/** What takes long can be stopped, and what was stopped begun again. */
export function stop({ checker }: State, emit: Emit, kind: string): TemplateResult | typeof nothing {
  if (checker.t === 'stopped') return html`<button type="button" class=${kind} @click=${() => emit({ t: 'resume' })}>${w.again}</button>`
  return checker.t === 'slow' || checker.t === 'checking' && checker.long ? html`<button type="button" class=${kind} @click=${() => emit({ t: 'stop' })}>${w.stop}</button>` : nothing
}

/** In place of a view of the report. */
export function progress(state: State, emit: Emit): TemplateResult {
  const { checker } = state
  const part = checker.t === 'checking' && checker.reading ? checker.reading.done / checker.reading.of : undefined
  return html`<div class="awaited pad"><p class="quiet num">${awaited(state)}</p>${paused(checker) ? '' : bar(part)}${stop(state, emit, 'button')}</div>`
}
