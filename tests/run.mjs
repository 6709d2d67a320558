// run.mjs: runs every test runner there is and adds up what they say. `./dev test` builds first and then calls this.
//
//   node tests/run.mjs [NAME...]      only the runners whose name contains one of these words
//
// A runner that passes is one line; one that fails is its log. The last line is `N passed, N failed` over all of them.
// A runner that dies, says nothing that can be read, or ran no test at all, counts as one failure.

import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const project = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const results = join(project, 'build/results')

/** SQLAlchemy 2, where `./dev setup` could unpack it; where not, it said so. */
const nextPair = join(project, 'build/tools/next-pair/usr/lib/python3/dist-packages')

/** Each runner writes its own report; `count` reads passed and failed out of it. */
const runners = [
  googleTest('C++', 'native'),
  googleTest('C++ under sanitizers', 'asan'),
  oracle('Alembic', 'revision_graph'),
  oracle('Schema, SQLAlchemy 1.4', 'schema_replay'),
  ...(existsSync(nextPair) ? [oracle('Schema, SQLAlchemy 2.0', 'schema_replay', nextPair)] : []),
  vitest('native = WASM', 'tests/wasm'),
  vitest('documentation', 'tests/docs'),
  vitest('TypeScript', 'web'),
  playwright('browser'),
]

function googleTest(name, preset) {
  const report = join(results, `${preset}.json`)
  return {
    name,
    report,
    command: [`build/${preset}/limbeck_tests`, '--gtest_brief=1', `--gtest_output=json:${report}`],
    count({ tests, failures, errors, disabled }) {
      return { passed: tests - failures - errors - disabled, failed: failures + errors }
    },
  }
}

/** The real tools are the judge: Debian's Alembic, asked by Debian's Python; or another one, unpacked in `packages`. */
function oracle(name, script, packages) {
  const report = join(results, `${name.replace(/\W+/g, '-')}.json`)
  return {
    name,
    report,
    environment: packages ? { PYTHONPATH: packages } : {},
    command: ['/usr/bin/python3', `tests/oracle/${script}.py`, 'build/native/limbeck', '--report', report],
    count: (counts) => counts,
  }
}

function vitest(name, folder) {
  const report = join(results, `${name.replace(/\W+/g, '-')}.json`)
  return {
    name,
    report,
    command: ['npx', 'vitest', 'run', '--root', folder, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    count({ numPassedTests, numFailedTests, testResults }) {
      // A file that cannot be loaded fails as a whole, with no test of its own to count.
      const broken = testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length
      return { passed: numPassedTests, failed: numFailedTests + broken }
    },
  }
}

function playwright(name) {
  const report = join(results, 'playwright.json')
  return {
    name,
    report,
    command: ['npx', 'playwright', 'test', '--config', 'tests/web/playwright.config.ts', '--reporter=line,json'],
    environment: { PLAYWRIGHT_JSON_OUTPUT_NAME: report },
    count({ stats, errors }) {
      return { passed: stats.expected + stats.flaky, failed: stats.unexpected + errors.length }
    },
  }
}

/** Runs to the end, whatever happens; resolves to its exit code (or a word for it) and everything it printed. */
function run([program, ...words], environment) {
  return new Promise((done) => {
    let log = ''
    const child = spawn(program, words, { cwd: project, env: { ...process.env, CI: '1', NO_COLOR: '1', ...environment } })
    child.stdout.on('data', (bytes) => { log += bytes })
    child.stderr.on('data', (bytes) => { log += bytes })
    child.on('error', (error) => done({ code: error.message, log }))
    child.on('close', (code, signal) => done({ code: code ?? signal, log }))
  })
}

function readCounts(runner) {
  if (!existsSync(runner.report)) return undefined
  try {
    return runner.count(JSON.parse(readFileSync(runner.report, 'utf8')))
  } catch {
    return undefined
  }
}

/** What a runner's end is worth. An unhappy exit code is a failure even where the counts know of none. */
function judge({ code }, counts) {
  if (!counts) return { passed: 0, failed: 1, why: `ended with ${code} and left no report` }
  if (counts.passed + counts.failed === 0) return { passed: 0, failed: 1, why: 'ran no test at all' }
  if (code !== 0 && counts.failed === 0) return { ...counts, failed: 1, why: `ended with ${code}` }
  return counts
}

const wanted = process.argv.slice(2)
const chosen = runners.filter(({ name }) => wanted.length === 0 || wanted.some((word) => name.includes(word)))
if (chosen.length === 0) {
  console.error(`No runner has such a name. They are: ${runners.map(({ name }) => name).join(', ')}.`)
  process.exit(2)
}

mkdirSync(results, { recursive: true })
const total = { passed: 0, failed: 0 }
for (const runner of chosen) {
  rmSync(runner.report, { force: true })
  const start = performance.now()
  const end = await run(runner.command, runner.environment)
  const { passed, failed, why } = judge(end, readCounts(runner))
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  total.passed += passed
  total.failed += failed

  if (failed > 0) {
    console.log(end.log.trimEnd())
    console.log(`^ ${runner.name}: ${runner.command.join(' ').replaceAll(`${project}/`, '')}`)
  }
  const verdict = failed > 0 ? 'FAIL' : 'ok  '
  console.log(`${verdict} ${runner.name.padEnd(22)} ${passed} passed, ${failed} failed, ${seconds} s${why ? ` (${why})` : ''}`)
}

console.log(`${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed > 0 ? 1 : 0)
