// matrix.ts: the compliance matrix as a Markdown table, for a pull request.

import type { Report } from '../checker/report.ts'
import { words } from '../strings.ts'

export function matrixMarkdown(report: Report): string {
  const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')
  const head = [words.compliance.module, ...report.requirements.map(one => `${one.id} ${one.title}`)]
  const rows = report.modules.map(module => [`\`${module.path || module.name}\``, ...report.requirements.map(requirement => {
    const found = module.requirements.find(one => one.id === requirement.id)
    const n = found?.findings.length ?? 0
    return words.compliance.verdicts[found?.verdict ?? 'not-applicable'] + (n > 0 ? ` (${n})` : '')
  })])
  return [head, head.map(() => '---'), ...rows].map(row => `| ${row.map(cell).join(' | ')} |`).join('\n') + '\n'
}
