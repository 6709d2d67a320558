// protocol.ts: what the page and the checking worker say to each other. Plain data, no behaviour.

import type { Catalog, FixReply, FixSelection, Report, SchemaQuery, SideBySide, Wanted } from './report.ts'
import type { SchemaSide, TextFormat } from './abi.ts'
import type { TextForm } from '../project/encoding.ts'

export type Gen = number
export type Ver = number
export type Id = number

/** A file as the core shall see it: its text, its bytes where it has none, or the reason why nobody can see them. */
export type Put =
  | { readonly path: string; readonly ver: Ver; readonly text: string; readonly form: TextForm }
  | { readonly path: string; readonly ver: Ver; readonly bytes: Uint8Array }
  | { readonly path: string; readonly ver: Ver; readonly reason: string }

export type Question =
  | { readonly t: 'check' }
  | { readonly t: 'fix'; readonly select: FixSelection }
  | { readonly t: 'wants'; readonly paths: readonly string[] }
  | { readonly t: 'catalog'; readonly pages: Uint8Array }
  | { readonly t: 'report'; readonly format: TextFormat }
  | { readonly t: 'schema'; readonly query: SchemaQuery }
  | { readonly t: 'ddl'; readonly of: SchemaSide; readonly query: SchemaQuery }

export type ToWorker =
  /**
   * careful: read every file alone and announce it first, so that a file that kills the core is named. `warm`: files to check before
   * anything is asked; they show how fast this machine is, and are what a first visit asks for.
   */
  | { readonly t: 'init'; readonly proto: 1; readonly module: WebAssembly.Module; readonly careful: boolean; readonly warm: readonly Put[] }
  | { readonly t: 'sync'; readonly gen: Gen; readonly put: readonly Put[]; readonly del: readonly string[] }
  | { readonly t: 'ask'; readonly id: Id; readonly gen: Gen; readonly question: Question }

/** `answer`: any other question. */
export type Stage = 'extract' | 'check' | 'prove' | 'answer'

export type Answer =
  | { readonly t: 'check'; readonly report: Report; readonly ms: number; readonly heap: number }
  | { readonly t: 'fix'; readonly reply: FixReply }
  | { readonly t: 'wants'; readonly wanted: readonly Wanted[] }
  | { readonly t: 'catalog'; readonly catalog: Catalog }
  | { readonly t: 'report' | 'ddl'; readonly text: string }
  | { readonly t: 'schema'; readonly both: SideBySide }

export type FromWorker =
  /** `warm`: what the check of the first files took; null where there were none. */
  | { readonly t: 'ready'; readonly proto: 1; readonly ms: number; readonly warm: number | null }
  | { readonly t: 'step'; readonly stage: Stage; readonly path?: string }
  /** Within a step: the core has shown that it works. */
  | { readonly t: 'moving' }
  | { readonly t: 'answer'; readonly id: Id; readonly gen: Gen; readonly answer: Answer }
  | { readonly t: 'fail'; readonly message: string }

/** What the supervisor needs of a worker; a real one, or a test's. */
export interface WorkerLike {
  postMessage(message: ToWorker): void
  terminate(): void
  onmessage: ((event: { readonly data: FromWorker }) => void) | null
  onerror: ((event: { readonly message?: string; preventDefault?(): void }) => void) | null
  onmessageerror: ((event: unknown) => void) | null
}
