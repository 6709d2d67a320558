// catalogue.data.ts: what the tables show of the catalogue, and the example of the first page.

import type { CatalogRule } from '../../web/src/checker/report.ts'
import { byFamily, catalogue } from './core.ts'
import { exampleHtml } from './example.ts'
import { severityWord } from '../../web/src/strings.ts'
import { escape, icon, prose } from './html.ts'

export interface RuleRow {
  readonly code: string
  readonly name: string
  readonly summary: string
  readonly severity: CatalogRule['severity']
  readonly severityHtml: string
  readonly fix: CatalogRule['fix']
  readonly requirement: string
}

export interface CatalogueData {
  readonly version: string
  readonly families: readonly { readonly title: string; readonly rules: readonly RuleRow[] }[]
  readonly requirements: readonly { readonly id: string; readonly title: string; readonly quote: string; readonly codes: readonly string[] }[]
  readonly example: string
}

declare const data: CatalogueData
export { data }

function row(rule: CatalogRule): RuleRow {
  return {
    code: rule.code,
    name: rule.name,
    summary: prose(rule.summary),
    severity: rule.severity,
    severityHtml: `${icon(rule.severity)} ${severityWord[rule.severity]}`,
    fix: rule.fix,
    requirement: rule.requirement ?? '',
  }
}

export default {
  async load(): Promise<CatalogueData> {
    const catalog = await catalogue()
    // The mistake that the standard is most about, or whatever can be shown.
    const shown = [...catalog.rules.filter(({ code }) => code === 'TC302'), ...catalog.rules]
      .find(({ examples }) => examples.some(({ kind }) => kind === 'bad'))
    const bad = shown?.examples.find(({ kind }) => kind === 'bad')
    return {
      version: escape(catalog.limbeck),
      families: byFamily(catalog).map(({ title, rules }) => ({ title, rules: rules.map(row) })),
      requirements: catalog.requirements.map((requirement) => ({
        id: requirement.id,
        title: prose(requirement.title),
        quote: prose(requirement.quote),
        codes: catalog.rules.filter((rule) => rule.requirement === requirement.id).map(({ code }) => code),
      })),
      example: shown && bad ? (await exampleHtml(shown, { ...bad, title: '' }, '')).replaceAll('href="./', 'href="./rules/').replace(' v-pre', '') : '',
    }
  },
}
