// prose.ts: words of the core as text nodes: backticks become code, and nothing else means anything.

import { html, nothing, type TemplateResult } from 'lit/html.js'
import type { Block, Inline } from '../checker/report.ts'

export function prose(text: string): TemplateResult {
  return html`${text.split('`').map((part, i) => i % 2 === 1 ? html`<code>${part}</code>` : part)}`
}

/** The same for accessible names, where there is no code face. */
export const plain = (text: string): string => text.replaceAll('`', '')

/** Only relative links and https leave the page. */
const safeLink = (href: string): boolean => /^(?:https:\/\/|[./#])/.test(href) && !href.startsWith('//')

export function inline(runs: readonly Inline[]): TemplateResult {
  return html`${runs.map(run => {
    const body = run.style === 'code' ? html`<code>${run.text}</code>`
      : run.style === 'strong' ? html`<strong>${run.text}</strong>`
      : run.style === 'emphasis' ? html`<em>${run.text}</em>` : run.text
    return run.href !== undefined && safeLink(run.href) ? html`<a href=${run.href} rel="noreferrer">${body}</a>` : body
  })}`
}

export function block(value: Block, example: (index: number) => TemplateResult | typeof nothing): TemplateResult | typeof nothing {
  switch (value.kind) {
    case 'heading': return value.level <= 2 ? html`<h3>${inline(value.text)}</h3>` : html`<h4>${inline(value.text)}</h4>`
    case 'paragraph': return html`<p>${inline(value.text)}</p>`
    case 'quote': return html`<blockquote>${inline(value.text)}</blockquote>`
    case 'list': return html`<ul>${value.items.map(item => html`<li>${inline(item)}</li>`)}</ul>`
    case 'code': return html`<pre class="sheet" tabindex="0"><code>${value.text}</code></pre>`
    case 'example': return example(value.index)
  }
}
