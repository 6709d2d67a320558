// run.mjs: runs the test runners side by side and adds up what they say. `./dev test` builds first and then calls this.
//
//   node tests/run.mjs [NAME...]             all runners, or those whose name contains one of these words
//   node tests/run.mjs --changed             those that the files changed since the last commit can break
//   node tests/run.mjs --needs [as above]    runs nothing, and prints what has to be built first
//
// A runner that passes is one line; one that fails is its log. The last line is `N passed, N failed` over all of them.
// A runner that dies, says nothing that can be read, or ran no test at all, counts as one failure.

import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const project = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const results = join(project, 'build/results')

/** SQLAlchemy 2, where `./dev setup` could unpack it; where not, it said so. */
const nextPair = join(project, 'build/tools/next-pair/usr/lib/python3/dist-packages')

/**
 * Each runner writes its own report; `count` reads passed and failed out of it. `needs` is what has to be built: native (the
 * command line), tests and asan (the C++ tests), threads (the same for several threads), wasm, site. `covers` is whose change it can notice, as beginnings of paths.
 * The C++ tests run once in a whole run, under the sanitizers, where invariants are on; without them they are asked for by name.
 */
const core = ['core/', 'cmake/', 'CMakeLists.txt', 'CMakePresets.json']
const runners = [
  { ...playwright('browser'), needs: ['wasm', 'site'], covers: [...core, 'wasm/', 'web/', 'docs-site/', 'tests/web/', 'netlify.toml', 'package-lock.json'], alone: true },
  ...shards('C++ under sanitizers', 'asan', { needs: ['asan'], covers: [...core, 'tests/'] }),
  ...shards('C++', 'native', { needs: ['tests'], covers: [...core, 'tests/'], asked: true }),
  { ...googleTest('threads', 'threads', 0, 'limbeck_threads'), needs: ['threads'], covers: ['core/text/', 'core/python/', 'core/facts/', 'cli/', 'tests/threads/', 'cmake/', 'CMakePresets.json'] },
  { ...vitest('native = WASM', 'tests/wasm'), needs: ['native', 'wasm'], covers: [...core, 'cli/', 'wasm/', 'tests/wasm/', 'web/samples/', 'web/src/checker/'] },
  { ...vitest('command line', 'tests/cli'), needs: ['native'], covers: [...core, 'cli/', 'tests/cli/'] },
  { ...oracle('Alembic', 'revision_graph'), needs: ['native'], covers: [...core, 'cli/', 'tests/oracle/'] },
  { ...oracle('Schema, SQLAlchemy 1.4', 'schema_replay'), needs: ['native'], covers: [...core, 'cli/', 'tests/oracle/'] },
  ...(existsSync(nextPair) ? [{ ...oracle('Schema, SQLAlchemy 2.0', 'schema_replay', nextPair), needs: ['native'], covers: [...core, 'cli/', 'tests/oracle/'] }] : []),
  { ...format('format'), needs: [], covers: ['core/', 'cli/', 'wasm/', 'tests/', '.clang-format'] },
  { ...vitest('documentation', 'tests/docs'), needs: ['wasm', 'site'], covers: ['core/rules/', 'core/formats/', 'docs-site/', 'web/src/', 'tests/docs/'] },
  { ...vitest('TypeScript', 'web'), needs: ['wasm'], covers: ['web/', 'wasm/', 'tests/web/', 'core/formats/', 'package-lock.json'] },
]

/** One program of GoogleTest in two halves, which run side by side. */
function shards(name, preset, more) {
  return [0, 1].map((index) => {
    const half = googleTest(`${name}, ${index + 1} of 2`, preset, index)
    return { ...half, ...more, environment: { GTEST_TOTAL_SHARDS: '2', GTEST_SHARD_INDEX: String(index) } }
  })
}

function googleTest(name, preset, index, program = 'limbeck_tests') {
  const report = join(results, `${preset}-${index}.json`)
  return {
    name,
    report,
    command: [`build/${preset}/${program}`, '--gtest_brief=1', `--gtest_output=json:${report}`],
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

function format(name) {
  const report = join(results, 'format.json')
  return { name, report, command: ['node', 'tests/format.mjs', '--report', report], count: (counts) => counts }
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

/** Paths that differ from the last commit, new ones included. */
function changedFiles() {
  const git = (...words) => execFileSync('git', words, { cwd: project, encoding: 'utf8' }).split('\n').filter(Boolean)
  return [...git('diff', '--name-only', 'HEAD'), ...git('ls-files', '--others', '--exclude-standard')]
}

/** The native tests notice the same as those under sanitizers, and are built in a third of the time. */
function choose(words) {
  if (words.includes('--changed')) {
    const files = changedFiles()
    return runners.filter(({ name, covers }) => !name.includes('sanitizers') && files.some((file) => covers.some((begin) => file.startsWith(begin))))
  }
  return runners.filter(({ name, asked }) => words.length === 0 ? !asked : words.some((word) => name.includes(word)))
}

const words = process.argv.slice(2)
const onlyNeeds = words[0] === '--needs'
const chosen = choose(onlyNeeds ? words.slice(1) : words)
if (onlyNeeds) {
  console.log([...new Set(chosen.flatMap(({ needs }) => needs))].join(' '))
  process.exit(0)
}
if (chosen.length === 0 && words.includes('--changed')) {
  console.log('Nothing that a test could notice has changed since the last commit.')
  process.exit(0)
}
if (chosen.length === 0) {
  console.error(`No runner has such a name. They are: ${runners.map(({ name }) => name).join(', ')}.`)
  process.exit(2)
}

mkdirSync(results, { recursive: true })
const total = { passed: 0, failed: 0 }

async function runOne(runner) {
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
  console.log(`${verdict} ${runner.name.padEnd(28)} ${passed} passed, ${failed} failed, ${seconds} s${why ? ` (${why})` : ''}`)
}

/** Takes the next runner until none is left; one for each core. */
async function lane(queue) {
  for (let runner = queue.shift(); runner; runner = queue.shift()) await runOne(runner)
}

// Browsers are timed by their tests and use every core themselves: they have the machine alone.
for (const runner of chosen.filter(({ alone }) => alone)) await runOne(runner)
const queue = chosen.filter(({ alone }) => !alone)
await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, () => lane(queue)))

console.log(`${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed > 0 ? 1 : 0)
