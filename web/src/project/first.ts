// first.ts: the state the page begins with: the default sample, with the findings made at build time.

import type { First } from '../fallback.ts'
import { initialState, type State } from '../state.ts'
import { PLAIN } from './plain.ts'
import { emptyWorkspace, withFiles } from './workspace.ts'

export function firstState(first: First): State {
  const base = emptyWorkspace(first.title, { t: 'sample', slug: first.slug })
  const workspace = withFiles(base, first.files.map(file => ({ ...file, form: PLAIN })), [], first.files.length, first.active)
  return {
    ...initialState(workspace), report: first.report, selected: first.selected, proofs: new Map(first.proofs),
    vers: new Map([...workspace.files].map(([path, file]) => [path, file.ver])), known: new Set(first.report.findings.map(finding => finding.id)),
  }
}
