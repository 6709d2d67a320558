// state.ts: everything the page shows, in one value that nobody can write into, and who may put which part of it anew. It calls nobody.

import type { CheckerStatus } from './checker/client.ts'
import type { Catalog, FixReply, Report, SchemaQuery, Severity, SideBySide } from './checker/report.ts'
import type { PlannedStep } from './project/edits.ts'
import type { Stored } from './project/storage.ts'
import { reduceWorkspace, writes, type Workspace, type WorkspaceUpdate } from './project/workspace.ts'

export const PANELS = ['problems', 'compliance', 'revisions', 'schema'] as const
export type Panel = (typeof PANELS)[number]
export const isPanel = (view: string): view is Panel => (PANELS as readonly string[]).includes(view)
export type PhoneView = 'code' | 'files' | Panel
export type AnnotationMode = 'off' | 'line' | 'full'
export type Theme = 'system' | 'light' | 'dark'
export type Tri = 'any' | 'only' | 'not'
export type ExportFormat = 'markdown' | 'sarif' | 'json' | 'changed' | 'all'
export type Grouping = 'file' | 'rule' | 'module' | 'severity' | 'clause'
/** How much of a group of findings is listed: nothing, the first few where there are many, or all. */
export type Fold = 'folded' | 'few' | 'all'

export interface Filter {
  readonly text: string
  readonly severity: Readonly<Record<Severity, Tri>>
  readonly family: string
  readonly fixable: boolean
  readonly fresh: boolean
  readonly ignored: boolean
  readonly path: string | null
  /** Findings of one cell of the matrix. */
  readonly ids: ReadonlySet<string> | null
}

export const OPEN_FILTER: Filter = {
  text: '', severity: { error: 'any', warning: 'any', info: 'any' }, family: '', fixable: false, fresh: false, ignored: false, path: null, ids: null,
}

declare const ofRevision: unique symbol
/** Names a revision of the graph: a file may be one of two histories. It is compared, and never taken apart. */
export type RevisionKey = string & { readonly [ofRevision]: true }
export const revisionKey = (folder: string, path: string): RevisionKey => `${folder}\n${path}` as RevisionKey

/** How the revision graph is looked at. */
export interface GraphView {
  /** The text instead of the drawing. */
  readonly tree: boolean
  /** Straight runs as one line each, but for those whose newest revision is in `unfolded`. */
  readonly folded: boolean
  readonly unfolded: ReadonlySet<RevisionKey>
  /** The folder of the history to show where there are too many for all. */
  readonly folder: string | null
  /** Where the arrows start. */
  readonly at: RevisionKey | null
  readonly focused: boolean
  /** Under the pointer. */
  readonly over: RevisionKey | null
  /** By folder, the pixels in sight of a drawing that is too long to be drawn whole. */
  readonly seen: ReadonlyMap<string, readonly [number, number]>
}

export const NEW_GRAPH: GraphView = { tree: false, folded: false, unfolded: new Set(), folder: null, at: null, focused: false, over: null, seen: new Map() }

/** How the two schemas are looked at, and what the core last said about them. */
export interface SchemaView {
  readonly query: SchemaQuery
  readonly both: SideBySide | null
  /** Rows that are alike are left out. */
  readonly changes: boolean
}

export const NEW_SCHEMA: SchemaView = { query: {}, both: null, changes: false }

export type Proof = { readonly t: 'working' } | { readonly t: 'tried'; readonly reply: FixReply }
/** `${finding}:${fix}` */
export const proofKey = (finding: string, fix: number): string => `${finding}:${fix}`

export interface Sample {
  readonly slug: string
  readonly title: string
  readonly summary: string
  readonly group: string
  readonly files: readonly { readonly path: string; readonly text: string }[]
  readonly codes: readonly string[]
}

export interface Review {
  readonly title: string
  readonly label: string
  readonly steps: readonly PlannedStep[]
  readonly ticked: ReadonlySet<string>
  readonly reply: FixReply | null
}

export type Dialog =
  | { readonly t: 'gallery'; readonly query: string }
  | { readonly t: 'paste'; readonly name: string; readonly text: string }
  | { readonly t: 'ignore'; readonly finding: string; readonly reason: string; readonly scope: 'line' | 'file' }
  | { readonly t: 'review'; readonly review: Review }
  | { readonly t: 'palette'; readonly query: string; readonly at: number }
  | { readonly t: 'privacy' | 'shortcuts' | 'skipped' | 'export' | 'elsewhere' }
  | { readonly t: 'file'; readonly what: 'new' | 'rename'; readonly path: string; readonly value: string }
  /** `part`: how much is done of what there is to do, from 0 to 1, as far as that is known. */
  | { readonly t: 'importing'; readonly text: string; readonly part?: number }
  | { readonly t: 'import-large'; readonly text: string }
  | { readonly t: 'import-where'; readonly name: string; readonly files: number; readonly overwrites: readonly string[] }
  | { readonly t: 'message'; readonly title: string; readonly text: string }

/** What a banner may offer: to turn a step over several files back, or on again; the workspace before this one; everything as an archive. */
export type Offer =
  | { readonly t: 'turn'; readonly compound: number }
  | { readonly t: 'back' }
  | { readonly t: 'export'; readonly format: ExportFormat }

export interface Banner {
  readonly text: string
  readonly offer?: { readonly label: string; readonly action: Offer }
  readonly kind: 'plain' | 'trouble'
}

