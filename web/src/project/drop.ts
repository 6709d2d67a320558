// drop.ts: what the browser hands over on a drop or from a picker, as a list of files. It reads nothing of them.


/** The part of FileSystemEntry that exists everywhere; told apart by shape, since classes differ between frames. */
interface Entry {
  readonly isFile: boolean
  readonly isDirectory: boolean
  readonly fullPath: string
  readonly name: string
  file?(found: (file: File) => void, failed: (problem: unknown) => void): void
  createReader?(): { readEntries(found: (entries: readonly Entry[]) => void, failed: (problem: unknown) => void): void }
}

/** A file with the path it is to have; none where it cannot be had. */
export interface Found { readonly path: string; readonly file?: File }

export interface Walked {
  readonly candidates: readonly Found[]
  readonly unreadable: readonly string[]
  /** The one folder that was dropped, if it was one. */
  readonly folder?: string
}

/** Must be called inside the drop handler, before any await: afterwards the items are gone. */
export function entriesOf(transfer: DataTransfer): { entries: Entry[]; files: File[] } {
  const entries: Entry[] = []
  const files: File[] = []
  for (const item of transfer.items) {
    if (item.kind !== 'file') continue
    const entry = typeof item.webkitGetAsEntry === 'function' ? item.webkitGetAsEntry() as unknown as Entry | null : null
    if (entry) entries.push(entry)
    else { const file = item.getAsFile(); if (file) files.push(file) }
  }
  return { entries, files }
}

export const fromFiles = (files: Iterable<File>): Found[] => [...files].map(file => ({ path: file.webkitRelativePath || file.name, file }))

/** Folders whose content is never ours, however large; asked of the core by the caller. */
export type SkipFolder = (path: string) => Promise<boolean>

export async function walk(
  roots: readonly Entry[], found: (count: number) => void, skipFolder: SkipFolder, signal?: AbortSignal,
): Promise<Walked> {
  const candidates: Found[] = []
  const unreadable: string[] = []
  const queue = [...roots]
  while (queue.length > 0 && !signal?.aborted) {
    const entry = queue.shift()
    if (!entry) break
    const path = entry.fullPath.replace(/^\//, '') || entry.name
    if (entry.isFile) {
      const file = await new Promise<File | undefined>(resolve => {
        if (entry.file) entry.file(resolve, () => resolve(undefined))
        else resolve(undefined)
      })
      candidates.push(file ? { path, file } : { path })
      if (!file) unreadable.push(path)
      if (candidates.length % 50 === 0) found(candidates.length)
    } else if (entry.isDirectory) {
      if (await skipFolder(path)) continue
      const children = await readAll(entry)
      if (children) queue.push(...children)
      else unreadable.push(path)
    }
  }
  found(candidates.length)
  const only = roots.length === 1 && roots[0]?.isDirectory ? roots[0].name : undefined
  return only === undefined ? { candidates, unreadable } : { candidates, unreadable, folder: only }
}

/** readEntries answers at most a hundred at a time, and an empty list at the end. */
async function readAll(entry: Entry): Promise<Entry[] | undefined> {
  const reader = entry.createReader?.()
  if (!reader) return undefined
  const all: Entry[] = []
  for (;;) {
    const some = await new Promise<readonly Entry[] | undefined>(resolve => reader.readEntries(resolve, () => resolve(undefined)))
    if (!some) return all.length > 0 ? all : undefined
    if (some.length === 0) return all
    all.push(...some)
  }
}
