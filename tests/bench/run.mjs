// run.mjs: `./dev bench`. Makes a project of 500 files, times the stages natively, and the whole through WebAssembly.
// Figures of different runs are not to be compared: ratios are, and they stand in the last column.

import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runnerImport } from 'vite'

const project = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const folder = join(project, 'build/bench/project')
const modules = 125

/** Four files a module: models with columns and relationships, services, an entry that registers, and its package. */
function moduleFiles(n) {
  const other = (n + 1) % modules
  const name = (k) => `Thing${n}x${k}`
  const models = [0, 1, 2, 3].map((k) => `
class ${name(k)}(Base):
    """The ${k}th thing of module ${n}."""
    __tablename__ = "thing_${n}_${k}"
    __table_args__ = (UniqueConstraint("code", name="uq_thing_${n}_${k}_code"),)

    id = Column(Integer, primary_key=True)
    code = Column(String(32), nullable=False, index=True)
    title = Column(String(200))
    created_at = Column(DateTime(timezone=True), server_default=func.now())
    parent_id = Column(Integer, ForeignKey("thing_${n}_0.id"))
    parent = relationship("${name(0)}", remote_side=[id])
`).join('\n')
  const functions = Array.from({ length: 20 }, (_, k) => `
def find_${k}(session, code, limit=10):
    query = session.query(${name(k % 4)}).filter(${name(k % 4)}.code == code)
    if limit:
        query = query.limit(limit)
    return [row.title for row in query if row.title is not None]
`).join('\n')
  // One module in ten forgets a model, one in ten creates its tables itself: the rules have something to say.
  const registered = [0, 1, 2, ...(n % 10 === 3 ? [] : [3])].map(name).join(', ')
  const direct = n % 10 === 7 ? `    ${name(0)}.__table__.create(bind=app_context.db_engine)\n` : ''
  return {
    '__init__.py': '',
    'models.py': `from sqlalchemy import Column, DateTime, ForeignKey, Integer, String, UniqueConstraint, func\nfrom sqlalchemy.orm import relationship\n\nfrom modules.core.database import Base\n\n${models}`,
    'services.py': `from modules.standard.m${other}.models import Thing${other}x0\n\nfrom .models import ${[0, 1, 2, 3].map(name).join(', ')}\n\n${functions}`,
    'api.py': `from .models import ${[0, 1, 2, 3].map(name).join(', ')}\n\n\nasync def initialize(app_context):\n${direct}    app_context.register_models([${registered}])\n    return True\n`,
  }
}

function makeProject() {
  const files = new Map()
  for (let n = 0; n < modules; n++) {
    for (const [name, text] of Object.entries(moduleFiles(n))) files.set(`modules/standard/m${n}/${name}`, text)
  }
  rmSync(folder, { recursive: true, force: true })
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return files
}

function median(work) {
  const passes = []
  for (let pass = 0; pass < 8; pass++) {
    const start = performance.now()
    work(pass)
    if (pass > 0) passes.push(performance.now() - start)
  }
  return passes.sort((a, b) => a - b)[3]
}

async function timeWasm(files) {
  const { module: { instantiate } } = await runnerImport(join(project, 'web/src/checker/abi.ts'))
  const core = await instantiate(await WebAssembly.compile(readFileSync(join(project, 'build/wasm/checker.wasm'))))
  const encoder = new TextEncoder()
  const bytes = [...files].map(([path, text]) => [path, encoder.encode(text)])
  const [middlePath, middleText] = [...files][files.size >> 1]
  const fill = () => {
    core.clear()
    for (const [path, content] of bytes) core.setFile(path, content)
  }
  const extract = median(fill)
  core.check()
  const edit = median((pass) => {
    core.setFile(middlePath, encoder.encode(middleText + '\n'.repeat(pass + 1)))
    core.check()
  })
  return { extract, edit, memory: core.memory() }
}

const files = makeProject()
const size = [...files.values()].reduce((sum, text) => sum + text.length, 0)
const lines = [...files.values()].reduce((sum, text) => sum + text.split('\n').length - 1, 0)
const native = JSON.parse(execFileSync(join(project, 'build/native/limbeck_bench'), [folder], { encoding: 'utf8' }))
const wasm = await timeWasm(files)

console.log(`${files.size} files, ${lines} lines, ${(size / 1e6).toFixed(1)} MB, ${native.findings} findings; medians of 7 passes\n`)
const row = (name, time, ratio) => console.log(`${name.padEnd(38)} ${time.toFixed(1).padStart(8)} ms  ${ratio}`)
const whole = native.extract + native.link + native.rules + native.json
for (const [name, stage] of [['bytes to facts', 'extract'], ['facts to project', 'link'], ['project to findings', 'rules'], ['findings to JSON', 'json']]) {
  row(`native: ${name}`, native[stage], `${((100 * native[stage]) / whole).toFixed(0)} % of a whole check`)
}
row('native: one file edited', native.edit, `${((100 * native.edit) / whole).toFixed(0)} % of a whole check`)
row('WASM: bytes to facts', wasm.extract, `${(wasm.extract / native.extract).toFixed(2)} times native`)
row('WASM: one file edited, JSON parsed', wasm.edit, `${(wasm.edit / native.edit).toFixed(2)} times native`)
console.log(`\nWASM memory: ${(wasm.memory / 2 ** 20).toFixed(0)} MiB`)
