// drawer.ts: the rules, from the core's catalogue: a searchable list, and the page of one.

import { html, nothing, type TemplateResult } from 'lit/html.js'
import type { Emit } from '../action.ts'
import { paused } from '../checker/client.ts'
import type { Block, Catalog, CatalogRule, Example } from '../checker/report.ts'
import type { State } from '../state.ts'
import { words, severityWord } from '../strings.ts'
import { chevron, cross, lens, severityIcon } from './icons.ts'
import { pair } from './pair.ts'
import { block, prose } from './prose.ts'

const w = words.drawer

function list(catalog: Catalog, query: string, emit: Emit): TemplateResult {
  const text = query.trim().toLowerCase()
  const found = catalog.rules.filter(rule => text === '' || `${rule.code} ${rule.name} ${rule.summary} ${rule.clause?.quote ?? ''}`.toLowerCase().includes(text))
  return html`<div class="field search-field">${lens()}<input type="search" aria-label=${w.search} placeholder=${w.search} .value=${query}
      @input=${(event: Event) => emit({ t: 'search-rules', query: (event.currentTarget as HTMLInputElement).value })}></div>
    ${found.length === 0 ? html`<p class="quiet">${w.none}</p>` : nothing}
    ${catalog.families.map(family => {
      const own = found.filter(rule => rule.code.startsWith(family.prefix))
      return own.length === 0 ? nothing : html`<h3 class="family">${family.title}</h3><ul class="plain-list rules">${own.map(rule => html`<li>
        ${severityIcon(rule.severity)} <span><button type="button" class="link rule-code" @click=${() => emit({ t: 'rule', rule: rule.code })}>${rule.code}</button> ${prose(rule.summary)}</span></li>`)}</ul>`
    })}`
}

function example(one: Example): TemplateResult {
  return html`<div class="example example-${one.kind}">${one.title ? html`<h4>${one.title}</h4>` : nothing}
    ${one.files.map(file => html`<p class="diff-path">${file.path}</p><pre class="sheet" tabindex="0">${file.text.replace(/\n$/, '').split('\n').map((line, i) => {
      const here = one.expected.filter(finding => finding.path === file.path && finding.line === i)
      return html`<span class="sheet-line ${here.length > 0 ? 'is-marked' : ''}">${line}
</span>${here.map(finding => html`<span class="sheet-mark">${finding.code}
</span>`)}`
    })}</pre>`)}
    ${one.fixed.map(file => html`<p class="diff-path">${file.path} ${w.fixed}</p><pre class="sheet sheet-fixed" tabindex="0">${file.text.replace(/\n$/, '')}</pre>`)}</div>`
}

const isTagged = (value: Block | undefined, tag: string): value is Block & { kind: 'code' } => value?.kind === 'code' && value.tag === tag

/** One block of the page; the standard's two snippets stand as one. */
function part(rule: CatalogRule, one: Block, next: Block | undefined, before: Block | undefined): TemplateResult | typeof nothing {
  if (isTagged(one, 'not') && isTagged(next, 'this')) return pair(one.text, next.text)
  if (isTagged(one, 'this') && isTagged(before, 'not')) return nothing
  return block(one, index => {
    const shown = rule.examples[index]
    return shown ? example(shown) : nothing
  })
}

function page(rule: CatalogRule, emit: Emit): TemplateResult {
  return html`<p class="rule-title">${severityIcon(rule.severity)} <strong>${rule.code}</strong> <span>${rule.name}</span></p>
    <p class="quiet">${severityWord[rule.severity]} · ${w.fixes}: ${rule.fix}</p>
    <div class="rule-page">${rule.blocks.map((one, i) => part(rule, one, rule.blocks[i + 1], rule.blocks[i - 1]))}</div>
    ${rule.examples.length === 0 ? html`<p class="quiet">${w.noExamples}</p>` : nothing}
    <p class="note-actions">
      ${rule.examples.some(one => one.kind === 'bad') ? html`<button type="button" class="button" @click=${() => emit({ t: 'example', rule: rule.code })}>${w.tryIt}</button>` : nothing}
      <a class="link" href=${`/docs/rules/${rule.code}`} rel="noreferrer" target="_blank">${w.docs}</a></p>`
}

export function drawer(state: State, emit: Emit): TemplateResult | typeof nothing {
  const shown = state.drawer
  if (!shown) return nothing
  const rule = state.catalog?.rules.find(one => one.code === shown.code)
  return html`<section class="drawer" role="dialog" aria-label=${w.title} tabindex="-1">
    <div class="drawer-head">
      ${shown.code !== null ? html`<button type="button" class="link back-link" @click=${() => emit({ t: 'rules' })}>${chevron()} ${w.back}</button>` : html`<h2>${w.title}</h2>`}
      <span class="space"></span>
      <button type="button" class="icon-button small" aria-label=${w.close} @click=${() => emit({ t: 'close-rules' })}>${cross()}</button>
    </div>
    <div class="drawer-body">
    ${!state.catalog ? html`<p class="quiet">${paused(state.checker) ? w.unavailable : w.loading}</p>`
      : rule ? page(rule, emit) : list(state.catalog, shown.query, emit)}
    </div>
  </section>`
}
