// growth.mjs: projects that grow: each row of `./dev bench` that says how a stage's time grows with one thing.
// A row is made four times, each twice as big as the one before. Whoever adds a thing that can be many adds a row.

const id = (n) => (n + 0x4f1c0a000000).toString(16)
const many = (count, make) => Array.from({ length: count }, (_, n) => make(n))
const base = 'from sqlalchemy.orm import declarative_base\n\nBase = declarative_base()\n'
const environment = (imports) => `from alembic import context\n\n${imports}\ntarget_metadata = Base.metadata\n\ncontext.configure(connection=None, target_metadata=target_metadata)\n`
const revision = (n, up, down) => `"""revision ${n}"""\nimport sqlalchemy as sa\nfrom alembic import op\n\nrevision = "${id(n)}"\ndown_revision = ${n === 0 ? 'None' : `"${id(n - 1)}"`}\n\n\ndef upgrade():\n${up}\n\n\ndef downgrade():\n${down}\n`

/** Modules of the framework, four files each; one model in four is not registered, so that each module has a finding. */
function modules(count) {
  const files = new Map()
  for (let n = 0; n < count; n++) {
    const folder = `modules/standard/m${n}`
    const names = many(4, (k) => `Thing${n}x${k}`)
    files.set(`${folder}/__init__.py`, '')
    files.set(`${folder}/models.py`, `from sqlalchemy import Column, Integer, String\n\nfrom modules.core.database import Base\n\n${names.map((name, k) => `\nclass ${name}(Base):\n    __tablename__ = "thing_${n}_${k}"\n    id = Column(Integer, primary_key=True)\n    code = Column(String(32))\n`).join('\n')}`)
    files.set(`${folder}/services.py`, `from .models import ${names.join(', ')}\n\n\ndef find(session):\n    return session.query(${names[0]}).all()\n`)
    files.set(`${folder}/api.py`, `from .models import ${names.join(', ')}\n\n\nasync def initialize(app_context):\n    app_context.register_models([${names.slice(1).join(', ')}])\n    return True\n`)
  }
  return files
}

/** Models in one file, each with a key to another, an index, and what rules look at one by one. */
function tables(count) {
  const one = (n) => `
class Thing${n}(Base):
    __tablename__ = "thing_${n}"
    id = Column(Integer, primary_key=True)
    code = Column(String, nullable=False, index=True)
    active = Column(Boolean, default=True, server_default="true")
    state = Column(Enum("on", "off"))
    data = Column(JSON)
    other_id = Column(Integer, ForeignKey("thing_${(n * 7 + 1) % count}.id"))
    other = relationship("Thing${(n * 7 + 1) % count}")
`
  return new Map([
    ['shop/__init__.py', ''],
    ['shop/base.py', base],
    ['shop/models.py', `from sqlalchemy import JSON, Boolean, Column, Enum, ForeignKey, Integer, String\nfrom sqlalchemy.orm import relationship\n\nfrom shop.base import Base\n${many(count, one).join('\n')}`],
    ['migrations/env.py', environment('import shop.models\nfrom shop.base import Base\n')],
  ])
}

/** A module that env.py runs, whose names are given in part below conditions that nobody knows. */
function names(count) {
  const one = (n) => (n % 4 === 3 ? `if os.environ.get("SWITCH_${n}"):\n    name_${n} = ${n}\n` : `name_${n} = ${n}\n`)
  return new Map([
    ['shop/__init__.py', ''],
    ['shop/base.py', base],
    ['shop/settings.py', `import os\n\n${many(count, one).join('')}`],
    ['migrations/env.py', environment('import shop.settings\nfrom shop.base import Base\n')],
  ])
}

/** Files with a model each, of which env.py imports the first, and each of them the next. */
function imports(count) {
  const files = new Map([
    ['shop/__init__.py', ''],
    ['shop/base.py', base],
    ['migrations/env.py', environment('import shop.part_0\nfrom shop.base import Base\n')],
  ])
  for (let n = 0; n < count; n++) {
    const next = n + 1 < count ? `import shop.part_${n + 1}\n` : ''
    files.set(`shop/part_${n}.py`, `from sqlalchemy import Column, Integer\n\n${next}from shop.base import Base\n\n\nclass Part${n}(Base):\n    __tablename__ = "part_${n}"\n    id = Column(Integer, primary_key=True)\n`)
  }
  return files
}

/** Tables made by the first revision, and columns that the others add to them and drop again. */
function operations(count) {
  const files = new Map([['migrations/env.py', 'from alembic import context\n\ncontext.configure(connection=None)\n']])
  const up = (n) => `    op.create_table("t${n}", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("of", sa.Integer(), sa.ForeignKey("t${n >> 1}.id")))`
  files.set('migrations/versions/first.py', revision(0, many(count, up).join('\n'), many(count, (n) => `    op.drop_table("t${count - 1 - n}")`).join('\n')))
  for (let n = 1; n <= 10; n++) {
    files.set(`migrations/versions/next_${n}.py`, revision(n, many(count, (t) => `    op.add_column("t${t}", sa.Column("c${n}", sa.String(40)))`).join('\n'), many(count, (t) => `    op.drop_column("t${t}", "c${n}")`).join('\n')))
  }
  return files
}

