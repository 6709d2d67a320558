// highlight.ts: five roles of Python text. Used by the editor, and at build time for the page's first sight.

import { parser } from '@lezer/python'
import { highlightTree, tagHighlighter, tags as t } from '@lezer/highlight'

/** Class names are those of page.css; the editor's shadow root repeats them. */
export const roles = tagHighlighter([
  { tag: [t.keyword, t.operatorKeyword, t.controlKeyword, t.definitionKeyword, t.moduleKeyword, t.self], class: 'tok-keyword' },
  { tag: [t.string, t.special(t.string), t.docString], class: 'tok-string' },
  { tag: [t.number, t.bool, t.null], class: 'tok-number' },
  { tag: t.comment, class: 'tok-comment' },
  { tag: [t.definition(t.variableName), t.definition(t.function(t.variableName)), t.function(t.definition(t.variableName)), t.definition(t.className)], class: 'tok-definition' },
])

export interface Token { readonly text: string; readonly role: string }

/** Every line as runs of one role. */
export function highlightLines(text: string): Token[][] {
  const spans: { from: number; to: number; role: string }[] = []
  highlightTree(parser.parse(text), roles, (from, to, role) => spans.push({ from, to, role }))
  const lines: Token[][] = [[]]
  const emit = (from: number, to: number, role: string): void => {
    text.slice(from, to).split('\n').forEach((part, i) => {
      if (i > 0) lines.push([])
      if (part !== '') lines[lines.length - 1]?.push({ text: part, role })
    })
  }
  let at = 0
  for (const span of spans) {
    emit(at, span.from, '')
    emit(span.from, span.to, span.role)
    at = span.to
  }
  emit(at, text.length, '')
  return lines
}
