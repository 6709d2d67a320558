// keeper.worker.ts: the database of this page, read and written away from the page's thread. Hashes are made here, too.
// It knows workspaces as records, and shows nothing.

import { fileRow, isOldRow, keysOf, moreUses, VERSION, type Content, type ContentRow, type FileRow, type Frame, type Key, type ProjectRow, type Stored } from './records.ts'
import type { Skipped } from './ingest.ts'
import type { WorkspaceFile } from './workspace.ts'

export type ToKeeper = { readonly id: number } & (
  /** `whole`: `put` is all there is; else the rest is as it was saved or loaded last, and so is what was skipped, where that is null. */
  | { readonly t: 'save'; readonly frame: Frame; readonly skipped: readonly Skipped[] | null; readonly time: number; readonly put: readonly WorkspaceFile[]; readonly del: readonly string[]; readonly whole: boolean }
  | { readonly t: 'load' | 'remove'; readonly project: string }
  | { readonly t: 'list' | 'forget' }
)
export type FromKeeper = { readonly id: number } & (
  | { readonly t: 'done' }
  /** Something that was left out is not there any more: it is to be saved whole. */
  | { readonly t: 'again' }
  | { readonly t: 'listed'; readonly stored: readonly Stored[] }
  | { readonly t: 'loaded'; readonly project: ProjectRow | undefined; readonly contents: ReadonlyMap<Key, Content> }
  | { readonly t: 'failed'; readonly name: string; readonly message: string }
)

const TABLES = ['names', 'projects', 'contents'] as const
/** The table of version 1; it is emptied one by one, and stays. */
const OLD = 'workspaces'

const done = <T>(request: IDBRequest<T>): Promise<T> => new Promise((settle, refuse) => {
  request.onsuccess = () => settle(request.result)
  request.onerror = () => refuse(request.error ?? new Error('storage'))
})
/** A request may succeed and its transaction still fail on a full disk. */
const through = (transaction: IDBTransaction): Promise<void> => new Promise((settle, refuse) => {
  transaction.oncomplete = () => settle()
  transaction.onabort = () => refuse(transaction.error ?? new Error('aborted'))
})

/** How long a page of an older build may take to let go of the database. */
const PATIENCE = 3_000

let database: Promise<IDBDatabase> | undefined
const open = (): Promise<IDBDatabase> => database ??= new Promise((settle, refuse) => {
  const request = indexedDB.open('limbeck', VERSION)
  let given = false
  const giveUp = (problem: Error): void => { given = true; database = undefined; refuse(problem) }
  request.onupgradeneeded = () => {
    request.result.createObjectStore('names', { keyPath: 'id' })
    request.result.createObjectStore('projects', { keyPath: 'id' })
    request.result.createObjectStore('contents', { keyPath: 'key' })
  }
  request.onsuccess = () => {
    // An open database that nobody uses would be in everybody's way.
    if (given) { request.result.close(); return }
    request.result.onversionchange = () => { request.result.close(); database = undefined }
    settle(request.result)
  }
  request.onerror = () => giveUp(request.error ?? new Error('storage'))
  request.onblocked = () => { setTimeout(() => { if (request.readyState === 'pending') giveUp(new Error('blocked')) }, PATIENCE) }
})

async function hash(content: Content): Promise<Key> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as BufferSource))
  // A text and bytes that say the same are two contents.
  return (typeof content === 'string' ? 't' : 'b') + [...digest].map(byte => byte.toString(16).padStart(2, '0')).join('')
}

class Incomplete extends Error {}

/** Puts a project in place of what was there under its id; `contents`: those that are at hand. Within one transaction. */
async function place(transaction: IDBTransaction, project: ProjectRow, contents: ReadonlyMap<Key, Content>): Promise<void> {
  const projects = transaction.objectStore('projects'), store = transaction.objectStore('contents')
  const old = await done(projects.get(project.id)) as ProjectRow | undefined
  await use(store, moreUses(old?.files ?? [], project.files), contents)
  projects.put(project)
  const { id, frame: { name }, time, files } = project
  transaction.objectStore('names').put({ id, name, time, files: files.length } satisfies Stored)
}

async function use(store: IDBObjectStore, more: ReadonlyMap<Key, number>, contents: ReadonlyMap<Key, Content>): Promise<void> {
  await Promise.all([...more].map(async ([key, by]) => {
    const row = await done(store.get(key)) as ContentRow | undefined
    const content = row?.content ?? contents.get(key), uses = (row?.uses ?? 0) + by
    if (uses <= 0) store.delete(key)
    else if (content === undefined) throw new Incomplete(key)
    else store.put({ key, uses, content } satisfies ContentRow)
  }))
}

/** The files of the project that was saved or loaded last, so that a save need name only what has changed. */
let last: { readonly id: string; readonly skipped: readonly Skipped[]; readonly rows: ReadonlyMap<string, FileRow> } | undefined

