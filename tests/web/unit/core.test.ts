// core.test.ts: the real checker in Node, through the same door as the page: every sample gives exactly what it declares, and
// answers have the shape the page relies on.

import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { instantiate } from '../../../web/src/checker/abi.ts'
import type { Report } from '../../../web/src/checker/report.ts'
import { planSteps } from '../../../web/src/project/edits.ts'
import { fillPage, loadCore, makeFirst, pagesPath, readSamples, wasmPath } from '../../../web/tools/prerender.ts'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../../web')
const core = await loadCore(root)
const samples = readSamples(core, root)
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

function check(files: readonly { path: string; text: string }[]): Report {
  core.clear()
  for (const file of files) core.setFile(file.path, bytes(file.text))
  return core.check()
}
const counted = (report: Report): string[] => report.findings.filter(finding => finding.because === undefined).map(finding => finding.code).sort()

describe('samples', () => {
  for (const sample of samples) test(`${sample.slug} gives exactly the findings it declares`, () => {
    expect(check(sample.files).findings.map(finding => finding.code).sort()).toEqual([...sample.codes].sort())
  })
  for (const sample of samples) test(`the order in which the files of ${sample.slug} arrive changes nothing`, () => {
    expect(check([...sample.files].reverse())).toEqual(check(sample.files))
  })
  test('the compulsory ones are there', () => {
    expect(samples.map(sample => sample.slug)).toEqual(expect.arrayContaining(['default', 'the-standards-own-examples', 'registered-in-a-helper', 'wrong-phase', 'two-bases', 'everything-passes', 'no-models', 'cannot-tell', 'registration-file', 'auto-discovery', 'plugin-registry', 'two-heads']))
  })
  test('no sample shows a mark of its own expectations', () => {
    for (const sample of samples) for (const file of sample.files) expect(file.text).not.toContain('expect:')
  })
})

describe('every finding of every sample', () => {
  const all = samples.flatMap(sample => check(sample.files).findings.map(finding => ({ sample, finding })))
  test('stands inside its file', () => {
    expect(all.length).toBeGreaterThan(10)
    for (const { sample, finding } of all) {
      const lines = sample.files.find(file => file.path === finding.path)?.text.split('\n') ?? []
      expect(finding.range.start.line).toBeLessThan(lines.length)
      expect(finding.range.start.column).toBeLessThanOrEqual(lines[finding.range.start.line]?.length ?? -1)
    }
  })
  test('has the words of its rule', () => {
    for (const sample of samples) {
      const report = check(sample.files)
      for (const finding of report.findings) expect(report.rules[finding.code]?.why.length ?? 0).toBeGreaterThan(10)
    }
  })
  test('has an id of its own', () => {
    for (const sample of samples) {
      const ids = check(sample.files).findings.map(finding => finding.id)
      expect(new Set(ids).size).toBe(ids.length)
    }
  })
  test('with a safe fix is gone after it, and nothing new appears', () => {
    let tried = 0
    for (const { sample, finding } of all) for (const [i, fix] of finding.fixes.entries()) {
      if (fix.class !== 'safe') continue
      check(sample.files)
      const reply = core.fix({ finding: finding.id, fix: i })
      expect(reply.proof.state, `${sample.slug} ${finding.code}: ${reply.proof.text}`).toBe('proved')
      const texts = new Map(sample.files.map(file => [file.path, file.text]))
      for (const step of planSteps(path => texts.get(path), reply.edits, reply.creates)) if (step.after !== null) texts.set(step.path, step.after)
      const after = check([...texts].map(([path, text]) => ({ path, text })))
      expect(after.findings.map(one => one.id)).not.toContain(finding.id)
      expect(after.findings.length).toBeLessThan(sample.codes.length)
      tried++
    }
    expect(tried).toBeGreaterThan(0)
  })
})