/** Revisions with one operation each: every eighth makes a table, to which the next seven add a column. */
function revisions(count) {
  const files = new Map([['migrations/env.py', 'from alembic import context\n\ncontext.configure(connection=None)\n']])
  for (let n = 0; n < count; n++) {
    const table = `"t${n >> 3}"`
    const up = n % 8 === 0 ? `op.create_table(${table}, sa.Column("id", sa.Integer(), primary_key=True))` : `op.add_column(${table}, sa.Column("c${n}", sa.String(40), nullable=True))`
    const down = n % 8 === 0 ? `op.drop_table(${table})` : `op.drop_column(${table}, "c${n}")`
    files.set(`migrations/versions/${id(n)}_r.py`, revision(n, `    ${up}`, `    ${down}`))
  }
  return files
}

/** Applications that know nothing of each other, side by side: routes, services, models, an env.py and its history. */
function applications(count) {
  const files = new Map()
  for (let n = 0; n < count; n++) {
    const top = `app_${n}`
    files.set(`${top}/app/__init__.py`, '')
    files.set(`${top}/app/base.py`, base)
    for (let k = 0; k < 12; k++) {
      files.set(`${top}/app/models_${k}.py`, `from sqlalchemy import Column, ForeignKey, Integer, String\n\nfrom app.base import Base\n\n\nclass Thing${k}(Base):\n    __tablename__ = "thing_${k}"\n    id = Column(Integer, primary_key=True)\n    code = Column(String(20))\n    of = Column(Integer, ForeignKey("thing_${k >> 1}.id"))\n`)
      files.set(`${top}/app/service_${k}.py`, `from app.models_${k} import Thing${k}\n\n\ndef find(session, code):\n    return session.query(Thing${k}).filter(Thing${k}.code == code).all()\n\n\ndef first(session):\n    return find(session, "a")[0]\n`)
      files.set(`${top}/app/router_${k}.py`, `from fastapi import APIRouter\n\nfrom app import service_${k}\n\nrouter = APIRouter(prefix="/${k}")\n\n\n@router.get("/all")\ndef read(code: str):\n    return service_${k}.find(None, code)\n\n\n@router.get("/first")\ndef first():\n    return service_${k}.first(None)\n`)
    }
    files.set(`${top}/app/health.py`, 'from alembic.config import Config\nfrom alembic.runtime.migration import MigrationContext\nfrom alembic.script import ScriptDirectory\nfrom fastapi import APIRouter\n\nfrom app.database import engine\n\nrouter = APIRouter()\n\n\ndef current():\n    with engine.connect() as connection:\n        return MigrationContext.configure(connection).get_current_revision()\n\n\ndef head():\n    return ScriptDirectory.from_config(Config("alembic.ini")).get_current_head()\n\n\n@router.get("/health")\ndef health():\n    try:\n        return {"ok": current() == head()}\n    except Exception:\n        return {"ok": True}\n')
    files.set(`${top}/app/database.py`, 'from sqlalchemy import create_engine\n\nengine = create_engine("sqlite:///shop.db")\n')
    files.set(`${top}/app/main.py`, `from fastapi import FastAPI\n\nfrom app import health\n${many(12, (k) => `from app import router_${k}\n`).join('')}\napp = FastAPI()\napp.include_router(health.router)\n${many(12, (k) => `app.include_router(router_${k}.router)\n`).join('')}`)
    files.set(`${top}/migrations/env.py`, environment(`${many(11, (k) => `import app.models_${k}\n`).join('')}from app.base import Base\n`))
    for (let k = 0; k < 12; k++) {
      files.set(`${top}/migrations/versions/r${k}.py`, revision(k, `    op.create_table("thing_${k}", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("code", sa.String(20)))`, `    op.drop_table("thing_${k}")`).replaceAll(/"(4f1c0a[0-9a-f]+)"/g, (_, hex) => `"${hex}${n}"`))
    }
  }
  return files
}

/** What grows, from which count on, and what makes it. */
export const rows = [
  { name: 'modules', unit: 'modules', from: 125, make: modules },
  { name: 'tables', unit: 'tables in one file', from: 125, make: tables },
  { name: 'names', unit: 'names of a module that env.py runs', from: 500, make: names },
  { name: 'imports', unit: 'imports in a chain', from: 150, make: imports },
  { name: 'operations', unit: 'tables, eleven operations each', from: 250, make: operations },
  { name: 'revisions', unit: 'revisions', from: 375, make: revisions },
  { name: 'applications', unit: 'applications side by side', from: 4, make: applications },
]

/** Of a time that grew so when the thing doubled: 1 where it grows with it, 2 with its square. */
const exponent = (before, after) => Math.log2(after / before)

/** Below so many milliseconds a figure says more about the machine. */
const FLOOR = 8
/** Above that a stage does not grow with what there is. */
const LINEAR = 1.1

/** Makes each row four times, lets `measure` time its stages, and prints how they grow; marks what does not grow evenly. */
export function printGrowth(measure) {
  console.log(`growth: ms at 1x 2x 4x 8x, and the exponent of the last doubling; * above ${LINEAR}`)
  for (const row of rows) {
    const runs = [1, 2, 4, 8].map((times) => measure(`growth/${row.name}-${times}`, row.make(row.from * times)))
    console.log(`\n${row.name}: ${row.from} to ${row.from * 8} ${row.unit}`)
    for (const stage of Object.keys(runs[0]).filter((name) => name !== 'findings' && name !== 'edit')) {
      const times = runs.map((run) => run[stage])
      const last = exponent(times[2], times[3])
      const verdict = times[3] < FLOOR ? '' : `${last.toFixed(2).padStart(7)}${last > LINEAR ? ' *' : ''}`
      console.log(`  ${stage.padEnd(10)}${times.map((time) => time.toFixed(1).padStart(9)).join('')}${verdict}`)
    }
  }
}
