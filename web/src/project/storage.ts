// storage.ts: the workspace survives a reload. A worker keeps it in a database for good, sessionStorage what is still on its way
// there. No feature depends on it: when it is blocked, the page says so once and goes on.

import type { FromKeeper, ToKeeper } from './keeper.worker.ts'
import { filesOf, frameOf, isOldRow, type Frame, type OldRow, type Stored } from './records.ts'
import { changedTexts, type Texts } from './tabs.ts'
import { fresh, type Workspace, type WorkspaceFile } from './workspace.ts'

const LAST = 'limbeck.workspace'
const RESCUE = 'limbeck.rescue'

export type { Stored }
export interface Kept { readonly workspace: Workspace; readonly time: number }
/** What the database does not have yet; `whole`: that is all of it. */
export interface Unsaved extends Texts { readonly whole: boolean }

export interface Storage {
  save(workspace: Workspace, time: number): Promise<void>
  load(id: string): Promise<Kept | undefined>
  list(): Promise<readonly Stored[]>
  remove(id: string): Promise<void>
  forget(): Promise<void>
  unsaved(workspace: Workspace): Unsaved
}

type Without<T> = T extends unknown ? Omit<T, 'id'> : never

export function openStorage(spawn: () => Worker): Storage {
  let worker: Worker | undefined
  let next = 1
  const waiting = new Map<number, { settle: (answer: FromKeeper) => void; refuse: (problem: Error) => void }>()
  /** What the database is known to hold of the workspace that was saved or loaded last. */
  let held: Pick<Workspace, 'id' | 'files' | 'skipped'> | undefined
  let saving: Promise<unknown> = Promise.resolve()

  function start(): Worker {
    const mine = spawn()
    mine.onmessage = (event: MessageEvent<FromKeeper>) => {
      const { data } = event, one = waiting.get(data.id)
      waiting.delete(data.id)
      if (data.t === 'failed') one?.refuse(new DOMException(data.message, data.name))
      else one?.settle(data)
    }
    mine.onerror = event => {
      event.preventDefault()
      for (const one of waiting.values()) one.refuse(new Error('storage'))
      waiting.clear()
      held = undefined
      worker = undefined
      mine.terminate()
    }
    return mine
  }
  const ask = (message: Without<ToKeeper>): Promise<FromKeeper> => new Promise((settle, refuse) => {
    const id = next++
    worker ??= start()
    waiting.set(id, { settle, refuse })
    worker.postMessage({ ...message, id })
  })

  function unsaved({ id, files }: Workspace): Unsaved {
    return held?.id === id ? { ...changedTexts(held.files, files), whole: false } : { put: [...files.values()], del: [], whole: true }
  }

  async function send(workspace: Workspace, time: number): Promise<void> {
    const frame = frameOf(workspace), { id, files, skipped } = workspace
    const save = (): Promise<FromKeeper> => {
      const what = unsaved(workspace)
      return ask({ t: 'save', frame, time, skipped: !what.whole && held?.skipped === skipped ? null : skipped, ...what })
    }
    if ((await save()).t === 'again') { held = undefined; await save() }
    held = { id, files, skipped }
  }

  return {
    unsaved,
    save(workspace, time) {
      // What has changed is told from what was saved before, so one save waits for the other.
      const mine = saving.then(() => send(workspace, time))
      saving = mine.catch(() => undefined)
      return mine
    },
    async load(id) {
      const answer = await ask({ t: 'load', project: id })
      if (answer.t !== 'loaded' || !answer.project) return undefined
      const { project: { frame, time, skipped, files: rows }, contents } = answer
      const files = new Map(filesOf(rows, contents).map(file => [file.path, { ...file, ver: fresh() }]))
      held = { id, files, skipped }
      return { time, workspace: { ...frame, skipped, compounds: [], files } }
    },
    async list() {
      const answer = await ask({ t: 'list' })
      return answer.t === 'listed' ? answer.stored : []
    },
    async remove(id) {
      if (held?.id === id) held = undefined
      await ask({ t: 'remove', project: id })
    },
    async forget() {
      held = undefined
      await ask({ t: 'forget' })
    },
  }
}

export interface Places { getItem(key: string): string | null; setItem(key: string, value: string): void; removeItem(key: string): void }

interface Rescue extends Unsaved { readonly v: 2; readonly frame: Frame; readonly skipped: Workspace['skipped']; readonly time: number }

/** Synchronous, for the moment the page goes away: what the database does not have. */
export function rescue(session: Places, workspace: Workspace, { put, del, whole }: Unsaved, time: number): void {
  try {
    // Bytes of unreadable files cannot go into JSON; those files cannot have been edited either.
    const kept: Rescue = { v: 2, frame: frameOf(workspace), skipped: whole ? workspace.skipped : [], time, put: put.filter(file => !file.bytes), del, whole }
    session.setItem(RESCUE, JSON.stringify(kept))
  } catch { /* too large for the session store; the last save in the database stands */ }
}

/** What was rescued; it says what the stored workspace of that id is to become. */
export interface Rescued { readonly id: string; readonly time: number; on(stored: Workspace | undefined): Workspace }

export function rescued(session: Places): Rescued | undefined {
  const text = session.getItem(RESCUE)
  session.removeItem(RESCUE)
  if (text === null) return undefined
  try {
    const kept: unknown = JSON.parse(text)
    if (!isRescue(kept) && !isOldRow(kept)) return undefined
    const { frame, skipped, time, put, del, whole } = isRescue(kept) ? kept : fromOld(kept)
    return {
      id: frame.id, time,
      on(stored) {
        const files = new Map<string, WorkspaceFile>(whole ? [...stored?.files ?? []].filter(([, file]) => file.bytes) : stored?.files)
        for (const path of del) files.delete(path)
        for (const file of put) files.set(file.path, { ...file, ver: fresh() })
        return { ...frame, skipped: whole ? skipped : stored?.skipped ?? [], compounds: [], files: new Map([...files].sort(([a], [b]) => a < b ? -1 : 1)) }
      },
    }
  } catch { return undefined }
}

/** As the version before left it. */
function fromOld({ time, workspace }: OldRow): Rescue {
  const { files, skipped, ...frame } = workspace
  return { v: 2, frame, skipped, time, put: files, del: [], whole: true }
}
const isRescue = (kept: unknown): kept is Rescue => typeof kept === 'object' && kept !== null && 'v' in kept && kept.v === 2

export const lastId = (session: Places): string | null => session.getItem(LAST)
export const rememberId = (session: Places, id: string): void => session.setItem(LAST, id)
