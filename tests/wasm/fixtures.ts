// fixtures.ts: every project on which the two doors must print the same bytes: the examples of all rule pages, suites and
// samples, read as pages by the core, and what hostile input looks like.

import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Core } from '../../web/src/checker/abi.ts'
import type { Example } from '../../web/src/checker/report.ts'

export interface Fixture {
  readonly name: string
  /** Bytes by path, in the order in which they are to arrive. */
  readonly files: ReadonlyMap<string, Uint8Array>
}

const encoder = new TextEncoder()

function fromText(name: string, files: Readonly<Record<string, string>>): Fixture {
  return { name, files: new Map(Object.entries(files).map(([path, text]) => [path, encoder.encode(text)])) }
}

function fromExamples(title: string, examples: readonly Example[]): Fixture[] {
  return examples.map((example, index) =>
    fromText(`${title}, example ${index + 1}`, Object.fromEntries(example.files.map(({ path, text }) => [path, text]))))
}

/** Every file below a folder, sorted, as paths from that folder. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort()
}

function fromPages(core: Core, folder: string): Fixture[] {
  return filesBelow(folder)
    .filter((path) => path.endsWith('.md'))
    .flatMap((path) => fromExamples(path, core.page(readFileSync(join(folder, path), 'utf8')).examples))
}

const model = `from modules.core.database import Base
from sqlalchemy import Column, Integer


class Invoice(Base):
    __tablename__ = "invoices"
    id = Column(Integer, primary_key=True)
`
const models = 'modules/standard/shop/models.py'

function bytes(name: string, content: Uint8Array, path = models): Fixture {
  return { name, files: new Map([[path, content], ['modules/standard/other/models.py', encoder.encode(model)]]) }
}

function text(name: string, content: string, path = models): Fixture {
  return bytes(name, encoder.encode(content), path)
}

export const hostile: readonly Fixture[] = [
  { name: 'no file at all', files: new Map() },
  fromText('a folder without Python', { 'README.md': '# Nothing\n', 'notes.txt': 'nothing' }),
  fromText('a plain file', { 'models.py': model }),
  text('an empty file', ''),
  text('a byte order mark', `\uFEFF${model}`),
  text('Windows line endings', model.replaceAll('\n', '\r\n')),
  text('old Mac line endings', model.replaceAll('\n', '\r')),
  text('no newline at the end', model.trimEnd()),
  text('half a class', model.slice(0, model.indexOf('Integer,') + 4)),
  text('a NUL byte', model.replace('invoices', 'inv\0ices')),
  text('emoji before the finding', model.replace('id =', 'name = "🜍🜍"; id =')),
  text('an unpaired bracket on every line', model.replaceAll('\n', '(\n')),
  text('tabs and form feeds', model.replaceAll('    ', '\t').replace('class', '\fclass')),
  text('an unterminated string', `x = """${model}`),
  text('20,000 nested brackets', `x = ${'['.repeat(20_000)}${']'.repeat(20_000)}\n${model}`),
  text('20,000 nested calls', `x = ${'f('.repeat(20_000)}${')'.repeat(20_000)}\n${model}`),
  text('5,000 nested blocks', Array.from({ length: 5_000 }, (_, depth) => `${' '.repeat(depth)}if x:`).join('\n')),
  text('20,000 terms', `x = ${'1 + '.repeat(20_000)}1\n${model}`),
  text('a chain of 20,000 attributes', `x = a${'.b'.repeat(20_000)}\n${model}`),
  text('a line of a megabyte', `x = "${'a'.repeat(1_000_000)}"\n${model}`),
  bytes('Latin-1', Buffer.from(`# caf\u00e9\n${model}`, 'latin1')),
  bytes('UTF-16', Buffer.from(`\uFEFF${model}`, 'utf16le')),
  bytes('half a character at the end', Buffer.concat([encoder.encode(model), Buffer.from([0xe2, 0x82])])),
  bytes('a zip that calls itself Python', Buffer.from('504b0304140000000800000021000000ff00fe00', 'hex')),
  bytes('every byte there is', Uint8Array.from({ length: 4096 }, (_, index) => (index * 167) % 256)),
  text('markup in a path', model, 'modules/standard/<img onerror=alert(1)>/models.py'),
  text('spaces and quotes in a path', model, `modules/standard/it's "a" shop/models.py`),
  text('letters from elsewhere in a path', model, 'modules/standard/été 店/models.py'),
  fromText('settings that are no TOML', { 'limbeck.toml': 'base = [[[', [models]: model }),
  fromText('an unknown setting', { 'limbeck.toml': 'bsae = ["a.b"]\n', [models]: model }),
  fromText('suppressions, used and unused', {
    [models]: model.replace('class Invoice(Base):', 'class Invoice(Base):  # limbeck: ignore[MR201] later'),
    'modules/standard/shop/services.py': 'x = 1  # limbeck: ignore[TC301]\n# limbeck: ignore-file[XX999]\n',
  }),
]

/** All of them; a folder of suites or samples that gives none is an error, not a reason to compare less. */
export function allFixtures(core: Core, project: string): Fixture[] {
  const pages = core.catalog(readFileSync(join(project, 'build/wasm/rule-pages.txt'))).rules.flatMap((rule) => fromExamples(`${rule.code} ${rule.name}`, rule.examples))
  if (pages.length === 0) throw new Error('no rule page has an example')
  const suites = ['tests/facts', 'tests/project', 'tests/evaluate', 'tests/verdicts', 'tests/rules', 'web/samples'].flatMap((folder) => {
    const found = fromPages(core, join(project, folder))
    if (found.length === 0) throw new Error(`no page in ${folder} has an example`)
    return found
  })
  return [...pages, ...suites, ...hostile]
}
