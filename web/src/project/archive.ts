// archive.ts: the page's side of the import worker. The worker lives as long as one archive, or one list of files, is being read.

import type { Found } from './drop.ts'
import type { Candidate } from './ingest.ts'
import type { WorkspaceFile } from './workspace.ts'
import { LIMITS } from './ingest.ts'
import type { FromImporter, ToImporter } from './importer.worker.ts'
import type { ZipListing, ZipRefusal } from './zip.ts'

export class ArchiveRefused extends Error {
  constructor(readonly refusal: ZipRefusal) { super(refusal) }
}

export interface Archive {
  readonly candidates: readonly Candidate[]
  readonly refused: ZipListing['refused']
  close(): void
}

type Without<T> = T extends unknown ? Omit<T, 'id'> : never

function talk(spawn: () => Worker): { ask(message: Without<ToImporter>): Promise<FromImporter>; close(): void } {
  const worker = spawn()
  const waiting = new Map<number, { settle: (answer: FromImporter) => void; refuse: (problem: Error) => void }>()
  let next = 1
  worker.onmessage = (event: MessageEvent<FromImporter>) => {
    const one = waiting.get(event.data.id)
    waiting.delete(event.data.id)
    if (event.data.t === 'refused') one?.refuse(new ArchiveRefused(event.data.refusal))
    else one?.settle(event.data)
  }
  worker.onerror = event => {
    event.preventDefault()
    for (const one of waiting.values()) one.refuse(new ArchiveRefused('damaged'))
    waiting.clear()
  }
  return {
    ask: message => new Promise((settle, refuse) => {
      const id = next++
      waiting.set(id, { settle, refuse })
      worker.postMessage({ ...message, id })
    }),
    close: () => worker.terminate(),
  }
}

export async function openArchive(file: File, spawn: () => Worker): Promise<Archive> {
  const { ask, close } = talk(spawn)
  try {
    const listed = await ask({ t: 'list', file })
    if (listed.t !== 'listed') throw new ArchiveRefused('damaged')
    const candidates = listed.listing.entries.map((entry, index): Candidate => ({
      path: entry.path,
      size: entry.size,
      read: async () => {
        const answer = await ask({ t: 'inflate', index, cap: LIMITS.file.hard })
        if (answer.t !== 'content' || !answer.content) throw new Error('damaged')
        return answer.content
      },
    }))
    return { candidates, refused: listed.listing.refused, close }
  } catch (problem) { close(); throw problem }
}

export interface Files {
  readonly candidates: readonly Candidate[]
  sizes(of: readonly Candidate[]): Promise<readonly (number | undefined)[]>
  close(): void
}

/** Files of the disk, as they were dropped or picked. */
export function openFiles(found: readonly Found[], spawn: () => Worker): Files {
  const { ask, close } = talk(spawn)
  return {
    close,
    candidates: found.map(({ path, file }): Candidate => ({
      path, file,
      read: async () => {
        const answer = file && await ask({ t: 'read', file, cap: LIMITS.file.hard })
        if (answer?.t !== 'content' || !answer.content) throw new Error('unreadable')
        return answer.content
      },
    })),
    async sizes(of) {
      const answer = await ask({ t: 'sizes', files: of.map(one => one.file) })
      return answer.t === 'sizes' ? answer.sizes : []
    },
  }
}

export async function packFiles(files: readonly WorkspaceFile[], spawn: () => Worker): Promise<Uint8Array> {
  const { ask, close } = talk(spawn)
  try {
    const answer = await ask({ t: 'pack', files })
    if (answer.t !== 'packed') throw new Error('not packed')
    return answer.bytes
  } finally { close() }
}
