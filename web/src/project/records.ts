// records.ts: how a workspace lies in the database: its name in a small table, what it is made of in a second, and every content
// once, under its hash, however many files and workspaces have it. It opens no database.

import type { TextForm } from './encoding.ts'
import type { Skipped } from './ingest.ts'
import type { Workspace, WorkspaceFile } from './workspace.ts'

export const VERSION = 2
export type Key = string
export type Content = string | Uint8Array

/** What lists of workspaces show. */
export interface Stored { readonly id: string; readonly name: string; readonly time: number; readonly files: number }

export interface FileRow {
  readonly path: string
  readonly form: TextForm
  readonly text: Key
  readonly original: Key | null
  readonly bytes?: Key
  readonly opaque?: string
}
/** A workspace but for its files and the list of those that were skipped, which may be long; steps over several files are not kept. */
export type Frame = Omit<Workspace, 'files' | 'compounds' | 'skipped'>
export interface ProjectRow { readonly v: typeof VERSION; readonly id: string; readonly time: number; readonly frame: Frame; readonly skipped: readonly Skipped[]; readonly files: readonly FileRow[] }
/** `uses`: how often files of any workspace have it. */
export interface ContentRow { readonly key: Key; readonly uses: number; readonly content: Content }

/** As it was until version 1: all of a workspace in one record. */
export interface OldRow {
  readonly v: 1
  readonly id: string
  readonly time: number
  readonly workspace: Frame & { readonly skipped: readonly Skipped[]; readonly files: readonly WorkspaceFile[] }
}
export const isOldRow = (row: unknown): row is OldRow =>
  typeof row === 'object' && row !== null && 'v' in row && row.v === 1 && 'workspace' in row && typeof row.workspace === 'object' && row.workspace !== null && 'files' in row.workspace && Array.isArray(row.workspace.files)

export function frameOf(workspace: Workspace): Frame {
  const { files: _, compounds: __, skipped: ___, ...frame } = workspace
  return frame
}

/** The record of a file, and what it says, by hash. */
export async function fileRow(file: WorkspaceFile, hash: (content: Content) => Promise<Key>, contents: Map<Key, Content>): Promise<FileRow> {
  const keep = async (content: Content): Promise<Key> => { const key = await hash(content); contents.set(key, content); return key }
  const text = await keep(file.text)
  const row: FileRow = { path: file.path, form: file.form, text, original: file.original === null ? null : file.original === file.text ? text : await keep(file.original) }
  return { ...row, ...file.bytes && { bytes: await keep(file.bytes) }, ...file.opaque !== undefined && { opaque: file.opaque } }
}

export const keysOf = (files: readonly FileRow[]): Key[] => files.flatMap(file => [file.text, ...file.original === null ? [] : [file.original], ...file.bytes === undefined ? [] : [file.bytes]])

/** How much more often each content is used by the new files than by the old ones; what is used as often is left out. */
export function moreUses(old: readonly FileRow[], now: readonly FileRow[]): Map<Key, number> {
  const uses = new Map<Key, number>()
  for (const [files, by] of [[now, 1], [old, -1]] as const) for (const key of keysOf(files)) uses.set(key, (uses.get(key) ?? 0) + by)
  for (const [key, by] of uses) if (by === 0) uses.delete(key)
  return uses
}

/** The files again; one whose text is not there cannot be shown. `ver`: a number that no file has had. */
export function filesOf(rows: readonly FileRow[], contents: ReadonlyMap<Key, Content>): Omit<WorkspaceFile, 'ver'>[] {
  return rows.flatMap(({ path, form, text, original, bytes, opaque }) => {
    const now = contents.get(text), before = original === null ? null : contents.get(original), raw = bytes === undefined ? undefined : contents.get(bytes)
    if (typeof now !== 'string') return []
    return [{ path, form, text: now, original: typeof before === 'string' ? before : null, ...raw instanceof Uint8Array && { bytes: raw }, ...opaque !== undefined && { opaque } }]
  })
}
