// workspace.ts: the files of one project and what was done to them. No DOM, no checker, no storage.

import type { Compound } from './compound.ts'
import type { FileStep } from './edits.ts'
import { encode } from './encoding.ts'
import { PLAIN } from './plain.ts'
import type { Skipped, Taken } from './ingest.ts'
import type { Put } from '../checker/protocol.ts'

export type Origin =
  | { readonly t: 'sample'; readonly slug: string }
  | { readonly t: 'paste' | 'files' | 'folder' | 'zip' | 'empty' }

export interface WorkspaceFile extends Taken {
  /** The text when it came in; null for a file made here. */
  readonly original: string | null
  /** Grows with every change; never reused in one page. */
  readonly ver: number
}

export interface Workspace {
  readonly id: string
  readonly name: string
  readonly origin: Origin
  readonly files: ReadonlyMap<string, WorkspaceFile>
  readonly skipped: readonly Skipped[]
  readonly seen: number
  readonly tabs: readonly string[]
  readonly active: string | null
  /** Steps over several files, newest last. */
  readonly compounds: readonly Compound[]
  /** Whether anything was changed since it was opened: an unedited sample is not worth storing. */
  readonly edited: boolean
}

export type WorkspaceUpdate =
  /** `elsewhere`: another tab writes it. */
  | { readonly t: 'open'; readonly workspace: Workspace; readonly elsewhere?: boolean }
  | { readonly t: 'edit'; readonly path: string; readonly text: string }
  | { readonly t: 'add'; readonly files: readonly Taken[]; readonly skipped: readonly Skipped[]; readonly label: string }
  | { readonly t: 'steps'; readonly id: number; readonly label: string; readonly steps: readonly FileStep[] }
  /** Texts put in place by an undo or a redo of a compound step. */
  | { readonly t: 'turned'; readonly compound: Compound; readonly put: readonly { readonly path: string; readonly text: string | null }[] }
  | { readonly t: 'activate'; readonly path: string }
  | { readonly t: 'close-tab'; readonly path: string }
  /** Files as another tab has them, and those that it has no more. */
  | { readonly t: 'follow'; readonly put: readonly WorkspaceFile[]; readonly del: readonly string[] }
  /** The same texts, as a workspace of their own. */
  | { readonly t: 'copy'; readonly name: string }

/** What changes texts, and so is for the one tab that may. */
export const writes = (update: WorkspaceUpdate): boolean => update.t === 'edit' || update.t === 'add' || update.t === 'steps' || update.t === 'turned'

/** Unedited, and to be had again at any time: it has no text of anybody. */
export const isSample = (workspace: Workspace): boolean => workspace.id.startsWith('sample:')

export const sameTexts = ({ files: one }: Workspace, { files: other }: Workspace): boolean =>
  one.size === other.size && [...one].every(([path, file]) => other.get(path)?.text === file.text)

let lastVer = 0
/** A number no version and no step of this page has had. */
export const fresh = (): number => ++lastVer

export function emptyWorkspace(name: string, origin: Origin = { t: 'empty' }): Workspace {
  return {
    id: origin.t === 'sample' ? `sample:${origin.slug}` : crypto.randomUUID(), name, origin,
    files: new Map(), skipped: [], seen: 0, tabs: [], active: null, compounds: [], edited: false,
  }
}

/** Tabs that are worth opening at first, in order. */
export function withFiles(base: Workspace, taken: readonly Taken[], skipped: readonly Skipped[], seen: number, first?: string): Workspace {
  const files = new Map<string, WorkspaceFile>()
  for (const file of taken) files.set(file.path, { ...file, original: file.text, ver: fresh() })
  const readable = taken.filter(file => file.opaque === undefined).map(file => file.path)
  const active = first ?? readable[0] ?? null
  const tabs = readable.length <= 4 ? readable : active === null ? [] : [active]
  return { ...base, files: inOrder(files), skipped, seen, tabs, active }
}

function inOrder(files: Map<string, WorkspaceFile>): Map<string, WorkspaceFile> {
  return new Map([...files].sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0))
}

function place(files: Map<string, WorkspaceFile>, path: string, text: string | null): void {
  const old = files.get(path)
  if (text === null) files.delete(path)
  else if (old) files.set(path, { ...old, text, ver: fresh() })
  else files.set(path, { path, text, form: PLAIN, original: null, ver: fresh() })
}

/** A file that is as it was stays the same value, so that nobody reads it again. */
function followed(old: Workspace['files'], put: readonly WorkspaceFile[], del: readonly string[]): Map<string, WorkspaceFile> {
  const files = new Map(old)
  for (const path of del) files.delete(path)
  for (const file of put) {
    const own = files.get(file.path)
    if (!own || own.text !== file.text || own.opaque !== file.opaque || own.original !== file.original) files.set(file.path, { ...file, ver: fresh() })
  }
  return inOrder(files)
}

