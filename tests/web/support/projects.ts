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
