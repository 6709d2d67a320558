// What `limbeck fix` leaves behind, on every fixture: nothing new at any severity, nothing to do for a second run, and files that
// Python itself parses and whose imports lead somewhere (tests/oracle/fixed_files.py).

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { type Core, instantiate } from '../../web/src/checker/abi.ts'
import type { Finding } from '../../web/src/checker/report.ts'
import { planSteps } from '../../web/src/project/edits.ts'
import { allFixtures } from './fixtures.ts'

const project = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const core = await instantiate(await WebAssembly.compile(readFileSync(join(project, 'build/wasm/checker.wasm'))))
const decoder = new TextDecoder()
const encoder = new TextEncoder()

type Texts = Map<string, string>

/** Files that are text in line endings that the page keeps; what else there is says nothing about fixes. */
const fixtures = allFixtures(core, project)
  .map(({ name, files }) => ({ name, files: new Map([...files].map(([path, bytes]) => [path, decoder.decode(bytes)])) as Texts }))
  .filter(({ files }) => [...files.values()].every((text) => !text.includes('\r') && text.length < 100_000))

function fill(core: Core, files: Texts): void {
  core.clear()
  for (const [path, text] of files) if (core.wants(path).keep) core.setFile(path, encoder.encode(text))
}

/** What a finding is about, whatever the lines around it look like. */
const counted = (findings: readonly Finding[]): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const { code, path, message } of findings) counts.set(`${code} ${path} ${message}`, (counts.get(`${code} ${path} ${message}`) ?? 0) + 1)
  return counts
}

interface Run { readonly after: Texts; readonly applied: number; readonly fresh: readonly Finding[] }

function fixed(files: Texts, unsafe: boolean): Run {
  fill(core, files)
  const reply = core.fix({ safe: true, ...(unsafe ? { unsafe: true } : {}) })
  const after = new Map(files)
  for (const step of planSteps((path) => files.get(path), reply.edits, reply.creates)) if (step.after !== null) after.set(step.path, step.after)
  return { after, applied: reply.applied.length, fresh: reply.proof.new }
}

const cases: { name: string; before: Record<string, string>; after: Record<string, string> }[] = []

describe.each([false, true])('with unsafe fixes: %s', (unsafe) => {
  test('nothing new appears, and a second run changes nothing', { timeout: 600_000 }, () => {
    let changed = 0
    for (const { name, files } of fixtures) {
      const { after, applied, fresh } = fixed(files, unsafe)
      expect(fresh.map(({ code, path, message }) => `${code} ${path} ${message}`), name).toEqual([])
      if (applied === 0) continue
      changed++
      fill(core, files)
      const before = core.check().findings
      fill(core, after)
      const now = core.check().findings
      expect(now.length, `${name}: it has fewer findings`).toBeLessThan(before.length)
      const known = counted(before)
      for (const [finding, times] of counted(now)) {
        // A message that counts may count less, and is another one then: its code was there in that file.
        const kind = finding.split(' ').slice(0, 2).join(' ')
        const had = [...known].filter(([one]) => (known.has(finding) ? one === finding : one.startsWith(`${kind} `))).reduce((sum, [, n]) => sum + n, 0)
        expect(had, `${name}: ${finding}`).toBeGreaterThanOrEqual(times)
      }
      const again = fixed(after, unsafe)
      expect([...again.after], `${name}: a second run`).toEqual([...after])
      cases.push({ name: `${name}${unsafe ? ', unsafe' : ''}`, before: Object.fromEntries(files), after: Object.fromEntries(after) })
    }
    expect(changed, 'projects that a fix changed').toBeGreaterThan(100)
  })
})

const folder = mkdtempSync(join(tmpdir(), 'limbeck-fixes-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('Python parses what was changed, and finds what is imported', { timeout: 300_000 }, () => {
  const file = join(folder, 'cases.json')
  writeFileSync(file, JSON.stringify(cases))
  expect(cases.length).toBeGreaterThan(200)
  expect(JSON.parse(execFileSync('/usr/bin/python3', [join(project, 'tests/oracle/fixed_files.py'), file], { encoding: 'utf8', maxBuffer: 2 ** 26 }))).toEqual([])
})

test('Python complains about a fix that breaks a file', () => {
  const file = join(folder, 'broken.json')
  const before = { 'app/__init__.py': '', 'app/a.py': 'x = 1\n', 'app/b.py': 'y = 1\n' }
  const after = { ...before, 'app/a.py': 'from .c import z\nfrom app.b import z\nimport numpy\n', 'app/b.py': 'y = (\n' }
  writeFileSync(file, JSON.stringify([{ name: 'broken', before, after }]))
  const found = JSON.parse(execFileSync('/usr/bin/python3', [join(project, 'tests/oracle/fixed_files.py'), file], { encoding: 'utf8' })) as { problem: string }[]
  expect(found.map(({ problem }) => problem).sort()).toEqual(['it does not parse any more', 'no module .c', 'no module numpy'])
})
