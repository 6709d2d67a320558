// chain.test.ts: the ways that Alembic takes to models, as the core tells them, and as the page shows them.

import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { nothing } from 'lit/html.js'
import { describe, expect, test } from 'vitest'
import { DISCOVERY, type ModuleVerdict, type Report } from '../../../web/src/checker/report.ts'
import { matrixMarkdown } from '../../../web/src/flows/matrix.ts'
import { chains, sighted, wayOf } from '../../../web/src/views/chain.ts'
import { loadCore, readSamples } from '../../../web/tools/prerender.ts'
import { serialize } from '../../../web/tools/serialize.ts'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../../web')
const core = await loadCore(root)
const samples = readSamples(core, root)
const nobody = (): void => undefined

function reportOf(slug: string): Report {
  core.clear()
  for (const file of samples.find(one => one.slug === slug)?.files ?? []) core.setFile(file.path, new TextEncoder().encode(file.text))
  return core.check()
}
function moduleOf(report: Report, name: string): ModuleVerdict {
  const module = report.modules.find(one => one.name === name)
  if (!module) throw new Error(`no module ${name} among ${report.modules.map(one => one.name).join(', ')}`)
  return module
}
const shown = (module: ModuleVerdict): string => {
  const template = chains(module, nobody)
  return template === nothing ? '' : serialize(template).replace(/<svg[\s\S]*?<\/svg>/g, '').replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ').trim()
}

const where = { path: 'app/a.py', range: { start: { line: 6, column: 6 }, end: { line: 6, column: 7 } } }
const module: ModuleVerdict = {
  path: 'app', name: 'app', verdict: 'fail', label: 'fails', requirements: [],
  models: [
    { ...where, name: 'Seen', sighting: { verdict: 'pass', text: '`env.py` gets to it in 1 step', steps: [{ ...where, path: 'env.py', text: 'imports `app/a.py`' }] } },
    { ...where, name: 'Elsewhere' },
    { ...where, name: 'Open', sighting: { verdict: 'undecided', text: 'Cannot tell', steps: [{ ...where, text: 'may import it' }] } },
    { ...where, name: 'Lost', sighting: { verdict: 'fail', text: 'Nothing gets to it', steps: [] } },
  ],
}

describe('the ways to the models of a module', () => {
  test('those that break come first, and a model that no env.py is about has none', () => {
    expect(sighted(module).map(model => model.name)).toEqual(['Lost', 'Open', 'Seen'])
  })
  test('end in words that fit the verdict, and only where there are steps', () => {
    const text = shown(module)
    expect(text).toContain('env.py:7 imports app/a.py Arrives at Seen')
    expect(text).toContain('app/a.py:7 may import it Perhaps arrives at Open')
    expect(text).not.toContain('Never arrives at Lost')
  })
  test('are nothing where no model has one', () => {
    expect(chains({ ...module, models: [{ ...where, name: 'Elsewhere' }] }, nobody)).toBe(nothing)
  })
  test('are all there, though only some are open where all is well', () => {
    const seen = (n: number) => ({ ...where, name: `Seen${n}`, sighting: { verdict: 'pass' as const, text: 'seen', steps: [] } })
    const text = shown({ ...module, models: [...Array.from({ length: 30 }, (_, n) => seen(n)), ...module.models] })
    for (const name of ['Lost', 'Open', 'Seen0', 'Seen29']) expect(text).toContain(`: ${name} app/a.py:7`)
    expect(text).toContain('25 more models')
  })
  test('never put words of the core into the page as markup', () => {
    const hostile = { ...module, models: [{ ...where, name: '<b>', sighting: { verdict: 'fail' as const, text: '<img onerror=x>', steps: [] } }] }
    expect(serialize(chains(hostile, nobody) as never)).not.toMatch(/<img|<b>/)
  })
})

describe('the ways that the core tells', () => {
  test('run from env.py over the registration file to the model', () => {
    const report = reportOf('registration-file')
    const model = sighted(moduleOf(report, 'project')).find(one => one.name === 'User')
    expect(model?.sighting.verdict).toBe('pass')
    expect(model?.sighting.steps.map(step => step.path)).toEqual(['migrations/env.py', 'app/db/model_registration.py'])
    expect(model?.path).toBe('app/domains/users/models.py')
  })
  test('have a sentence for every model, and stand where the model or an import is', () => {
    let told = 0
    for (const { slug, files } of samples) for (const one of reportOf(slug).modules) for (const model of sighted(one)) {
      expect(model.sighting.text, slug).not.toBe('')
      told += model.sighting.steps.length
      for (const step of model.sighting.steps) {
        const line = files.find(file => file.path === step.path)?.text.split('\n')[step.range.start.line]
        expect(line?.trim(), `${slug} ${step.path}`).toBeTruthy()
        expect(step.text).not.toBe('')
      }
    }
    expect(told).toBeGreaterThan(10)
  })
  for (const slug of ['registration-file', 'auto-discovery', 'plugin-registry']) test(`every finding about discovery in ${slug} leads to a way that breaks`, () => {
    const report = reportOf(slug)
    const findings = report.findings.filter(finding => finding.requirement === DISCOVERY)
    expect(findings.length).toBeGreaterThan(0)
    for (const finding of findings) {
      const at = wayOf(report, finding)
      expect(at).toBeDefined()
      expect(sighted(report.modules.find(one => one.path === at) ?? module)[0]?.sighting.verdict).toBe('fail')
    }
  })
  test('are not offered for what is not about discovery, or in no module that has models', () => {
    const report = reportOf('registration-file')
    const [finding] = report.findings.filter(one => one.requirement === DISCOVERY)
    if (!finding) throw new Error('no finding')
    expect(wayOf(report, { ...finding, module: 'app/nowhere' })).toBeUndefined()
    expect(wayOf({ ...report, modules: [module] }, finding)).toBeUndefined()
    expect(wayOf({ ...report, modules: [module] }, { ...finding, module: 'app' })).toBe('app')
    expect(wayOf(report, { ...finding, requirement: 'A1' })).toBeUndefined()
    expect(wayOf(null, finding)).toBeUndefined()
  })
})

test('the matrix as Markdown has every requirement as a column', () => {
  const report = reportOf('registration-file')
  const [head = ''] = matrixMarkdown(report).split('\n')
  expect(report.requirements.length).toBeGreaterThan(5)
  for (const one of report.requirements) expect(head).toContain(`${one.id} ${one.title}`)
})
