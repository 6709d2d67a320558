// The command line as a shell sees it: how it ends, what it writes, and what it asks git.

import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'

const project = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const limbeck = resolve(project, process.env.LIMBECK ?? 'build/native/limbeck')

const place = mkdtempSync(join(tmpdir(), 'limbeck-cli-'))
afterAll(() => rmSync(place, { recursive: true, force: true }))

type Files = Readonly<Record<string, string>>
let folders = 0

function write(folder: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

function folderOf(files: Files): string {
  const folder = join(place, String(++folders))
  mkdirSync(folder)
  write(folder, files)
  return folder
}

interface Ran { readonly code: number | null; readonly out: string; readonly err: string }

function run(folder: string, words: readonly string[], input = '', environment: Files = {}): Promise<Ran> {
  return new Promise((done) => {
    const child = spawn(limbeck, words, { cwd: folder, env: { ...process.env, ...environment } })
    let out = ''
    let err = ''
    child.stdout.on('data', (bytes) => { out += bytes })
    child.stderr.on('data', (bytes) => { err += bytes })
    child.on('error', (error) => done({ code: null, out, err: error.message }))
    child.on('close', (code) => done({ code, out, err }))
    // Who does not read may end before it is written.
    child.stdin.on('error', () => {})
    child.stdin.end(input)
  })
}

function git(folder: string, ...words: string[]): void {
  execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', '-c', 'init.defaultBranch=main', '-c', 'commit.gpgsign=false', ...words],
    { cwd: folder, stdio: 'pipe', env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' } })
}

/** A revision whose message says nothing about what it does: a warning in the newest where all others say it, else a note. */
function revision(id: string, parent: string | null, message = `columns of ${id}`, table = `t${id}`): Files {
  return {
    [`migrations/versions/${id}.py`]: `"""${message}"""
import sqlalchemy as sa
from alembic import op

revision = "${id}"
down_revision = ${parent === null ? 'None' : `"${parent}"`}


def upgrade():
    op.create_table("${table}", sa.Column("id", sa.Integer(), primary_key=True))


def downgrade():
    op.drop_table("${table}")
`,
  }
}

/** With it, nothing of a history is elsewhere. */
const configured: Files = { 'alembic.ini': '[alembic]\nscript_location = migrations\n' }

/** Two heads: an error. */
const torn = { ...configured, ...revision('a1', null, 'add ta1'), ...revision('b2', 'a1', 'add tb2'), ...revision('c3', 'a1', 'add tc3') }
const wellNamed = ['a1', 'b2', 'c3', 'd4', 'e5', 'f6']
  .map((id, at, all) => revision(id, all[at - 1] ?? null, `add t${id}`))
  .reduce((files, one) => ({ ...files, ...one }))
const warned = { ...wellNamed, ...revision('a7', 'f6') }

const codesIn = (out: string): string[] => (JSON.parse(out) as { findings: { code: string }[] }).findings.map(({ code }) => code)

describe('how a check ends', () => {
  test.each([
    ['nothing wrong', revision('a1', null, 'add ta1'), [], 0],
    ['a warning', warned, [], 0],
    ['a warning that counts', warned, ['--fail-on', 'warning'], 1],
    ['a warning that counts for the settings', { ...warned, 'limbeck.toml': 'fail-on = "warning"\n' }, [], 1],
    ['the settings overruled', { ...warned, 'limbeck.toml': 'fail-on = "warning"\n' }, ['--fail-on', 'error'], 0],
    ['an error', torn, [], 1],
    ['an error that shall not count', torn, ['--exit-zero'], 0],
    ['settings that are none', { ...warned, 'limbeck.toml': 'fail-on = "never"\n' }, [], 1],
    ['a word that is none', warned, ['--fail-on', 'hint'], 2],
    ['a folder that is not there', warned, ['nowhere'], 2],
  ] as [string, Files, string[], number][])('%s', async (_name, files, words, code) => {
    const ran = await run(folderOf(files), ['check', ...words])
    expect(ran.code, ran.out + ran.err).toBe(code)
    if (code === 1) expect(ran.out).not.toMatch(/the project passes/)
  })

  test('a template is no Python, and said to be one', async () => {
    const made = '{{cookiecutter.project_slug}}'
    const ran = await run(folderOf({ [`${made}/app/models.py`]: 'x = 1\n', '{docs}/index.md': '' }), ['check'])
    expect(ran.code).toBe(0)
    expect(ran.err).toContain(`The folder \`${made}\` is a template`)
    expect(ran.err).not.toContain('{docs}')
  })

  test('a fix ends like a check of what it leaves', async () => {
    expect((await run(folderOf(warned), ['fix', '--diff'])).code).toBe(0)
    expect((await run(folderOf(warned), ['fix', '--fail-on', 'warning'])).code).toBe(1)
    expect((await run(folderOf(torn), ['fix'])).code).toBe(1)
  })
})

describe('threads', () => {
  test('the report is the same on one and on several, and nobody reads on none', async () => {
    const files = Object.assign({}, ...Array.from({ length: 40 }, (_, n) => revision(`r${n}`, n === 0 ? null : `r${n - 1}`, 'x'))) as Files
    const folder = folderOf({ ...files, 'broken.py': 'def f(:\n', 'latin.py': '\u0000' })
    const alone = await run(folder, ['check', '--format', 'json', '--threads', '1'])
    expect(alone.out).toContain('r39.py')
    for (const threads of ['2', '7']) expect(await run(folder, ['check', '--format', 'json', '--threads', threads])).toEqual(alone)
    expect((await run(folder, ['check', '--format', 'json'])).out).toBe(alone.out)
    expect((await run(folder, ['check', '--threads', '0'])).code).toBe(2)
  })
})

describe('limbeck baseline', () => {
  test('accepts what is there, and a later check only says what is new', async () => {
    const folder = folderOf(torn)
    const written = await run(folder, ['baseline'])
    expect(written).toMatchObject({ code: 0, out: expect.stringContaining('accepted in `limbeck-baseline.json`.') })
    const after = await run(folder, ['check'])
    expect(after.code, after.out).toBe(0)
    expect(after.out).toMatch(/\d+ accepted in the baseline/)
    write(folder, revision('d4', 'nowhere'))
    const fresh = await run(folder, ['check', '--format', 'json'])
    expect(fresh.code).toBe(1)
    expect(codesIn(fresh.out)).toContain('RV503')
  })

  test('is the same from a folder above', async () => {
    const folder = folderOf({})
    write(join(folder, 'shop'), torn)
    expect((await run(join(folder, 'shop'), ['baseline'])).code).toBe(0)
    expect((await run(folder, ['check', 'shop'])).code).toBe(0)
    expect((await run(place, ['check', join(folder, 'shop')])).code).toBe(0)
  })

  test('stands where the settings say, whatever it is called', async () => {
    const folder = folderOf({ ...torn, 'limbeck.toml': 'baseline = "ci/accepted.json"\n' })
    const missing = await run(folder, ['check'])
    expect(missing.out).toContain('There is no baseline `ci/accepted.json`')
    mkdirSync(join(folder, 'ci'))
    expect((await run(folder, ['baseline'])).code).toBe(0)
    expect(existsSync(join(folder, 'ci/accepted.json'))).toBe(true)
    const after = await run(folder, ['check'])
    expect(after.code, after.out).toBe(0)
    expect((await run(folder, ['check', 'migrations'])).code).toBe(0)
  })

  test('goes into the file that is asked for, and says when nobody looks there', async () => {
    const folder = folderOf(torn)
    const written = await run(folder, ['baseline', '--output', 'known.json'])
    expect(written.out).toContain('baseline = "known.json"')
    const { accepted } = JSON.parse(readFileSync(join(folder, 'known.json'), 'utf8')) as { accepted: { path: string; code: string; id: string }[] }
    expect(accepted.map(({ code }) => code)).toContain('RV501')
    expect((await run(folder, ['check'])).code).toBe(1)
    expect(await run(folder, ['baseline', '--output', 'no/such/folder.json'])).toMatchObject({ code: 2 })
  })
})

describe('limbeck check --changed', () => {
  const files = { ...torn, ...revision('e5', 'nowhere', 'add te5') }

  test('reads a list, or the standard input', async () => {
    const folder = folderOf({ ...files, 'changed.txt': 'README.md\r\nmigrations/versions/e5.py\r\n' })
    const list = await run(folder, ['check', '--format', 'json', '--changed', 'changed.txt'])
    expect(list.code).toBe(1)
    expect(codesIn(list.out)).toContain('RV503')
    const same = await run(folder, ['check', '--format', 'json', '--changed', '-'], './migrations/versions/e5.py\0')
    expect(same.out).toBe(list.out)
    const none = await run(folder, ['check', '--format', 'json', '--changed', '-'], '\n')
    expect(none.code).toBe(0)
    expect(codesIn(none.out)).toEqual([])
  })

  test('says when there is no list', async () => {
    const folder = folderOf(files)
    for (const list of ['nowhere.txt', 'migrations']) {
      expect(await run(folder, ['check', '--changed', list])).toMatchObject({ code: 2, err: expect.stringContaining(`The list of changed files \`${list}\` could not be read.`) })
    }
    expect((await run(folder, ['check', '--changed', '-', '--diff-base', 'main'])).code).toBe(2)
  })
})

describe('limbeck check --diff-base', () => {
  function repository(files: Files): string {
    const folder = folderOf(files)
    git(folder, 'init', '-q')
    git(folder, 'checkout', '-q', '-b', 'main')
    git(folder, 'add', '.')
    git(folder, 'commit', '-q', '-m', 'first')
    git(folder, 'checkout', '-q', '-b', 'topic')
    return folder
  }

  const checked = (folder: string, ...words: string[]) => run(folder, ['check', '--format', 'json', '--diff-base', ...words])

  test('shows nothing of what was there, and all that is new: committed, changed, unknown to git', async () => {
    const folder = repository({ ...torn })
    const same = await checked(folder, 'main')
    expect(same.code, same.out + same.err).toBe(0)
    expect(codesIn(same.out)).toEqual([])

    write(folder, revision('d4', 'nowhere'))
    const unknown = await checked(folder, 'main')
    expect(codesIn(unknown.out)).toEqual(expect.arrayContaining(['MS605', 'RV503']))
    expect(codesIn(unknown.out)).not.toContain('MS602')
    git(folder, 'add', '.')
    git(folder, 'commit', '-q', '-m', 'second')
    expect((await checked(folder, 'main')).out).toBe(unknown.out)
    expect((await checked(folder, 'HEAD~1')).out).toBe(unknown.out)
    expect(codesIn((await checked(folder, 'HEAD')).out)).toEqual([])
  })

  test('shows what a change causes in a file that it does not touch', async () => {
    const folder = repository({ ...configured, ...revision('a1', null, 'add ta1'), ...revision('b2', 'a1', 'add tb2') })
    rmSync(join(folder, 'migrations/versions/a1.py'))
    const gone = await checked(folder, 'main')
    expect(gone.code, gone.out).toBe(1)
    expect(codesIn(gone.out)).toContain('RV503')
    expect((JSON.parse(gone.out) as { findings: { path: string }[] }).findings.map(({ path }) => path)).toContain('migrations/versions/b2.py')
  })

  test('compares with where the branch left, not with where the other one is now', async () => {
    const folder = repository({ ...revision('a1', null, 'add ta1') })
    git(folder, 'checkout', '-q', 'main')
    write(folder, { 'later.py': 'x = 1\n' })
    git(folder, 'add', '.')
    git(folder, 'commit', '-q', '-m', 'later')
    git(folder, 'checkout', '-q', 'topic')
    const ran = await checked(folder, 'main')
    expect((JSON.parse(ran.out) as { summary: { changedFiles: number } }).summary.changedFiles).toBe(0)
  })

  test('works from a folder further down, and for one', async () => {
    const folder = repository({ ...torn, 'other/models.py': 'x = 1\n' })
    write(folder, revision('d4', 'nowhere'))
    expect(codesIn((await checked(join(folder, 'migrations'), 'main')).out)).toContain('MS605')
    expect(codesIn((await checked(folder, 'main', 'migrations')).out)).toContain('MS605')
    expect(codesIn((await checked(folder, 'main', 'other')).out)).toEqual([])
  })

  test('starts git itself: a name is a name, whatever is in it', async () => {
    const folder = repository({ ...torn })
    write(folder, Object.fromEntries(Object.entries(revision('d4', 'nowhere')).map(([, text]) => ['migrations/versions/$(touch x); "d 4.py', text])))
    expect(codesIn((await checked(folder, 'main')).out)).toContain('RV503')
    expect(existsSync(join(folder, 'x'))).toBe(false)
    for (const revisionName of ['main; touch x', '--output=x', '-x', '$(touch x)', '']) {
      const ran = await run(folder, ['check', `--diff-base=${revisionName}`])
      expect(ran.code, revisionName).toBe(2)
    }
    expect(existsSync(join(folder, 'x'))).toBe(false)
  })

  test('says what is missing', async () => {
    const folder = repository(torn)
    expect(await checked(folder, 'origin/main')).toMatchObject({ code: 2, err: expect.stringContaining('git knows no revision `origin/main` here') })
    git(folder, 'checkout', '-q', '--orphan', 'elsewhere')
    git(folder, 'commit', '-q', '--allow-empty', '-m', 'root')
    expect(await checked(folder, 'main')).toMatchObject({ code: 2, err: expect.stringContaining('have no commit in common') })
    expect(await run(folderOf(torn), ['check', '--diff-base', 'main'], '', { GIT_CEILING_DIRECTORIES: place })).toMatchObject({ code: 2, err: expect.stringContaining('is in no git repository') })
    const tools = folderOf({ git: '' })
    chmodSync(join(tools, 'git'), 0o644)
    expect(await run(folder, ['check', '--diff-base', 'main'], '', { PATH: tools })).toMatchObject({ code: 2, err: expect.stringContaining('git was not found') })
  })
})
