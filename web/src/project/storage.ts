// storage.ts: the workspace survives a reload. IndexedDB for good, sessionStorage for what is still on its way there.
// No feature depends on it: when it is blocked, the page says so once and goes on.

import type { Workspace, WorkspaceFile } from './workspace.ts'

const VERSION = 1
const LAST = 'limbeck.workspace'
const RESCUE = 'limbeck.rescue'

interface Row {
  readonly v: typeof VERSION
  readonly id: string
  readonly name: string
  readonly time: number
  readonly workspace: Omit<Workspace, 'files' | 'compounds'> & { readonly files: readonly WorkspaceFile[] }
}

export interface Stored { readonly id: string; readonly name: string; readonly time: number; readonly files: number }

export interface Kept { readonly workspace: Workspace; readonly time: number }

export interface Storage {
  save(workspace: Workspace, time: number): Promise<void>
  load(id: string): Promise<Kept | undefined>
  list(): Promise<readonly Stored[]>
  remove(id: string): Promise<void>
  forget(): Promise<void>
}

function toRow(workspace: Workspace, time: number): Row {
  const { files, compounds: _, ...rest } = workspace
  return { v: VERSION, id: workspace.id, name: workspace.name, time, workspace: { ...rest, files: [...files.values()] } }
}

function fromRow(row: unknown): Kept | undefined {
  if (typeof row !== 'object' || row === null || !('v' in row) || row.v !== VERSION) return undefined
  const { workspace, time } = row as Row
  return { time, workspace: { ...workspace, compounds: [], files: new Map(workspace.files.map(file => [file.path, file])) } }
}

const done = <T>(request: IDBRequest<T>): Promise<T> => new Promise((settle, refuse) => {
  request.onsuccess = () => settle(request.result)
  request.onerror = () => refuse(request.error ?? new Error('storage'))
})

export function openStorage(factory: IDBFactory): Storage {
  let database: Promise<IDBDatabase> | undefined
  const open = (): Promise<IDBDatabase> => database ??= new Promise((settle, refuse) => {
    const request = factory.open('limbeck', VERSION)
    request.onupgradeneeded = () => { request.result.createObjectStore('workspaces', { keyPath: 'id' }) }
    request.onsuccess = () => {
      request.result.onversionchange = () => { request.result.close(); database = undefined }
      settle(request.result)
    }
    request.onerror = () => { database = undefined; refuse(request.error ?? new Error('storage')) }
    request.onblocked = () => refuse(new Error('blocked'))
  })
  const rows = async (mode: IDBTransactionMode): Promise<IDBObjectStore> => (await open()).transaction('workspaces', mode).objectStore('workspaces')
  return {
    async save(workspace, time) {
      const store = await rows('readwrite')
      store.put(toRow(workspace, time))
      // A request may succeed and its transaction still fail on a full disk.
      await new Promise<void>((settle, refuse) => {
        store.transaction.oncomplete = () => settle()
        store.transaction.onabort = () => refuse(store.transaction.error ?? new Error('aborted'))
      })
    },
    async load(id) { return fromRow(await done((await rows('readonly')).get(id))) },
    async list() {
      const all = await done((await rows('readonly')).getAll()) as Row[]
      return all.map(row => ({ id: row.id, name: row.name, time: row.time, files: row.workspace.files.length })).sort((a, b) => b.time - a.time)
    },
    async remove(id) { await done((await rows('readwrite')).delete(id)) },
    async forget() {
      (await open()).close()
      database = undefined
      await done(factory.deleteDatabase('limbeck'))
    },
  }
}

export interface Places { getItem(key: string): string | null; setItem(key: string, value: string): void; removeItem(key: string): void }

/** Synchronous, for the moment the page goes away. */
export function rescue(session: Places, workspace: Workspace, time: number): void {
  try {
    // Bytes of unreadable files cannot go into JSON; those files cannot have been edited either.
    const files = [...workspace.files.values()].filter(file => !file.bytes)
    session.setItem(RESCUE, JSON.stringify({ ...toRow(workspace, time), workspace: { ...toRow(workspace, time).workspace, files } }))
  } catch { /* too large for the session store; the last save in the database stands */ }
}

export function rescued(session: Places): Kept | undefined {
  const kept = session.getItem(RESCUE)
  session.removeItem(RESCUE)
  if (kept === null) return undefined
  try { return fromRow(JSON.parse(kept)) } catch { return undefined }
}

export const lastId = (session: Places): string | null => session.getItem(LAST)
export const rememberId = (session: Places, id: string): void => session.setItem(LAST, id)
