// zip.test.ts: archives that nobody should trust.

import { zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { BadZip, crc32, inflateEntry, pack, readDirectory } from '../../../web/src/project/zip.ts'

const text = (value: string): Uint8Array => new TextEncoder().encode(value)
const good = (): Uint8Array => zipSync({ 'modules/shop/models.py': text('x = 1\n'), 'modules/shop/api.py': text('y = 2\n'.repeat(50)) })

/** Where the central directory's entries begin, one after the other. */
function centrals(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer)
  const found: number[] = []
  for (let at = 0; at + 4 <= bytes.byteLength; at++) if (view.getUint32(at, true) === 0x02014b50) found.push(at)
  return found
}
const refusal = (bytes: Uint8Array): string => { try { readDirectory(bytes); return 'accepted' } catch (problem) { return problem instanceof BadZip ? problem.refusal : String(problem) } }

describe('a good archive', () => {
  test('lists its files and gives back their bytes', () => {
    const bytes = good()
    const { entries, refused } = readDirectory(bytes)
    expect(entries.map(entry => entry.path)).toEqual(['modules/shop/models.py', 'modules/shop/api.py'])
    expect(refused).toEqual([])
    expect(entries.map(entry => new TextDecoder().decode(inflateEntry(bytes, entry, 1_000)))).toEqual(['x = 1\n', 'y = 2\n'.repeat(50)])
  })
  test('survives packing and reading, byte for byte, twice the same', () => {
    const files = new Map([['a/b.py', Uint8Array.of(0xff, 0, 1)], ['ü.py', text('x')]])
    const packed = pack(files)
    expect(packed).toEqual(pack(files))
    expect(readDirectory(packed).entries.map(entry => entry.path).sort()).toEqual([...files.keys()].sort())
    for (const entry of readDirectory(packed).entries) expect(inflateEntry(packed, entry, 99)).toEqual(files.get(entry.path))
  })
})

describe('a hostile archive', () => {
  test('with paths that leave their folder keeps the harmless ones only', () => {
    const bytes = zipSync({ '../evil.py': text('x'), '/etc/evil.py': text('x'), 'C:/evil.py': text('x'), 'a\u0000b.py': text('x'), 'fine.py': text('x') })
    const { entries, refused } = readDirectory(bytes)
    expect(entries.map(entry => entry.path)).toEqual(['fine.py'])
    expect(refused.map(one => one.why).sort()).toEqual(['absolute', 'control', 'drive', 'parent'])
  })
  test('that packs a bomb is cut off at the limit', () => {
    const bytes = zipSync({ 'bomb.py': new Uint8Array(3 * 2 ** 20) }, { level: 9 })
    const [entry] = readDirectory(bytes).entries
    if (!entry) throw new Error('not listed')
    expect(inflateEntry(bytes, entry, 2 ** 20)).toBeUndefined()
  })
  test('that lies about a size to pass the limit is caught while inflating', () => {
    const bytes = zipSync({ 'bomb.py': new Uint8Array(3 * 2 ** 20) }, { level: 9 })
    const [at] = centrals(bytes)
    new DataView(bytes.buffer).setUint32((at ?? 0) + 24, 100, true)
    const [entry] = readDirectory(bytes).entries
    if (!entry) throw new Error('not listed')
    expect(entry.size).toBe(100)
    expect(inflateEntry(bytes, entry, 2 ** 20)).toBeUndefined()
  })
  test('whose content does not match its checksum is damaged', () => {
    const bytes = good()
    const [at] = centrals(bytes)
    new DataView(bytes.buffer).setUint32((at ?? 0) + 16, 1, true)
    const [entry] = readDirectory(bytes).entries
    if (!entry) throw new Error('not listed')
    expect(inflateEntry(bytes, entry, 1_000)).toBeUndefined()
  })
  test('that is encrypted is refused', () => {
    const bytes = good()
    for (const at of centrals(bytes)) new DataView(bytes.buffer).setUint16(at + 8, 1, true)
    expect(refusal(bytes)).toBe('encrypted')
  })
  test('with a symbolic link does not follow it', () => {
    const bytes = zipSync({ 'link.py': [text('/etc/passwd'), { os: 3, attrs: 0o120777 << 16 }], 'fine.py': text('x') })
    const { entries, refused } = readDirectory(bytes)
    expect(entries.map(entry => entry.path)).toEqual(['fine.py'])
    expect(refused).toEqual([{ path: 'link.py', why: 'link' }])
  })
  test('with more entries than it may have is refused before any is read', () => {
    const bytes = good()
    const end = bytes.byteLength - 22
    new DataView(bytes.buffer).setUint16(end + 10, 50_001, true)
    expect(refusal(bytes)).toBe('too-many')
  })
  test('cut in the middle, or not an archive at all, is named as such', () => {
    expect(refusal(good().slice(0, 60))).toBe('not-a-zip')
    expect(refusal(text('def f(): pass'))).toBe('not-a-zip')
    expect(refusal(new Uint8Array(0))).toBe('not-a-zip')
  })
  test('whose directory points outside is damaged, not a crash', () => {
    const bytes = good()
    new DataView(bytes.buffer).setUint32(bytes.byteLength - 22 + 16, bytes.byteLength - 30, true)
    expect(refusal(bytes)).toBe('damaged')
  })
  test('of any bytes at all never throws anything but a refusal', () => {
    const bytes = good()
    let refused = 0, read = 0
    for (let seed = 1; seed < 400; seed++) {
      const broken = bytes.slice()
      for (let k = 0; k < 6; k++) broken[(seed * 7919 + k * 104729) % broken.length] = (seed * 31 + k * 17) % 256
      let entries: ReturnType<typeof readDirectory>['entries'] = []
      try { entries = readDirectory(broken).entries } catch (problem) { expect(problem).toBeInstanceOf(BadZip); refused++ }
      for (const entry of entries) { expect(() => inflateEntry(broken, entry, 10_000)).not.toThrow(); read++ }
    }
    expect(Math.min(refused, read)).toBeGreaterThan(10)
  })
})

test('the checksum is the one of the format', () => expect(crc32(text('123456789'))).toBe(0xcbf43926))
