// code.ts: Python as lines of HTML, highlighted as the editor does it, with the findings' places underlined.

import type { Finding, Severity } from '../../web/src/checker/report.ts'
import { highlightLines } from '../../web/src/editor/highlight.ts'
import { escape } from './html.ts'

interface Mark { readonly from: number; readonly to: number; readonly name: string }

const order: readonly Severity[] = ['error', 'warning', 'info']

/** What is underlined in one line, the worst first. A range over several lines never underlines their indentation. */
function marksOf(line: string, number: number, findings: readonly Finding[]): Mark[] {
  const indent = line.length - line.trimStart().length
  return findings
    .filter(({ range }) => range.start.line <= number && range.end.line >= number)
    .sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity))
    .map(({ range, severity }) => ({
      from: Math.max(range.start.line === number ? range.start.column : 0, indent),
      to: range.end.line === number ? range.end.column : line.length,
      name: `mark-${severity}`,
    }))
}

/** Each line as HTML; `findings` are those of this file. */
export function codeLines(text: string, findings: readonly Finding[], language = 'py'): string[] {
  const lines = language === 'py'
    ? highlightLines(text.replace(/\n$/, ''))
    : text.replace(/\n$/, '').split('\n').map((line) => [{ text: line, role: '' }])

  return lines.map((tokens, number) => {
    const marks = marksOf(tokens.map((token) => token.text).join(''), number, findings)
    let column = 0
    return tokens.map((token) => {
      const begin = column
      const end = column += token.text.length
      const cuts = [begin, ...marks.flatMap(({ from, to }) => [from, to]).filter((cut) => cut > begin && cut < end), end]
      const places = [...new Set(cuts)].sort((a, b) => a - b)
      return places.slice(0, -1).map((from, i) => {
        const mark = marks.find((one) => one.from <= from && one.to > from)
        const names = [token.role, mark?.name ?? ''].filter(Boolean).join(' ')
        const body = escape(token.text.slice(from - begin, (places[i + 1] ?? end) - begin))
        return names ? `<span class="${names}">${body}</span>` : body
      }).join('')
    }).join('')
  })
}
