// projects.ts: small Python projects for the browser tests, in memory and on disk.

import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

export const models = (name: string): string => `from sqlalchemy import Column, Integer

from modules.core.database.models import Base


class ${name}(Base):
    __tablename__ = "${name.toLowerCase()}"

    id = Column(Integer, primary_key=True)
`

export const api = (...names: readonly string[]): string => `def initialize(app_context):
    from .models import ${names.join(', ')}

    app_context.register_models([${names.join(', ')}])
    return True
`

/** A folder on disk with the given files; its own name is \`shop-project\`. */
export function folder(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = join(mkdtempSync(join(tmpdir(), 'limbeck-')), 'shop-project')
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
  }
  return root
}

/** Fifty modules of three files each: more than one batch of what the browser lists at a time. */
export function manyModules(): Record<string, string> {
  const files: Record<string, string> = {}
  for (let i = 0; i < 50; i++) {
    const name = `part${String(i).padStart(2, '0')}`
    files[`modules/standard/${name}/__init__.py`] = ''
    files[`modules/standard/${name}/models.py`] = models(`Part${i}`)
    files[`modules/standard/${name}/api.py`] = api(`Part${i}`)
  }
  return files
}

/** Twelve errors of one rule, two warnings of another, and four notes of a third. */
export function graded(): Record<string, string> {
  const files: Record<string, string> = { 'limbeck.toml': '[severity]\nMB111 = "warning"\nMB108 = "info"\n' }
  for (let i = 0; i < 12; i++) {
    const name = `part${String(i).padStart(2, '0')}`
    const keyless = `\n\nclass Loose${i}(Base):\n    __tablename__ = "loose${i}"\n\n    label = Column(Integer)\n`
    files[`modules/standard/${name}/models.py`] = `${models(`Part${i}`)}${i < 2 ? '    size = Column(Integer),\n' : ''}    metadata = Column(Integer)\n${i < 4 ? keyless : ''}`
    files[`modules/standard/${name}/api.py`] = i < 4 ? api(`Part${i}`, `Loose${i}`) : api(`Part${i}`)
  }
  return files
}

/** `id`, what it comes after, and whatever else the head of a revision says. */
export type Revision = readonly [id: string, down: string | readonly string[] | null, message: string, more?: { readonly labels?: readonly string[]; readonly depends?: readonly string[]; readonly file?: string }]

const tuple = (value: string | readonly string[] | null | undefined): string =>
  value === null || value === undefined ? 'None' : typeof value === 'string' ? JSON.stringify(value) : `(${value.map(one => `${JSON.stringify(one)}, `).join('')})`

/** A history of migrations in a folder of its own. */
export function history(revisions: readonly Revision[], name = 'migrations'): Record<string, string> {
  const files: Record<string, string> = {
    [name === 'migrations' ? 'alembic.ini' : `${name}.ini`]: `[alembic]\nscript_location = ${name}\n`,
    [`${name}/env.py`]: 'from alembic import context\n\ncontext.configure(connection=None, target_metadata=None)\n',
  }
  for (const [id, down, message, more = {}] of revisions) files[`${name}/versions/${more.file ?? id}.py`] = `"""${message}"""

from alembic import op

revision = ${JSON.stringify(id)}
down_revision = ${tuple(down)}
branch_labels = ${tuple(more.labels)}
depends_on = ${tuple(more.depends)}


def upgrade():
    op.execute("SELECT 1")


def downgrade():
    op.execute("SELECT 1")
`
  return files
}

/** So many revisions in a row; every fortieth is a fork of six and six that is merged again, and the last two are heads. */
export function longHistory(size: number): Revision[] {
  const all: Revision[] = []
  const next = (down: string | readonly string[] | null, message: string): string => {
    const id = (0x10000000 + all.length * 7919).toString(16).padStart(12, '0')
    all.push([id, down, message])
    return id
  }
  let newest = next(null, 'the base')
  while (all.length < size - 2) {
    if (all.length % 40 === 25 && all.length < size - 20) {
      let left = newest, right = newest
      for (let i = 0; i < 6; i++) { left = next(left, `left ${i}`); right = next(right, `right ${i}`) }
      newest = next([left, right], 'merge')
    } else newest = next(newest, `change ${all.length}`)
  }
  next(newest, 'one head')
  next(newest, 'another head')
  return all
}

/** Models and migrations that agree in some things: each mark of a comparison is there. */
export const twoSchemas = (): Record<string, string> => ({
  'alembic.ini': '[alembic]\nscript_location = migrations\nsqlalchemy.url = sqlite:///shop.db\n',
  'migrations/env.py': 'from alembic import context\n\nfrom shop.models import Base\n\ncontext.configure(connection=None, target_metadata=Base.metadata)\n',
  'migrations/versions/a1_create_users.py': `"""create users"""
import sqlalchemy as sa
from alembic import op

revision = "a1"
down_revision = None


def upgrade():
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("email", sa.String(80), nullable=False),
        sa.Column("state", sa.String(10), server_default="new"),
        sa.Column("age", sa.Integer()),
        sa.CheckConstraint("age > 0", name="age_is_positive"),
    )
    op.create_table("plans", sa.Column("id", sa.Integer(), primary_key=True))
    op.create_table(
        "orders",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id"), nullable=False),
    )


def downgrade():
    op.drop_table("orders")
    op.drop_table("plans")
    op.drop_table("users")
`,
  'migrations/versions/b2_add_fax.py': `"""add fax"""
import sqlalchemy as sa
from alembic import op

revision = "b2"
down_revision = "a1"


def upgrade():
    op.add_column("users", sa.Column("fax", sa.String(20)))


def downgrade():
    op.drop_column("users", "fax")
`,
  'shop/__init__.py': '',
  'shop/models.py': `from sqlalchemy import CheckConstraint, Column, DateTime, ForeignKey, Integer, String
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    email = Column(String(120))
    state = Column(String(10), server_default="active")
    age = Column(Integer)
    born = Column(DateTime)
    __table_args__ = (CheckConstraint("age >= 0", name="age_is_positive"),)


class Plan(Base):
    __tablename__ = "plans"
    id = Column(Integer, primary_key=True)


class Order(Base):
    __tablename__ = "orders"
    id = Column(Integer, primary_key=True)
    user_id = Column(Integer, ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True)


class Vendor(Base):
    __tablename__ = "vendors"
    id = Column(Integer, primary_key=True)
`,
})

/** Revisions whose loops go on for as long as anybody lets them. */
export function longRevisions(n: number): Record<string, string> {
  const files: Record<string, string> = {
    'alembic.ini': '[alembic]\nscript_location = migrations\n',
    'migrations/env.py': 'from alembic import context\n\ncontext.configure(target_metadata=None)\n',
  }
  for (let i = 0; i < n; i++) {
    files[`migrations/versions/r${i}_loop.py`] = `"""loop ${i}"""
from alembic import op
import sqlalchemy as sa

revision = "r${i}"
down_revision = ${i > 0 ? `"r${i - 1}"` : 'None'}


def upgrade():
    total = 0
    for a in range(1000):
        for b in range(1000):
            for c in range(1000):
                total = total + a * b * c
    op.create_table("t${i}", sa.Column("id", sa.Integer, primary_key=True))


def downgrade():
    op.drop_table("t${i}")
`
  }
  return files
}
