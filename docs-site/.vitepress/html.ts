// html.ts: words of the core as HTML. Everything is text until proven otherwise.

import type { Inline, Severity } from '../../web/src/checker/report.ts'
import { severityIcon } from '../../web/src/views/icons.ts'
import { serialize } from '../../web/tools/serialize.ts'

export function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

/** Prose of a message: backticks become code, nothing else means anything. */
export function prose(text: string): string {
  return text.split('`').map((part, i) => (i % 2 === 1 ? `<code>${escape(part)}</code>` : escape(part))).join('')
}

const wraps = { code: 'code', strong: 'strong', emphasis: 'em' } as const

/** Only relative links and https leave a page; a rule's code is a link to its page. */
function safeLink(href: string): boolean {
  return /^(?:https:\/\/|[./#])/.test(href) && !href.startsWith('//')
}

export function inline(runs: readonly Inline[]): string {
  return runs.map(({ text, style, href }) => {
    const tag = style && wraps[style]
    const body = tag ? `<${tag}>${escape(text)}</${tag}>` : escape(text)
    return href !== undefined && safeLink(href) ? `<a href="${escape(href)}" rel="noreferrer">${body}</a>` : body
  }).join('')
}

/** Text inside a Markdown line of ours: every sign that Markdown or Vue could read becomes an entity. */
export function markdownText(runs: readonly Inline[]): string {
  return runs.map(({ text }) => text.replace(/[^\p{L}\p{N} ]/gu, (sign) => `&#${sign.codePointAt(0)};`)).join('')
}

/** The playground's own drawing. */
export function icon(severity: Severity): string {
  return serialize(severityIcon(severity)).replace(/<!--.*?-->/g, '')
}

/** One HTML block on one line, closed to Vue and Markdown alike. */
export function sealed(tag: string, attributes: string, body: string): string {
  return `<${tag} v-pre${attributes && ` ${attributes}`}>${body.replaceAll('\n', '&#10;')}</${tag}>\n`
}