async function save({ frame, skipped: given, time, put, del, whole }: Extract<ToKeeper, { t: 'save' }>): Promise<'done' | 'again'> {
  if (!whole && last?.id !== frame.id) return 'again'
  const rows = new Map(whole ? [] : last?.rows), skipped = given ?? last?.skipped ?? []
  const contents = new Map<Key, Content>()
  for (const path of del) rows.delete(path)
  for (const file of put) rows.set(file.path, await fileRow(file, hash, contents))
  const transaction = (await open()).transaction(TABLES, 'readwrite')
  const over = through(transaction)
  try { await place(transaction, { v: VERSION, id: frame.id, time, frame, skipped, files: [...rows.values()] }, contents) } catch (problem) {
    over.catch(() => undefined)
    try { transaction.abort() } catch { /* it is over already */ }
    if (problem instanceof Incomplete) return 'again'
    throw problem
  }
  await over
  last = { id: frame.id, skipped, rows }
  return 'done'
}

/** A workspace of version 1 in its new form; it leaves the old table in the same transaction. */
async function move(id: IDBValidKey): Promise<void> {
  const base = await open()
  if (!base.objectStoreNames.contains(OLD)) return
  const row: unknown = await done(base.transaction(OLD).objectStore(OLD).get(id))
  if (!isOldRow(row)) return
  const contents = new Map<Key, Content>()
  const files: FileRow[] = []
  for (const file of row.workspace.files) files.push(await fileRow(file, hash, contents))
  const { files: _, skipped, ...frame } = row.workspace
  const transaction = base.transaction([OLD, ...TABLES], 'readwrite')
  const over = through(transaction)
  // Whoever saved it since has the newer text.
  if (await done(transaction.objectStore('projects').count(id)) === 0) await place(transaction, { v: VERSION, id: row.id, time: row.time, frame, skipped, files }, contents)
  transaction.objectStore(OLD).delete(id)
  await over
}

let moving: Promise<void> | undefined
const moveAll = (): Promise<void> => moving ??= (async () => {
  const base = await open()
  if (!base.objectStoreNames.contains(OLD)) return
  for (const id of await done(base.transaction(OLD).objectStore(OLD).getAllKeys())) await move(id)
})().catch((problem: unknown) => { moving = undefined; throw problem })

async function load(id: string): Promise<Pick<Extract<FromKeeper, { t: 'loaded' }>, 'project' | 'contents'>> {
  await move(id)
  const transaction = (await open()).transaction(TABLES)
  const project = await done(transaction.objectStore('projects').get(id)) as ProjectRow | undefined
  const store = transaction.objectStore('contents')
  const found = await Promise.all([...new Set(keysOf(project?.files ?? []))].map(key => done(store.get(key)) as Promise<ContentRow | undefined>))
  if (project) last = { id, skipped: project.skipped, rows: new Map(project.files.map(file => [file.path, file])) }
  return { project, contents: new Map(found.flatMap(row => row ? [[row.key, row.content] as const] : [])) }
}

async function remove(id: string): Promise<void> {
  await move(id)
  const transaction = (await open()).transaction(TABLES, 'readwrite')
  const over = through(transaction)
  const projects = transaction.objectStore('projects')
  const project = await done(projects.get(id)) as ProjectRow | undefined
  await use(transaction.objectStore('contents'), moreUses(project?.files ?? [], []), new Map())
  projects.delete(id)
  transaction.objectStore('names').delete(id)
  await over
}

async function handle(message: ToKeeper): Promise<FromKeeper> {
  const { id } = message
  switch (message.t) {
    case 'save': return { id, t: await save(message) }
    case 'load': return { id, t: 'loaded', ...await load(message.project) }
    case 'remove': await remove(message.project); return { id, t: 'done' }
    case 'list': {
      await moveAll()
      const stored = await done((await open()).transaction('names').objectStore('names').getAll()) as Stored[]
      return { id, t: 'listed', stored: stored.sort((a, b) => b.time - a.time) }
    }
    case 'forget': {
      (await open()).close()
      database = undefined
      last = undefined
      await done(indexedDB.deleteDatabase('limbeck'))
      return { id, t: 'done' }
    }
  }
}

const scope = self as unknown as { postMessage(message: FromKeeper): void; onmessage: ((event: { data: ToKeeper }) => void) | null }
// One after the other: a save counts on the one before it.
let line: Promise<void> = Promise.resolve()
scope.onmessage = ({ data }) => {
  line = line.then(async () => {
    try { scope.postMessage(await handle(data)) } catch (problem) {
      scope.postMessage({ id: data.id, t: 'failed', name: problem instanceof Error || problem instanceof DOMException ? problem.name : '', message: String(problem) })
    }
  })
}