describe('the door', () => {
  test('an unread file makes absence undecided, never a failure', () => {
    core.clear()
    core.setFile('modules/standard/shop/models.py', bytes('from sqlalchemy import Column, Integer\nfrom modules.core.database.models import Base\n\n\nclass Item(Base):\n    __tablename__ = "item"\n    id = Column(Integer, primary_key=True)\n'))
    core.setOpaque('modules/standard/shop/api.py', 'too big')
    const report = core.check()
    expect(counted(report).filter(code => code.startsWith('MR20'))).toEqual([])
    expect(report.clean).toBe(false)
    expect(report.files.find(file => file.path.endsWith('api.py'))?.opaque).toContain('too big')
  })
  test('is asked which paths are worth reading', () => {
    expect(core.wants('modules/standard/shop/models.py').keep).toBe(true)
    expect(core.wants('pyproject.toml').keep).toBe(true)
    expect(core.wants('node_modules/x/models.py').keep).toBe(false)
    expect(core.wants('logo.png').keep).toBe(false)
  })
  test('survives bytes that are no text, no Python, or not there', () => {
    for (const content of [Uint8Array.of(0xff, 0xfe, 0), bytes('\0'), bytes('('.repeat(20_000)), bytes('class Half('), new Uint8Array(0)]) {
      core.clear()
      core.setFile('a.py', content)
      expect(core.check().files).toHaveLength(1)
    }
  })
  test('a removed file leaves no trace', () => {
    const before = check(samples[0]?.files ?? [])
    core.setFile('extra.py', bytes('x = 1\n'))
    core.check()
    core.removeFile('extra.py')
    expect(core.check()).toEqual(before)
  })
  test('an ignore is written by the core, and the finding moves to the ignored ones', () => {
    const sample = samples.find(one => one.slug === 'default')
    if (!sample) throw new Error('no default sample')
    const report = check(sample.files)
    const finding = report.findings.find(one => one.code === 'TC302')
    const reply = core.fix({ ignore: finding?.id ?? '', reason: 'because', scope: 'line' })
    const texts = new Map(sample.files.map(file => [file.path, file.text]))
    for (const step of planSteps(path => texts.get(path), reply.edits, reply.creates)) if (step.after !== null) texts.set(step.path, step.after)
    const after = check([...texts].map(([path, text]) => ({ path, text })))
    expect(after.ignored.map(one => [one.code, one.reason])).toEqual([['TC302', 'because']])
  })
  test('a catalogue page has blocks, and its examples their files', () => {
    const catalog = core.catalog(readFileSync(pagesPath(root)))
    expect(catalog.rules.length).toBeGreaterThan(15)
    for (const rule of catalog.rules) {
      expect(rule.blocks.length, rule.code).toBeGreaterThan(0)
      expect(rule.blocks.filter(block => block.kind === 'example').length, rule.code).toBe(rule.examples.length)
      for (const block of rule.blocks) if (block.kind === 'example') expect(rule.examples[block.index]?.files.length ?? 0, rule.code).toBeGreaterThan(0)
      expect(catalog.families.some(family => rule.code.startsWith(family.prefix)), rule.code).toBe(true)
    }
  })
  test('without the pages the rules are all there, as findings quote them, and have no examples', () => {
    const whole = core.catalog(readFileSync(pagesPath(root))).rules
    const heads = core.catalog(new Uint8Array()).rules
    expect(heads.map(rule => rule.code)).toEqual(whole.map(rule => rule.code))
    for (const [i, { blocks, examples, ...rest }] of whole.entries()) {
      expect(heads[i]).toMatchObject(rest)
      expect(heads[i]?.examples).toEqual([])
      expect(examples.length, rest.code).toBeGreaterThan(0)
      expect(blocks.slice(0, heads[i]?.blocks.length), rest.code).toEqual(heads[i]?.blocks)
    }
  })
  test('one workspace does not know of another', async () => {
    const other = await loadCore(root)
    core.clear()
    core.setFile('a.py', bytes('x = 1\n'))
    expect(other.check().files).toHaveLength(0)
  })
})

test('the first sight of the page is the default sample with its findings, and nothing was left unfilled', () => {
  const sample = samples.find(one => one.slug === 'default')
  if (!sample) throw new Error('no default sample')
  const html = fillPage('<!--files--><!--code--><!--panel--><!--first-->', makeFirst(core, sample))
  expect(html).toContain('class="static-code"')
  for (const code of sample.codes) expect(html).toContain(code)
  expect(html).not.toMatch(/undefined|\[object|@click|<!--/)
})

test('memory grows by half as much again, not page by page', async () => {
  let grown = 0
  const large = await instantiate(await WebAssembly.compile(readFileSync(wasmPath(root))), () => { grown++ })
  const rows = Array.from({ length: 16_000 }, (_, i) => `    ("name${i}", ${i}, None),\n`).join('')
  const before = large.memory()
  large.setFile('data.py', new TextEncoder().encode(`ROWS = [\n${rows}]\n`))
  expect(large.memory()).toBeGreaterThan(1.5 * before)
  expect(grown).toBeGreaterThan(0)
  expect(grown).toBeLessThan(12)
})
