// workspace.test.ts: files, tabs and steps; and the page's templates as plain HTML.

import { html, nothing } from 'lit/html.js'
import { describe, expect, test } from 'vitest'
import { serialize } from '../../../web/tools/serialize.ts'
import { bytesOf, emptyWorkspace, puts, reduceWorkspace, sameTexts, withFiles, type Workspace } from '../../../web/src/project/workspace.ts'
import { plainBytes } from '../../../web/src/project/encoding.ts'
import { PLAIN } from '../../../web/src/project/plain.ts'
import { changedTexts } from '../../../web/src/project/tabs.ts'
import { initialState, reduce } from '../../../web/src/state.ts'
import { prose } from '../../../web/src/views/prose.ts'
import { rescue, rescued, type Places } from '../../../web/src/project/storage.ts'

const taken = (path: string, text: string) => ({ path, text, form: PLAIN })
const sample = (): Workspace => withFiles(emptyWorkspace('S', { t: 'sample', slug: 's' }), [taken('b.py', 'b'), taken('a.py', 'a')], [], 2)

describe('a workspace', () => {
  test('of an edited sample becomes a workspace of its own', () => {
    const edited = reduceWorkspace(sample(), { t: 'edit', path: 'a.py', text: 'A' })
    expect(sample().id).toBe('sample:s')
    expect(edited.id).not.toContain('sample:')
    expect(edited.edited).toBe(true)
  })
  test('gives every changed file a version that was never used before', () => {
    const one = reduceWorkspace(sample(), { t: 'edit', path: 'a.py', text: 'A' })
    const two = reduceWorkspace(one, { t: 'edit', path: 'a.py', text: 'a' })
    const vers = [one, two].map(workspace => workspace.files.get('a.py')?.ver ?? 0)
    expect(new Set(vers).size).toBe(2)
  })
  test('does not change files that are only for looking at', () => {
    const workspace = withFiles(emptyWorkspace('W'), [{ ...taken('x.py', '?'), bytes: Uint8Array.of(255) }, { ...taken('y.py', ''), opaque: 'too big' }], [], 2)
    expect(reduceWorkspace(workspace, { t: 'edit', path: 'x.py', text: 'new' })).toBe(workspace)
    expect(reduceWorkspace(workspace, { t: 'edit', path: 'y.py', text: 'new' })).toBe(workspace)
    expect(puts(workspace)).toMatchObject([{ bytes: Uint8Array.of(255) }, { reason: 'too big' }])
  })
  test('moves to a neighbour when the open file is removed', () => {
    const removed = reduceWorkspace(reduceWorkspace(sample(), { t: 'activate', path: 'a.py' }), { t: 'steps', id: 1, label: 'x', steps: [{ path: 'a.py', before: 'a', after: null }] })
    expect([removed.active, [...removed.files.keys()]]).toEqual(['b.py', ['b.py']])
  })
  test('is checked with plain line ends and exported with its own', () => {
    const workspace = withFiles(emptyWorkspace('W'), [{ path: 'a.py', text: 'x\ny\n', form: { encoding: 'utf-8', bom: true, eol: '\r\n', mixed: false } }], [], 1)
    const [put] = puts(workspace)
    expect(put && 'text' in put ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(plainBytes(put.text, put.form)) : '').toBe('\ufeffx\ny\n')
    const file = workspace.files.get('a.py')
    expect(file ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytesOf(file)) : '').toBe('\ufeffx\r\ny\r\n')
  })
  test('follows another tab, and what did not change there stays the same value', () => {
    const here = sample(), b = here.files.get('b.py')
    const there = reduceWorkspace(here, { t: 'edit', path: 'a.py', text: 'A' })
    const followed = reduceWorkspace(here, { t: 'follow', put: [...there.files.values()], del: [] })
    expect([followed.files.get('a.py')?.text, followed.files.get('b.py') === b, sameTexts(followed, there)]).toEqual(['A', true, true])
    expect(changedTexts(here.files, there.files)).toEqual({ put: [there.files.get('a.py')], del: [] })
    expect([...reduceWorkspace(followed, { t: 'follow', put: [], del: ['a.py'] }).files.keys()]).toEqual(['b.py'])
  })
  test('is written by one tab only', () => {
    const state = reduce(initialState(sample()), { t: 'set', patch: { elsewhere: true } })
    for (const update of [{ t: 'edit', path: 'a.py', text: 'A' }, { t: 'steps', id: 1, label: 'x', steps: [{ path: 'a.py', before: 'a', after: 'A' }] }] as const) expect(reduce(state, update)).toBe(state)
    const copy = reduce(state, { t: 'copy', name: 'W (copy)' })
    expect([copy.elsewhere, copy.workspace.id === state.workspace.id, copy.workspace.files]).toEqual([false, false, state.workspace.files])
    expect(reduce(copy, { t: 'edit', path: 'a.py', text: 'A' }).workspace.files.get('a.py')?.text).toBe('A')
  })
  test('survives the moment the page goes away', () => {
    const kept = new Map<string, string>()
    const session: Places = { getItem: key => kept.get(key) ?? null, setItem: (key, value) => { kept.set(key, value) }, removeItem: key => { kept.delete(key) } }
    const workspace = reduceWorkspace(sample(), { t: 'edit', path: 'a.py', text: 'typed just now' })
    rescue(session, workspace, { ...changedTexts(sample().files, workspace.files), whole: true }, 1)
    expect(rescued(session)?.on(undefined).files.get('a.py')?.text).toBe('typed just now')
    // Of what is stored only the rest is kept; bytes that no text can hold are found there.
    const stored = withFiles(emptyWorkspace('W'), [taken('a.py', 'a'), taken('b.py', 'b'), { ...taken('c.py', ''), bytes: Uint8Array.of(255) }], [], 3)
    const edited = reduceWorkspace(stored, { t: 'edit', path: 'a.py', text: 'A' })
    rescue(session, edited, { ...changedTexts(stored.files, edited.files), whole: false }, 1)
    expect(kept.get('limbeck.rescue')).not.toContain('"text":"b"')
    expect([...rescued(session)?.on(stored).files.values() ?? []].map(file => [file.path, file.text, file.bytes?.length])).toEqual([['a.py', 'A', undefined], ['b.py', 'b', undefined], ['c.py', '', 1]])
    session.setItem('limbeck.rescue', JSON.stringify({ v: 1, id: stored.id, name: 'W', time: 1, workspace: { ...edited, files: [...edited.files.values()].filter(file => !file.bytes) } }))
    expect([...rescued(session)?.on(stored).files.values() ?? []].map(file => file.text)).toEqual(['A', 'b', ''])
    expect(rescued(session)).toBeUndefined()
  })
})

describe('a template as plain HTML', () => {
  test('escapes text and attributes', () => expect(serialize(html`<p title=${'"<&'}>${'<img onerror=1>'}</p>`)).toBe('<p title="&quot;&lt;&amp;">&lt;img onerror=1&gt;</p>'))
  test('leaves out handlers and properties', () => expect(serialize(html`<button class="a" @click=${() => undefined} .value=${'x'}>b</button>`)).toBe('<button class="a">b</button>'))
  test('knows conditional and missing attributes', () => expect(serialize(html`<i ?disabled=${true} ?hidden=${false} id=${nothing}></i>`)).toBe('<i disabled></i>'))
  test('keeps the rest of a partly dynamic attribute', () => expect(serialize(html`<i class="a ${'b'} c"></i>`)).toBe('<i class="a b c"></i>'))
  test('nests lists and templates', () => expect(serialize(html`<ul>${[1, 2].map(n => html`<li>${n}</li>`)}${nothing}${null}</ul>`)).toBe('<ul><li>1</li><li>2</li></ul>'))
  test('a message has code for backticks and nothing else', () => expect(serialize(prose('a `b<c` **d** [e](javascript:f)'))).toBe('a <code>b&lt;c</code> **d** [e](javascript:f)'))
})
