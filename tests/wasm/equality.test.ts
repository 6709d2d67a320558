// Wall 7: for the same input the command line and checker.wasm print the same bytes, in every format, on every fixture.

import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { type Core, instantiate } from '../../web/src/checker/abi.ts'
import { allFixtures, type Fixture } from './fixtures.ts'

const project = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const limbeck = join(project, 'build/native/limbeck')
const module = await WebAssembly.compile(readFileSync(join(project, 'build/wasm/checker.wasm')))
const core = await instantiate(module)
const fixtures = allFixtures(core, project)

const folder = mkdtempSync(join(tmpdir(), 'limbeck-equality-'))
// Thousands of small files: a slow disk takes its time.
afterAll(() => rmSync(folder, { recursive: true, force: true }), 120_000)

function writeOut({ files }: Fixture, index: number): string {
  const place = join(folder, String(index))
  mkdirSync(place)
  for (const [path, content] of files) {
    mkdirSync(dirname(join(place, path)), { recursive: true })
    writeFileSync(join(place, path), content)
  }
  return place
}

/** What the command line prints about a folder, and how it ends. */
function printed(place: string, words: readonly string[], command = 'check'): Promise<{ code: number; output: string; errors: string }> {
  return new Promise((done) => {
    execFile(limbeck, [command, ...words, '.'], { cwd: place, encoding: 'utf8', maxBuffer: 2 ** 28 }, (error, output, errors) => {
      done({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, output, errors })
    })
  })
}

function fill(core: Core, files: Iterable<readonly [string, Uint8Array]>): void {
  core.clear()
  for (const [path, content] of files) {
    if (core.wants(path).keep) core.setFile(path, content)
  }
}

/** abi.ts answers with values; what has to be equal is the very text that it parsed. */
function textOf(ask: () => unknown): string {
  const parse = vi.spyOn(JSON, 'parse')
  try {
    ask()
    return String(parse.mock.calls[0]?.[0])
  } finally {
    parse.mockRestore()
  }
}

const checkedText = (core: Core): string => textOf(() => core.check())

describe.each(fixtures.map((fixture, index) => ({ name: fixture.name, fixture, index })))('$name', ({ fixture, index }) => {
  test('prints the same bytes through both doors', { timeout: 60_000 }, async () => {
    const place = writeOut(fixture, index)
    fill(core, fixture.files)

    const formats = ['text', 'sarif', 'github', 'markdown'] as const
    const reports = formats.flatMap((format) => ['--output', `${format}=${place}.${format}`])
    const [json, both, ddl, facts] = await Promise.all([
      printed(place, ['--format', 'json', ...reports]),
      printed(place, ['--of', 'both', '--format', 'json'], 'schema'),
      printed(place, ['--of', 'migrations', '--dialect', 'postgresql', '--format', 'sql'], 'schema'),
      printed(place, ['--print', 'facts']),
    ])
    expect(json.code, `limbeck ended with ${json.code}: ${json.errors}`).toBeOneOf([0, 1])
    expect(checkedText(core)).toBe(json.output)
    for (const format of formats) expect(core.report(format), format).toBe(readFileSync(`${place}.${format}`, 'utf8'))
    expect(textOf(() => core.schema({})), 'both schemas').toBe(both.output)
    expect(core.ddl('migrations', { dialect: 'postgresql' }), 'DDL').toBe(ddl.output)
    expect(core.report('facts'), 'facts').toBe(facts.output)
  })

  test('does not depend on the order in which files arrive', () => {
    fill(core, fixture.files)
    const forwards = checkedText(core)
    fill(core, [...fixture.files].reverse())
    expect(checkedText(core)).toBe(forwards)
  })
})

test('a workspace that has seen everything answers like a new one', { timeout: 60_000 }, async () => {
  const last = fixtures[0]
  if (!last) throw new Error('there is no fixture')
  fill(core, last.files)
  const fresh = await instantiate(module)
  fill(fresh, last.files)
  expect(checkedText(core)).toBe(checkedText(fresh))
})
