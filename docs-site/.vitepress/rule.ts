// rule.ts: the page of a rule, from the catalogue's blocks. It writes no sentence of its own about a rule.

import type { Block, CatalogRule, Catalog } from '../../web/src/checker/report.ts'
import { severityWord } from '../../web/src/strings.ts'
import { codeLines } from './code.ts'
import { exampleHtml } from './example.ts'
import { icon, inline, markdownText, prose, sealed } from './html.ts'

const fixWords: Readonly<Record<CatalogRule['fix'], string>> = {
  safe: 'Fix: safe',
  unsafe: 'Fix: to be reviewed',
  generate: 'Fix: writes a new file or function',
  advice: 'Fix: advice only',
  none: 'No fix',
}

function head(rule: CatalogRule, { requirements }: Catalog): string {
  const requirement = requirements.find(({ id }) => id === rule.requirement)
  const facts = [
    `${icon(rule.severity)} ${severityWord[rule.severity]}`,
    fixWords[rule.fix],
    requirement ? `Requirement ${requirement.id}: ${prose(requirement.title)}` : '',
  ].filter(Boolean)
  return `# <span class="rule-code">${rule.code}</span> ${rule.name}\n\n` +
    sealed('ul', 'class="rule-facts"', facts.map((fact) => `<li>${fact}</li>`).join(''))
}

/** *Not this / This*: the standard's own wrong and right lines, side by side. */
function pair(wrong: string, right: string): string {
  const side = (kind: string, title: string, text: string) =>
    `<div class="pair-${kind}"><p class="pair-title">${title}</p><pre tabindex="0">${codeLines(text, []).join('\n')}</pre></div>`
  return sealed('div', 'class="note-pair"', side('not', 'Not this', wrong) + side('this', 'This', right))
}

function plainCode(block: Block & { kind: 'code' }): string {
  return sealed('pre', 'class="plain-code" tabindex="0"', codeLines(block.text, [], block.language).join('\n'))
}

async function blockText(rule: CatalogRule, block: Block, next: Block | undefined, isLead: boolean): Promise<string> {
  switch (block.kind) {
    case 'heading': return `${'#'.repeat(Math.min(block.level, 4))} ${markdownText(block.text)}\n`
    case 'paragraph': return sealed('p', isLead ? 'class="lead"' : '', inline(block.text))
    case 'quote': return sealed('blockquote', 'class="standard"', inline(block.text))
    case 'list': return sealed('ul', '', block.items.map((item) => `<li>${inline(item)}</li>`).join(''))
    case 'example': {
      const example = rule.examples[block.index]
      if (!example) throw new Error(`${rule.code} has no example ${block.index}`)
      return exampleHtml(rule, example)
    }
    case 'code':
      if (block.tag === 'not' && next?.kind === 'code' && next.tag === 'this') return pair(block.text, next.text)
      return plainCode(block)
  }
}

/** Markdown of a rule's page: headings are Markdown, for the outline and the search; all else is sealed HTML. */
export async function rulePage(rule: CatalogRule, catalog: Catalog): Promise<string> {
  const parts = [head(rule, catalog)]
  for (const [i, block] of rule.blocks.entries()) {
    const before = rule.blocks[i - 1]
    const paired = block.kind === 'code' && block.tag === 'this' && before?.kind === 'code' && before.tag === 'not'
    if (!paired) parts.push(await blockText(rule, block, rule.blocks[i + 1], i === 0))
  }
  return parts.join('\n')
}
