// format.mjs: whether every C++ file is as .clang-format writes it. `./dev format` mends what this finds.
//
//   node tests/format.mjs --report FILE     a JSON object {passed, failed}: one for each file
//
// Versions of clang-format differ in details: 14, Debian 12's, is the judge. Another one proves nothing, and that is said.

import { spawnSync } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const project = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const judge = 14

const files = ['core', 'cli', 'wasm', 'tests'].flatMap((folder) =>
  readdirSync(join(project, folder), { recursive: true })
    .filter((path) => /\.(cpp|h)$/.test(path) && !path.includes('node_modules'))
    .map((path) => join(folder, path)))

const version = Number(/version (\d+)/.exec(spawnSync('clang-format', ['--version'], { encoding: 'utf8' }).stdout ?? '')?.[1])
if (version !== judge) console.log(`This is clang-format ${version}; only ${judge} can tell, so nothing is compared.`)
const { stderr = '' } = version === judge
  ? spawnSync('clang-format', ['--dry-run', '--Werror', ...files], { cwd: project, encoding: 'utf8', maxBuffer: 2 ** 28 })
  : {}
const wrong = new Set([...stderr.matchAll(/^(\S+?):\d+:\d+: error/gm)].map(([, path]) => path))
for (const path of wrong) console.log(`${path} is not as .clang-format writes it: run \`./dev format\``)

const report = process.argv.indexOf('--report') + 1
if (report > 0) writeFileSync(process.argv[report], JSON.stringify({ passed: files.length - wrong.size, failed: wrong.size }))
process.exit(wrong.size > 0 ? 1 : 0)