function settleTabs(workspace: Workspace): Workspace {
  const tabs = workspace.tabs.filter(path => workspace.files.has(path))
  if (workspace.active !== null && workspace.files.has(workspace.active)) return { ...workspace, tabs }
  const active = tabs[0] ?? [...workspace.files.keys()][0] ?? null
  return { ...workspace, active, tabs: active !== null && !tabs.includes(active) ? [...tabs, active] : tabs }
}

/** A sample that was edited is somebody's work: it gets a name of its own, so that the sample can be opened afresh. */
export function reduceWorkspace(workspace: Workspace, update: WorkspaceUpdate): Workspace {
  const next = change(workspace, update)
  return next.edited && isSample(next) ? { ...next, id: crypto.randomUUID() } : next
}

function change(workspace: Workspace, update: WorkspaceUpdate): Workspace {
  switch (update.t) {
    case 'open': return update.workspace
    case 'edit': {
      const old = workspace.files.get(update.path)
      if (!old || old.text === update.text || old.bytes || old.opaque !== undefined) return workspace
      const files = new Map(workspace.files)
      files.set(update.path, { ...old, text: update.text, ver: fresh() })
      return { ...workspace, files, edited: true }
    }
    case 'add': {
      const steps: FileStep[] = []
      const files = new Map(workspace.files)
      for (const file of update.files) {
        steps.push({ path: file.path, before: files.get(file.path)?.text ?? null, after: file.text })
        files.set(file.path, { ...file, original: file.text, ver: fresh() })
      }
      const active = update.files.find(file => file.opaque === undefined)?.path ?? workspace.active
      return settleTabs({
        ...workspace, files: inOrder(files), active, edited: true,
        tabs: active === null || workspace.tabs.includes(active) ? workspace.tabs : [...workspace.tabs, active],
        skipped: [...workspace.skipped, ...update.skipped], seen: workspace.seen + update.files.length,
        compounds: [...workspace.compounds, { id: fresh(), label: update.label, steps, done: true }],
      })
    }
    case 'steps': {
      const files = new Map(workspace.files)
      for (const step of update.steps) place(files, step.path, step.after)
      const compound: Compound = { id: update.id, label: update.label, steps: update.steps, done: true }
      return settleTabs({ ...workspace, files: inOrder(files), edited: true, compounds: [...workspace.compounds.slice(-199), compound] })
    }
    case 'turned': {
      const files = new Map(workspace.files)
      for (const one of update.put) place(files, one.path, one.text)
      const compounds = workspace.compounds.map(old => old.id === update.compound.id ? update.compound : old)
      return settleTabs({ ...workspace, files: inOrder(files), compounds, edited: true })
    }
    case 'follow': return settleTabs({ ...workspace, files: followed(workspace.files, update.put, update.del), edited: true })
    case 'copy': return { ...workspace, id: crypto.randomUUID(), name: update.name, edited: true }
    case 'activate': {
      if (!workspace.files.has(update.path)) return workspace
      const tabs = workspace.tabs.includes(update.path) ? workspace.tabs : [...workspace.tabs, update.path]
      return workspace.active === update.path && tabs === workspace.tabs ? workspace : { ...workspace, active: update.path, tabs }
    }
    case 'close-tab': {
      const at = workspace.tabs.indexOf(update.path)
      const tabs = workspace.tabs.filter(path => path !== update.path)
      if (tabs.length === 0) return workspace
      const active = workspace.active === update.path ? tabs[Math.min(at, tabs.length - 1)] ?? null : workspace.active
      return { ...workspace, tabs, active }
    }
  }
}

// A file that did not change is the same value to whoever compares.
const given = new WeakMap<WorkspaceFile, Put>()

/** The files as they go to the checker. */
export function puts(workspace: Workspace): Put[] {
  return [...workspace.files.values()].map(file => {
    const old = given.get(file)
    if (old) return old
    const put: Put = file.opaque !== undefined
      ? { path: file.path, ver: file.ver, reason: file.opaque }
      : file.bytes ? { path: file.path, ver: file.ver, bytes: file.bytes } : { path: file.path, ver: file.ver, text: file.text, form: file.form }
    given.set(file, put)
    return put
  })
}

/** The bytes to write on export: encoding, mark and line ends as they came. */
export function bytesOf(file: WorkspaceFile): Uint8Array {
  return file.bytes ?? encode(file.text, file.form) ?? new TextEncoder().encode(file.text)
}
