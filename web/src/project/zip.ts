// zip.ts: reading archives nobody vouches for, and writing our own. It believes no declared size and follows no link.

import { Inflate, zipSync, type Zippable } from 'fflate'
import { normalisePath, type PathProblem } from './paths.ts'

export const ARCHIVE_LIMIT = 200 * 1024 * 1024
export const ENTRY_LIMIT = 50_000

export type ZipRefusal = 'not-a-zip' | 'damaged' | 'encrypted' | 'zip64' | 'too-many' | 'too-big'
export class BadZip extends Error {
  constructor(readonly refusal: ZipRefusal) { super(refusal) }
}

export interface ZipEntry {
  readonly path: string
  /** As declared; believed only as an upper bound. */
  readonly size: number
  readonly packed: number
  readonly method: number
  readonly crc: number
  readonly at: number
}

export interface ZipListing {
  readonly entries: readonly ZipEntry[]
  readonly refused: readonly { readonly path: string; readonly why: PathProblem | 'link' | 'twice' | 'method' }[]
}

/** The central directory only; nothing is inflated. */
export function readDirectory(bytes: Uint8Array): ZipListing {
  if (bytes.byteLength > ARCHIVE_LIMIT) throw new BadZip('too-big')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = findEnd(view)
  const count = view.getUint16(end + 10, true)
  const start = view.getUint32(end + 16, true)
  if (count === 0xffff || start === 0xffffffff) throw new BadZip('zip64')
  if (count > ENTRY_LIMIT) throw new BadZip('too-many')
  const entries: ZipEntry[] = []
  const refused: { path: string; why: PathProblem | 'link' | 'twice' | 'method' }[] = []
  const seen = new Set<string>()
  let at = start
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || view.getUint32(at, true) !== 0x02014b50) throw new BadZip('damaged')
    const flags = view.getUint16(at + 8, true)
    if (flags & 0x2041) throw new BadZip('encrypted')
    const size = view.getUint32(at + 24, true)
    const packed = view.getUint32(at + 20, true)
    if (size === 0xffffffff || packed === 0xffffffff) throw new BadZip('zip64')
    const nameSize = view.getUint16(at + 28, true)
    const next = at + 46 + nameSize + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
    if (next > end) throw new BadZip('damaged')
    const name = bytes.subarray(at + 46, at + 46 + nameSize)
    const raw = new TextDecoder(flags & 0x800 ? 'utf-8' : 'latin1').decode(name)
    const unix = view.getUint8(at + 5) === 3
    const mode = view.getUint32(at + 38, true) >>> 16
    const entry = { size, packed, method: view.getUint16(at + 10, true), crc: view.getUint32(at + 16, true), at: view.getUint32(at + 42, true) }
    at = next
    if (raw.endsWith('/') || raw.endsWith('\\')) continue
    const clean = normalisePath(raw)
    if ('problem' in clean) refused.push({ path: raw, why: clean.problem })
    else if (unix && (mode & 0xf000) === 0xa000) refused.push({ path: raw, why: 'link' })
    else if (seen.has(clean.path)) refused.push({ path: raw, why: 'twice' })
    else if (entry.method !== 0 && entry.method !== 8) refused.push({ path: raw, why: 'method' })
    else { seen.add(clean.path); entries.push({ path: clean.path, ...entry }) }
  }
  return { entries, refused }
}

function findEnd(view: DataView): number {
  const lowest = Math.max(0, view.byteLength - 22 - 0xffff)
  for (let at = view.byteLength - 22; at >= lowest; at--) {
    if (view.getUint32(at, true) === 0x06054b50 && at + 22 + view.getUint16(at + 20, true) <= view.byteLength) return at
  }
  throw new BadZip('not-a-zip')
}

/** One entry, never more than it declared and never more than `cap`; undefined when it lied or is damaged. */
export function inflateEntry(bytes: Uint8Array, entry: ZipEntry, cap: number): Uint8Array | undefined {
  if (entry.size > cap) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (entry.at + 30 > bytes.byteLength || view.getUint32(entry.at, true) !== 0x04034b50) return undefined
  const start = entry.at + 30 + view.getUint16(entry.at + 26, true) + view.getUint16(entry.at + 28, true)
  if (start + entry.packed > bytes.byteLength) return undefined
  const packed = bytes.subarray(start, start + entry.packed)
  const out = entry.method === 0 ? packed.slice() : inflateCapped(packed, entry.size)
  return out && out.byteLength === entry.size && crc32(out) === entry.crc ? out : undefined
}

function inflateCapped(packed: Uint8Array, cap: number): Uint8Array | undefined {
  const out = new Uint8Array(cap)
  let length = 0
  let over = false
  const stream = new Inflate(chunk => {
    if (over || length + chunk.byteLength > cap) { over = true; return }
    out.set(chunk, length)
    length += chunk.byteLength
  })
  // A compressed byte becomes at most about a thousand, so small helpings bound the memory of a bomb.
  const helping = 2048
  try {
    for (let at = 0; at < packed.byteLength && !over; at += helping)
      stream.push(packed.subarray(at, at + helping), at + helping >= packed.byteLength)
  } catch { return undefined }
  return over ? undefined : out.subarray(0, length)
}

let crcTable: Uint32Array | undefined
export function crc32(bytes: Uint8Array): number {
  crcTable ??= Uint32Array.from({ length: 256 }, (_, n) => {
    let c = n
    for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
    return c >>> 0
  })
  let crc = 0xffffffff
  for (const byte of bytes) crc = (crcTable[(crc ^ byte) & 255] ?? 0) ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}

/** An archive of the given files; the time is fixed, so the same files give the same bytes. */
export function pack(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const tree: Zippable = {}
  for (const [path, bytes] of files) tree[path] = [bytes, { mtime: '1980-01-01T12:00:00Z' }]
  return zipSync(tree, { level: 6 })
}
