// example.ts: an example of a rule page, checked while the page is made, its findings drawn under their lines.
// A page that promises other findings than the checker gives does not build.

import type { CatalogRule, Example, Finding, FixedFile, NewFile } from '../../web/src/checker/report.ts'
import { severityWord } from '../../web/src/strings.ts'
import { codeLines } from './code.ts'
import { check } from './core.ts'
import { escape, icon, prose, sealed } from './html.ts'

type Place = Example['expected'][number]

const placeName = ({ path, line, code }: Place) => `${code} at ${path}:${line + 1}`

function demandFindings(rule: CatalogRule, example: Example, findings: readonly Finding[]): void {
  const given = findings.map(({ path, range, code }) => placeName({ path, line: range.start.line, code })).sort()
  const promised = example.expected.map(placeName).sort()
  if (given.join('\n') === promised.join('\n')) return
  throw new Error(
    `${rule.code} ${rule.name}, ${example.kind} example "${example.title}": the page promises ` +
    `[${promised.join(', ')}] and the checker finds [${given.join(', ')}].`)
}

/** A link that no one needs to follow: the rule of this very page is named, others are linked. */
function codeOf(finding: Finding, page: string): string {
  return finding.code === page
    ? `<span class="note-code">${finding.code}</span>`
    : `<a class="note-code" href="./${finding.code}">${finding.code}</a>`
}

function note(finding: Finding, page: string): string {
  const related = finding.related.map(({ path, range, text }) =>
    `<li>${prose(text)} <span class="quiet">${escape(path)}:${range.start.line + 1}</span></li>`).join('')
  const fixes = finding.fixes.map((fix) =>
    `<p class="fix-title">${prose(fix.title)} <span class="badge">${escape(fix.badge)}</span></p>`).join('')
  return `<section class="note note-${finding.severity} is-open" role="group" aria-label="${severityWord[finding.severity]} ${finding.code}">` +
    `<div class="note-head">${icon(finding.severity)}${codeOf(finding, page)}<span class="note-message">${prose(finding.message)}</span></div>` +
    (related && `<ul class="note-related">${related}</ul>`) + fixes + '</section>'
}

/** Lines up to and including the last one of a finding, then its notes, then the lines that follow. */
function sheet(file: NewFile, findings: readonly Finding[], page: string): string {
  const lines = codeLines(file.text, findings)
  const notes = new Map<number, Finding[]>()
  for (const finding of findings) {
    const line = Math.min(finding.range.start.line, lines.length - 1)
    notes.set(line, [...(notes.get(line) ?? []), finding])
  }

  let body = ''
  let run = ''
  const flush = () => {
    if (run) body += `<pre class="lines">${run}</pre>`
    run = ''
  }
  lines.forEach((line, i) => {
    run += `<code class="line" data-number="${i + 1}">${line || ' '}</code>`
    const here = notes.get(i)
    if (!here) return
    flush()
    body += here.map((finding) => note(finding, page)).join('')
  })
  flush()
  return body
}

function figure(caption: string, body: string, kind: string): string {
  return `<figure class="sheet ${kind}"><figcaption>${caption}</figcaption>` +
    `<div class="sheet-body" tabindex="0" role="group" aria-label="${caption.replace(/<[^>]*>/g, '')}">${body}</div></figure>`
}

/** One line of a unified diff; nothing for its head. */
function diffLine(line: string): string {
  const sign = line.charAt(0)
  if (sign === '@') return '<code class="line gap">⋯</code>'
  const kind = sign === '+' ? 'add' : sign === '-' ? 'del' : 'same'
  return `<code class="line diff-${kind}" data-sign="${sign === '-' ? '−' : sign}">${escape(line.slice(1)) || ' '}</code>`
}

/** What the fixes of this page make of a file, as changed lines among their neighbours. */
function proposal(after: FixedFile): string {
  const body = after.diff === undefined
    ? codeLines(after.text, []).map((line) => `<code class="line diff-add" data-sign="+">${line || ' '}</code>`).join('')
    // Behind the two lines of the head and the first place, which say nothing here.
    : after.diff.replace(/\n$/, '').split('\n').slice(3).map(diffLine).join('')
  return figure(`${escape(after.path)} <span class="quiet">${after.diff === undefined ? 'made by the fix' : 'after the fix'}</span>`,
    `<pre class="lines">${body}</pre>`, 'sheet-fixed')
}

/** Figures of one example; `page` is the code of the rule whose page it stands on. */
export async function exampleHtml(rule: CatalogRule, example: Example, page = rule.code): Promise<string> {
  const { findings } = await check(example.files)
  demandFindings(rule, example, findings)
  const title = example.title ? `<h3 class="example-title">${prose(example.title)}</h3>` : ''
  const sheets = example.files.map((file) =>
    figure(escape(file.path), sheet(file, findings.filter(({ path }) => path === file.path), page), `sheet-${example.kind}`))
  const elsewhere = findings.filter(({ path }) => !example.files.some((file) => file.path === path))
  const fixed = example.fixed.map((file) => proposal(file))
  return sealed('div', `class="example example-${example.kind}"`,
    title + sheets.join('') + elsewhere.map((finding) => note(finding, page)).join('') + fixed.join(''))
}
