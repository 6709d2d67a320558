// run.mjs: `./dev bench`. Makes a project of 500 files of the module framework, and a FastAPI project of 2,000 with an
// env.py that gets to all of them, and a history of 600 revisions; times the stages natively, and the first one whole through WebAssembly.
// Then the projects of growth.mjs, each in four sizes.
// Figures of different runs are not to be compared: ratios are, and they stand in the last column.

import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runnerImport } from 'vite'
import { printGrowth } from './growth.mjs'

const project = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const modules = 125
const domains = 496

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

function frameworkProject() {
  const files = new Map()
  for (let n = 0; n < modules; n++) {
    for (const [name, text] of Object.entries(moduleFiles(n))) files.set(`modules/standard/m${n}/${name}`, text)
  }
  return files
}

/** Domains with a router each; env.py runs a registration file, a discovery loop and the application: all of it. */
function fastapiProject() {
  const files = new Map()
  const all = Array.from({ length: domains }, (_, n) => n)
  for (const n of all) {
    for (const [name, text] of Object.entries(moduleFiles(n))) {
      if (name === 'api.py') continue
      files.set(`app/domains/d${n}/${name}`, text.replaceAll('modules.core.database', 'app.db.base').replace(/from modules\.standard\.m\d+\.models.*\n/, `from app.domains.d${(n + 1) % domains}.models import Thing${(n + 1) % domains}x0\n`))
    }
    files.set(`app/domains/d${n}/router.py`, `from fastapi import APIRouter\n\nfrom . import services\n\nrouter = APIRouter(prefix="/d${n}")\n${[0, 1, 2].map(k => `\n\n@router.get("/${k}")\ndef read_${k}(code: str):\n    return services.find_${k}(None, code)\n`).join('')}`)
  }
  files.set('app/__init__.py', '')
  files.set('app/db/__init__.py', '')
  files.set('app/db/base.py', 'from sqlalchemy.orm import declarative_base\n\nBase = declarative_base()\n')
  files.set('app/db/model_registration.py', all.slice(0, domains / 2).map(n => `from app.domains.d${n}.models import Thing${n}x0  # noqa: F401\n`).join(''))
  files.set('app/db/discovery.py', 'import importlib\nfrom pathlib import Path\n\n\ndef auto_import_models():\n    for folder in (Path(__file__).parent.parent / "domains").iterdir():\n        if (folder / "models.py").exists():\n            importlib.import_module(f"app.domains.{folder.name}.models")\n')
  files.set('app/main.py', `from fastapi import FastAPI\n\n${all.map(n => `from app.domains.d${n}.router import router as router_${n}\n`).join('')}\napp = FastAPI()\n${all.map(n => `app.include_router(router_${n})\n`).join('')}`)
  files.set('migrations/env.py', 'from alembic import context\n\nimport app.main  # noqa: F401\nfrom app.db import model_registration  # noqa: F401\nfrom app.db.base import Base\nfrom app.db.discovery import auto_import_models\n\nauto_import_models()\ntarget_metadata = Base.metadata\n\n\ndef run_migrations_online():\n    context.configure(connection=None, target_metadata=target_metadata)\n\n\nrun_migrations_online()\n')
  return files
}

/** 600 revisions with a fork that is merged every fifty, and two heads at the end. */
function migrationsProject() {
  const files = new Map([['alembic.ini', '[alembic]\nscript_location = migrations\n'], ['migrations/env.py', 'from alembic import context\n\ncontext.configure(connection=None)\n']])
  const id = (n) => (n + 0x4f1c0a000000).toString(16)
  const parents = (n) => {
    if (n === 0) return 'None'
    if ((n % 50 === 2 && n > 3) || n === 599) return `"${id(n - 2)}"`
    return n % 50 === 3 && n > 3 ? `("${id(n - 2)}", "${id(n - 1)}")` : `"${id(n - 1)}"`
  }
  for (let n = 0; n < 600; n++) {
    const empty = n % 50 === 3 && n > 3
    const up = n === 0 ? 'op.create_table("things", sa.Column("id", sa.Integer(), primary_key=True))' : `op.add_column("things", sa.Column("c${n}", sa.String(40), nullable=True))`
    const down = n === 0 ? 'op.drop_table("things")' : `op.drop_column("things", "c${n}")`
    files.set(`migrations/versions/${id(n)}_add_c${n}_to_things.py`, `"""add c${n} to things\n\nRevision ID: ${id(n)}\nRevises: \nCreate Date: 2026-01-01 10:00:00\n\n"""\nimport sqlalchemy as sa\nfrom alembic import op\n\nrevision = "${id(n)}"\ndown_revision = ${parents(n)}\nbranch_labels = None\ndepends_on = None\n\n\ndef upgrade() -> None:\n    ${empty ? 'pass' : up}\n\n\ndef downgrade() -> None:\n    ${empty ? 'pass' : down}\n`)
  }
  return files
}

function write(files, folder) {
  rmSync(folder, { recursive: true, force: true })
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
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

const row = (name, time, ratio) => console.log(`${name.padEnd(38)} ${time.toFixed(1).padStart(8)} ms  ${ratio}`)
const share = (part, of, what) => `${((100 * part) / of).toFixed(0)} % of ${what}`

function timeStages(name, files, passes) {
  const folder = join(project, 'build/bench', name)
  write(files, folder)
  return JSON.parse(execFileSync(join(project, 'build/native/limbeck_bench'), [folder, String(passes)], { encoding: 'utf8' }))
}

function timeNative(name, files) {
  const size = [...files.values()].reduce((sum, text) => sum + text.length, 0)
  const lines = [...files.values()].reduce((sum, text) => sum + text.split('\n').length - 1, 0)
  const native = timeStages(name, files, 7)
  console.log(`${name}: ${files.size} files, ${lines} lines, ${(size / 1e6).toFixed(1)} MB, ${native.findings} findings; medians of 7 passes\n`)
  const whole = native.extract + native.link + native.declared + native.replay + native.rules + native.json
  for (const [title, stage] of [['bytes to facts', 'extract'], ['facts to project', 'link'], ['project to findings', 'rules'], ['findings to JSON', 'json']]) {
    row(`native: ${title}`, native[stage], share(native[stage], whole, 'a whole check'))
  }
  row('native: linking and evaluating', native.link, share(native.link, native.extract, 'reading the files'))
  row('native: schema of the models', native.declared, share(native.declared, native.extract, 'reading the files'))
  row('native: replay on three databases', native.replay, share(native.replay, native.extract, 'reading the files'))
  row('native: one file edited', native.edit, share(native.edit, whole, 'a whole check'))
  return native
}

const framework = frameworkProject()
const native = timeNative('modules', framework)
if (existsSync(join(project, 'build/wasm/checker.wasm'))) {
  const wasm = await timeWasm(framework)
  row('WASM: bytes to facts', wasm.extract, `${(wasm.extract / native.extract).toFixed(2)} times native`)
  row('WASM: one file edited, JSON parsed', wasm.edit, `${(wasm.edit / native.edit).toFixed(2)} times native`)
  console.log(`\nWASM memory: ${(wasm.memory / 2 ** 20).toFixed(0)} MiB`)
}
console.log()
timeNative('fastapi', fastapiProject())
console.log()
const migrations = migrationsProject()
const history = timeNative('migrations', migrations)
if (existsSync(join(project, 'build/wasm/checker.wasm'))) {
  const wasm = await timeWasm(migrations)
  row('WASM: one revision edited, JSON parsed', wasm.edit, `${(wasm.edit / history.edit).toFixed(2)} times native`)
}
console.log()
printGrowth((name, files) => timeStages(name, files, 3))
