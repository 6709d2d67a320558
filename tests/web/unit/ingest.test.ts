// ingest.test.ts: what enters a workspace, what is set aside, and what is said about it.

import { describe, expect, test } from 'vitest'
import { contentOf } from '../../../web/src/project/encoding.ts'
import { PLAIN } from '../../../web/src/project/plain.ts'
import { ingest, LIMITS, type Candidate, type IngestOptions } from '../../../web/src/project/ingest.ts'
import { caseClashes, freePath, normalisePath } from '../../../web/src/project/paths.ts'

const from = (path: string, text: string | Uint8Array = ''): Candidate => {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
  return { path, size: bytes.byteLength, read: () => Promise.resolve(contentOf(bytes)) }
}
const options = (more: Partial<IngestOptions> = {}): IngestOptions => ({
  wants: paths => Promise.resolve(paths.map(path => path.endsWith('.py') ? { keep: true } : { keep: false, reason: 'not read' })),
  words: { big: size => `big ${size}`, unreadable: 'unreadable', limit: 'limit', path: problem => problem },
  ...more,
})

describe('ingest', () => {
  test('takes what the core wants and tells why the rest was left', async () => {
    const result = await ingest([from('b.py', 'b'), from('a.py', 'a'), from('logo.png')], options())
    expect(result.files.map(file => file.path)).toEqual(['a.py', 'b.py'])
    expect(result.skipped).toEqual([{ path: 'logo.png', reason: 'irrelevant', detail: 'not read' }])
    expect(result.seen).toBe(3)
  })
  test('asks the core once for all paths', async () => {
    let asked = 0
    await ingest([from('a.py'), from('b.py')], options({ wants: paths => { asked++; return Promise.resolve(paths.map(() => ({ keep: true }))) } }))
    expect(asked).toBe(1)
  })
  test('hands a file that is too big to the core as opaque, not as absent', async () => {
    const result = await ingest([{ path: 'huge.py', size: LIMITS.file.hard + 1, read: () => Promise.reject(new Error('must not be read')) }], options())
    expect(result.files[0]).toMatchObject({ path: 'huge.py', opaque: `big ${LIMITS.file.hard + 1}` })
    expect(result.skipped[0]?.reason).toBe('big')
  })
  test('catches a file that turns out bigger than declared', async () => {
    const result = await ingest([{ path: 'liar.py', size: 1, read: () => Promise.resolve({ size: LIMITS.file.hard + 1, text: '', form: PLAIN }) }], options())
    expect(result.files[0]?.opaque).toContain('big')
  })
  test('asks for the sizes of those alone that the core wants', async () => {
    const asked: string[] = []
    const sizes = (some: readonly Candidate[]): Promise<number[]> => { asked.push(...some.map(one => one.path)); return Promise.resolve(some.map(() => LIMITS.file.hard + 1)) }
    const result = await ingest([{ path: 'huge.py', read: () => Promise.reject(new Error('must not be read')) }, from('logo.png')], options({ sizes }))
    expect([asked, result.files[0]?.opaque]).toEqual([['huge.py'], `big ${LIMITS.file.hard + 1}`])
  })
  test('survives a file that cannot be read and reads the others', async () => {
    const result = await ingest([{ path: 'locked.py', read: () => Promise.reject(new Error('no')) }, from('fine.py', 'x')], options())
    expect(result.files.map(file => [file.path, file.opaque])).toEqual([['fine.py', undefined], ['locked.py', 'unreadable']])
  })
  test('keeps the bytes of a file that is not text, for the core to judge', async () => {
    const bytes = Uint8Array.of(0x50, 0x4b, 3, 4, 0xff, 0xfe, 0x80)
    const result = await ingest([from('archive.py', bytes)], options())
    expect(result.files[0]?.bytes).toEqual(bytes)
    expect(result.skipped).toEqual([{ path: 'archive.py', reason: 'lossy' }])
  })
  test('refuses paths that leave their folder and says how', async () => {
    const result = await ingest([from('../evil.py'), from('a//b.py'), from('ok.py')], options())
    expect(result.skipped.map(one => [one.path, one.detail])).toEqual([['../evil.py', 'parent'], ['a//b.py', 'empty']])
  })
  test('stops at a cancel, keeps what was read, and marks the rest as unread', async () => {
    const abort = new AbortController()
    const many = Array.from({ length: 40 }, (_, i) => from(`f${String(i).padStart(2, '0')}.py`, 'x'))
    const result = await ingest(many, options({ signal: abort.signal, progress: ({ done }) => { if (done >= 16) abort.abort() } }))
    expect(result.cancelled).toBe(true)
    expect(result.files.filter(file => file.opaque === undefined)).toHaveLength(16)
    expect(result.files.filter(file => file.opaque !== undefined)).toHaveLength(24)
  })
  test('asks before reading a very large project, and reads nothing after a no', async () => {
    const many = Array.from({ length: LIMITS.files.soft + 1 }, (_, i): Candidate => ({ path: `f${i}.py`, read: () => Promise.reject(new Error('must not be read')) }))
    const result = await ingest(many, options({ confirm: () => Promise.resolve(false) }))
    expect(result.files).toEqual([])
  })
  test('stops taking files at the hard limit and counts the others as unread', async () => {
    const many = Array.from({ length: LIMITS.files.hard + 3 }, (_, i) => from(`f${i}.py`, 'x'))
    const result = await ingest(many, options({ confirm: () => Promise.resolve(true) }))
    expect(result.files.filter(file => file.opaque === 'limit')).toHaveLength(3)
  })
  test('reports progress up to the last file', async () => {
    const seen: number[] = []
    await ingest(Array.from({ length: 20 }, (_, i) => from(`${i}.py`)), options({ progress: ({ done }) => seen.push(done) }))
    expect(seen.at(-1)).toBe(20)
  })
  test('tells names apart that differ only by capitals', async () => {
    const result = await ingest([from('Models.py', '1'), from('models.py', '2')], options())
    expect(result.files).toHaveLength(2)
    expect(result.clashes).toEqual([['Models.py', 'models.py']])
  })
})

describe('paths', () => {
  test('backslashes become slashes, and accents one code point', () => expect(normalisePath('a\\cafe\u0301.py')).toEqual({ path: 'a/caf\u00e9.py' }))
  test('markup is only a name', () => expect(normalisePath('<img onerror=alert(1)>.py')).toEqual({ path: '<img onerror=alert(1)>.py' }))
  test('too long and too deep are told apart', () => {
    expect(normalisePath('x'.repeat(401))).toEqual({ problem: 'long' })
    expect(normalisePath('a/'.repeat(40) + 'b')).toEqual({ problem: 'deep' })
  })
  test('a taken name gets a number before its ending', () => expect(freePath('a.b/models.py', path => path === 'a.b/models.py')).toBe('a.b/models-2.py'))
  test('clashes need at least two', () => expect(caseClashes(['a', 'b'])).toEqual([]))
})
