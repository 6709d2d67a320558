// ingest.ts: every way in ends here: candidates → {files, skipped, notes}. Which paths matter is the core's answer
// (limbeck_wants); how much we can carry is ours.

import type { Wanted } from '../checker/report.ts'
import type { Content, TextForm } from './encoding.ts'
import { PLAIN } from './plain.ts'
import { caseClashes, normalisePath, type PathProblem } from './paths.ts'

export interface Candidate {
  readonly path: string
  /** In bytes, as far as known before reading. */
  readonly size?: number | undefined
  /** Of the disk. To ask it for its size makes the browser look there, so that is not done here. */
  readonly file?: File | undefined
  /** No text where the size is above the limit for one file. */
  read(): Promise<Content>
}

export type SkipReason = 'irrelevant' | 'big' | 'unreadable' | 'lossy' | 'path' | 'damaged' | 'limit' | 'cancelled'

export interface Skipped {
  readonly path: string
  readonly reason: SkipReason
  /** The core's or our own words for this very file, where there are any. */
  readonly detail?: string | undefined
}

/** A file as it enters a workspace. */
export interface Taken {
  readonly path: string
  readonly text: string
  readonly form: TextForm
  /** For looking at only; the bytes go to the core as they are. */
  readonly bytes?: Uint8Array
  /** Present but too large or unreadable: the core hears of it, and of why. */
  readonly opaque?: string
}

export interface Ingested {
  readonly files: readonly Taken[]
  readonly skipped: readonly Skipped[]
  readonly clashes: readonly (readonly string[])[]
  readonly seen: number
  readonly cancelled: boolean
}

export const LIMITS = {
  files: { soft: 2_000, hard: 5_000 },
  total: { soft: 20 * 2 ** 20, hard: 64 * 2 ** 20 },
  file: { soft: 512 * 2 ** 10, hard: 2 * 2 ** 20 },
} as const

export interface Progress { readonly done: number; readonly total: number; readonly seen: number }

export interface IngestOptions {
  wants(paths: readonly string[]): Promise<readonly Wanted[]>
  /** Sentences of the page about a file it could not carry. */
  readonly words: { big(size: number): string; unreadable: string; limit: string; path(problem: PathProblem): string }
  /** Sizes that the candidates do not know themselves. */
  sizes?(candidates: readonly Candidate[]): Promise<readonly (number | undefined)[]>
  progress?(progress: Progress): void
  /** Asked once when a soft limit is passed; false stops before anything is read. */
  confirm?(found: { readonly wanted: number; readonly seen: number; readonly bytes: number }): Promise<boolean>
  readonly signal?: AbortSignal
}

export async function ingest(candidates: readonly Candidate[], options: IngestOptions): Promise<Ingested> {
  const { words, signal } = options
  const skipped: Skipped[] = []
  const named: { path: string; from: Candidate }[] = []
  const seenPaths = new Set<string>()
  for (const from of candidates) {
    const clean = normalisePath(from.path)
    if ('problem' in clean) skipped.push({ path: from.path, reason: 'path', detail: words.path(clean.problem) })
    else if (!seenPaths.has(clean.path)) { seenPaths.add(clean.path); named.push({ path: clean.path, from }) }
  }
  const answers = await options.wants(named.map(one => one.path))
  const wanted = named.filter((one, i) => {
    const answer = answers[i]
    if (answer?.keep) return true
    skipped.push({ path: one.path, reason: 'irrelevant', detail: answer?.reason })
    return false
  })
  const files: Taken[] = []
  const setAside = (path: string, reason: SkipReason, sentence: string): void => {
    skipped.push({ path, reason, detail: sentence })
    files.push({ path, text: '', form: PLAIN, opaque: sentence })
  }
  const result = (cancelled: boolean): Ingested =>
    ({ files, skipped, seen: candidates.length, cancelled, clashes: caseClashes(files.map(file => file.path)) })

  const sizes = await options.sizes?.(wanted.map(one => one.from)) ?? wanted.map(one => one.from.size)
  const declared = sizes.reduce<number>((sum, size) => sum + Math.min(size ?? 0, LIMITS.file.hard), 0)
  if (options.confirm && (wanted.length > LIMITS.files.soft || declared > LIMITS.total.soft)) {
    if (!await options.confirm({ wanted: wanted.length, seen: candidates.length, bytes: declared })) return result(true)
  }
  let total = 0
  let done = 0
  const takeOne = async (path: string, from: Candidate, order: number): Promise<void> => {
    if (order >= LIMITS.files.hard) { setAside(path, 'limit', words.limit); return }
    const known = sizes[order] ?? 0
    if (known > LIMITS.file.hard) { setAside(path, 'big', words.big(known)); return }
    let content: Content
    try { content = await from.read() } catch { setAside(path, 'unreadable', words.unreadable); return }
    const { size, ...taken } = content
    if (size > LIMITS.file.hard) { setAside(path, 'big', words.big(size)); return }
    if (total + size > LIMITS.total.hard) { setAside(path, 'limit', words.limit); return }
    total += size
    files.push({ path, ...taken })
    if (taken.bytes) skipped.push({ path, reason: 'lossy' })
  }
  // Reading in helpings keeps the page alive, and lets a cancel stop between two of them.
  const helping = 16
  for (let at = 0; at < wanted.length; at += helping) {
    if (signal?.aborted) {
      for (const one of wanted.slice(at)) setAside(one.path, 'cancelled', words.unreadable)
      files.sort(byPath)
      return result(true)
    }
    const some = wanted.slice(at, at + helping)
    await Promise.all(some.map((one, i) => takeOne(one.path, one.from, at + i)))
    done += some.length
    options.progress?.({ done, total: wanted.length, seen: candidates.length })
  }
  files.sort(byPath)
  return result(false)
}

const byPath = (a: Taken, b: Taken): number => a.path < b.path ? -1 : a.path > b.path ? 1 : 0
