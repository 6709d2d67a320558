// checklist.ts: the checklist of a revision as Markdown, for a pull request.

import type { Checked } from '../views/checklist.ts'
import { words } from '../strings.ts'

/** Words of the core on one line: backticks stay what they are, and nothing else becomes markup. */
const line = (text: string): string =>
  text.replaceAll('\n', ' ').trim().split('`').map((part, i) => i % 2 === 1 ? part : part.replaceAll('<', '&lt;')).join('`')

export function checklistMarkdown({ id, message, checklist }: Checked): string {
  const items = checklist.flatMap(item => [
    `- [${item.verdict === 'pass' ? 'x' : ' '}] **${line(item.title)}**: ${words.compliance.verdicts[item.verdict]}. ${line(item.text)}${item.codes.length > 0 ? ` (${item.codes.join(', ')})` : ''}`,
    ...item.evidence.map(place => `  - ${line(place.text)} \`${words.note.from(place.path, place.range.start.line + 1)}\``),
  ])
  return `### ${words.checklist.title} \`${id}\`${message === '' ? '' : `: ${line(message)}`}\n\n${items.join('\n')}\n`
}