export interface State {
  readonly workspace: Workspace
  readonly report: Report | null
  /** Versions the report was made of. */
  readonly vers: ReadonlyMap<string, number>
  /** Of the last check of this page; null while only prerendered findings are shown. */
  readonly ms: number | null
  readonly checker: CheckerStatus
  readonly quarantined: ReadonlySet<string>
  readonly catalog: Catalog | null
  readonly samples: readonly Sample[]
  readonly stored: readonly Stored[]
  /** Another tab writes this workspace: here it can only be read. */
  readonly elsewhere: boolean
  readonly saving: 'sample' | 'saved' | 'saving' | 'not'
  /** Findings that were there when the workspace was opened. */
  readonly known: ReadonlySet<string> | null
  readonly proofs: ReadonlyMap<string, Proof>
  /** Findings a fix has just removed, with the compound step that did it. */
  readonly fixed: ReadonlyMap<string, number>

  readonly panel: Panel
  readonly phone: PhoneView
  readonly annotations: AnnotationMode
  readonly theme: Theme
  readonly filter: Filter
  readonly grouping: Grouping
  /** Groups of findings that somebody folded or unfolded, by their keys. */
  readonly groups: ReadonlyMap<string, Fold>
  /** The finding the list and the editor agree on. */
  readonly selected: string | null
  readonly opened: ReadonlySet<string>
  readonly folded: ReadonlySet<string>
  readonly pinned: boolean
  readonly menu: string | null
  readonly cell: { readonly module: string; readonly requirement: string } | null
  readonly drawer: { readonly code: string | null; readonly query: string } | null
  readonly dialog: Dialog | null
  readonly banner: Banner | null
  readonly dropping: boolean
  readonly graph: GraphView
  readonly schema: SchemaView
  /** Views that were fetched since the start. */
  readonly fetched: ReadonlySet<Panel>
  readonly treeTop: number
}

/** Parts of the state that are put anew as they are. The workspace is not: it changes by its own updates. */
export type Part = Exclude<keyof State, 'workspace'>
/** New values for some of these parts, and for no other. */
export type Patch<P extends Part> = { readonly [K in P]?: State[K] } & { readonly [K in Exclude<keyof State, P>]?: never }
export type UpdateOf<U extends WorkspaceUpdate['t']> = Extract<WorkspaceUpdate, { readonly t: U }>

type Update = WorkspaceUpdate | { readonly t: 'set'; readonly patch: Patch<Part> }

export function reduce(state: State, update: Update): State {
  if (update.t === 'set') return { ...state, ...update.patch }
  if (state.elsewhere && writes(update)) return state
  const workspace = reduceWorkspace(state.workspace, update)
  if (workspace === state.workspace) return state
  if (update.t === 'open') {
    return {
      ...state, workspace, elsewhere: update.elsewhere ?? false, report: null, vers: new Map(), known: null, proofs: new Map(), fixed: new Map(), filter: OPEN_FILTER,
      selected: null, opened: new Set(), folded: new Set(), groups: new Map(), cell: null, quarantined: new Set(), treeTop: 0,
      graph: { ...NEW_GRAPH, tree: state.graph.tree }, schema: { ...NEW_SCHEMA, changes: state.schema.changes },
    }
  }
  if (update.t === 'copy') return { ...state, workspace, elsewhere: false }
  // A proof is about one state of all texts.
  return { ...state, workspace, proofs: workspace.files === state.workspace.files ? state.proofs : new Map() }
}

export function initialState(workspace: Workspace): State {
  return {
    workspace, report: null, vers: new Map(), ms: null, checker: { t: 'loading' }, quarantined: new Set(), catalog: null, samples: [], stored: [],
    elsewhere: false, saving: 'sample', known: null, proofs: new Map(), fixed: new Map(), panel: 'problems', phone: 'code', annotations: 'line', theme: 'system',
    filter: OPEN_FILTER, grouping: 'rule', groups: new Map(), selected: null, opened: new Set(), folded: new Set(), pinned: false, menu: null, cell: null, drawer: null,
    dialog: null, banner: null, dropping: false, graph: NEW_GRAPH, schema: NEW_SCHEMA, fetched: new Set(), treeTop: 0,
  }
}

export interface Reader { readonly get: () => State }

/**
 * The state as a flow is given it: all of it to read, and to write the parts and the updates of the workspace that its type names.
 * These are properties, not methods: a method would also be taken where more may be written.
 */
export interface Writer<P extends Part = never, U extends WorkspaceUpdate['t'] = never> extends Reader {
  readonly set: (patch: Patch<P>) => void
  readonly update: (update: UpdateOf<U>) => void
  /** Never there. From the two above the compiler does not see that who may write less cannot stand in for who may write more. */
  readonly may?: (part: P, update: U) => void
}

/** All of it: for whoever puts the page together. */
export interface Store extends Writer<Part, WorkspaceUpdate['t']> {
  readonly subscribe: (listener: (state: State, before: State) => void) => void
}

export function createStore(first: State): Store {
  let state = first
  const listeners: ((state: State, before: State) => void)[] = []
  const update = (next: Update): void => {
    const before = state
    state = reduce(state, next)
    if (state !== before) for (const listener of listeners) listener(state, before)
  }
  return { get: () => state, update, set: patch => update({ t: 'set', patch }), subscribe: listener => { listeners.push(listener) } }
}
