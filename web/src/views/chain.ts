// chain.ts: how Alembic gets to each model of a module: the imports from env.py on, to where they arrive or break. The words
// of each step are the core's.

import { html, nothing, type TemplateResult } from 'lit/html.js'
import type { Emit } from '../action.ts'
import { DISCOVERY, type Finding, type Location, type ModelNote, type ModuleVerdict, type Report, type Sighting } from '../checker/report.ts'
import { words } from '../strings.ts'
import { verdictIcon } from './icons.ts'
import { prose } from './prose.ts'

const w = words.chain

export type Sighted = ModelNote & { readonly sighting: Sighting }

/** The models of a module whose way is known or looked for, those that Alembic may not see first. */
export function sighted(module: ModuleVerdict): readonly Sighted[] {
  const rank = { fail: 0, undecided: 1, pass: 2 }
  return module.models.filter((model): model is Sighted => model.sighting !== undefined)
    .sort((a, b) => rank[a.sighting.verdict] - rank[b.sighting.verdict])
}

/** The module a finding counts for. A project that is one module has it at the root, which no finding needs to name. */
const moduleOf = (report: Report | null, finding: Finding): ModuleVerdict | undefined =>
  report?.modules.find(one => one.path === (finding.module ?? ''))

/** The module whose ways explain a finding; undefined where there is nothing to show. */
export function wayOf(report: Report | null, finding: Finding): string | undefined {
  if (finding.requirement !== DISCOVERY) return undefined
  const module = moduleOf(report, finding)
  return module && sighted(module).length > 0 ? module.path : undefined
}

const place = (where: Location, emit: Emit): TemplateResult =>
  html`<button type="button" class="link" @click=${() => emit({ t: 'goto', place: where })}>${words.note.from(where.path, where.range.start.line + 1)}</button>`

function way(model: Sighted, emit: Emit): TemplateResult {
  const { verdict, text, steps } = model.sighting
  const broken = verdict === 'fail'
  return html`<li class="way way-${verdict}">
    <p class="way-model">${verdictIcon(verdict)} <span><span class="unseen">${words.compliance.verdicts[verdict]}: </span><code>${model.name}</code> ${place(model, emit)}</span></p>
    <p class="way-text">${prose(text)}</p>
    ${steps.length === 0 ? nothing : html`<ol class="steps" aria-label=${w.steps(model.name)}>
      ${steps.map((step, i) => {
        const here = broken && i === steps.length - 1
        return html`<li class="step ${here ? 'has-icon' : ''}">${here ? verdictIcon(verdict) : nothing}${place(step, emit)} <span class="step-text">${prose(step.text)}</span></li>`
      })}
      <li class="step step-end ${broken ? '' : 'has-icon'}">${broken ? nothing : verdictIcon(verdict)}${w.ends[verdict]} <code>${model.name}</code></li>
    </ol>`}
  </li>`
}

/** Where everything is well, so many are enough to see how. */
const SHOWN = 8

/** Every model of the module with its way; nothing where no model has one. */
export function chains(module: ModuleVerdict, emit: Emit): TemplateResult | typeof nothing {
  const models = sighted(module)
  if (models.length === 0) return nothing
  const open = models.filter((model, i) => i < SHOWN || model.sighting.verdict !== 'pass')
  const rest = models.slice(open.length)
  return html`<ul class="ways" aria-label=${w.label}>${open.map(model => way(model, emit))}</ul>
    ${rest.length === 0 ? nothing : html`<details class="more-ways"><summary>${w.more(rest.length)}</summary><ul class="ways" aria-label=${w.label}>${rest.map(model => way(model, emit))}</ul></details>`}`
}
