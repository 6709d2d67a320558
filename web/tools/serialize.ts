// serialize.ts: a lit template as plain HTML, for the page's first sight. Handlers and properties are left out; the views use no
// directives, so there is nothing else to know.

import { nothing, type TemplateResult } from 'lit/html.js'

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
export const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, character => escapes[character] ?? '')

const isTemplate = (value: unknown): value is TemplateResult =>
  typeof value === 'object' && value !== null && '_$litType$' in value && 'strings' in value

function child(value: unknown): string {
  if (value === nothing || value === null || value === undefined || value === false) return ''
  if (isTemplate(value)) return serialize(value)
  if (Array.isArray(value)) return value.map(child).join('')
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value))
  throw new TypeError(`a view put something into a template that cannot be prerendered: ${String(value)}`)
}

/** The attribute whose value an expression begins, if the text before it ends in one. */
const opening = /\s([@.?]?)([\w:-]+)=("?)$/

/** Whether the text so far ends inside a tag; script and comments never hold expressions here. */
const insideTag = (text: string): boolean => text.lastIndexOf('<') > text.lastIndexOf('>')

export function serialize(template: TemplateResult): string {
  let out = ''
  let quote = false
  template.strings.forEach((text, i) => {
    // The closing quote of an attribute that was left out goes with it.
    out += quote && text.startsWith('"') ? text.slice(1) : text
    quote = false
    if (i === template.values.length) return
    const value: unknown = template.values[i]
    if (!insideTag(out)) { out += child(value); return }
    const found = opening.exec(out)
    if (!found) { out += escapeHtml(String(value)); return }
    const [whole, sigil = '', name = '', mark = ''] = found
    const drop = (): void => { out = out.slice(0, -whole.length); quote = mark === '"' }
    if (sigil === '@' || sigil === '.') drop()
    else if (sigil === '?') { drop(); if (value) out += ` ${name}` }
    else if (value === nothing) drop()
    else out += mark === '"' ? escapeHtml(String(value)) : `"${escapeHtml(String(value))}"`
  })
  return out
}
