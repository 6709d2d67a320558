// action.ts: everything that somebody can ask of the page, as plain data. Views emit actions, and `flows/dispatch.ts` answers them.
// It holds no function and no answer.

import type { SchemaSide } from './checker/abi.ts'
import type { Location } from './checker/report.ts'
import type { AnnotationMode, Dialog, Filter, Fold, GraphView, Grouping, Offer, Panel, PhoneView, RevisionKey, SchemaView, Theme } from './state.ts'

export type Action =
  | Offer

  // A finding and its annotation.
  | { readonly t: 'apply'; readonly finding: string; readonly fix: number }
  | { readonly t: 'review'; readonly finding: string; readonly fix: number }
  | { readonly t: 'fix-rule'; readonly rule: string }
  | { readonly t: 'ignore'; readonly finding: string }
  | { readonly t: 'rule'; readonly rule: string }
  | { readonly t: 'way'; readonly finding: string }
  | { readonly t: 'goto'; readonly place: Location }
  | { readonly t: 'open-note'; readonly finding: string }
  | { readonly t: 'fold-note'; readonly finding: string }
  | { readonly t: 'select'; readonly finding: string }
  | { readonly t: 'next-finding'; readonly back: boolean }
  | { readonly t: 'fix-safe' }

  // What is shown, and how.
  | { readonly t: 'panel'; readonly panel: Panel }
  | { readonly t: 'phone'; readonly view: PhoneView }
  | { readonly t: 'filter'; readonly patch: Partial<Filter> }
  | { readonly t: 'clear-filter' }
  /** The list of problems, cut down to these; `go`: the first is selected, and the focus goes to the list. */
  | { readonly t: 'list'; readonly findings: readonly string[]; readonly go: boolean }
  | { readonly t: 'group'; readonly by: Grouping }
  | { readonly t: 'fold-group'; readonly group: string; readonly to: Fold }
  | { readonly t: 'cell'; readonly module: string; readonly requirement: string }
  | { readonly t: 'rules' }
  | { readonly t: 'search-rules'; readonly query: string }
  | { readonly t: 'close-rules' }
  | { readonly t: 'graph'; readonly patch: Partial<GraphView> }
  /** The focus goes to a row of the graph; `unfold`: to the first of those that were folded into one. */
  | { readonly t: 'revision'; readonly key: RevisionKey; readonly unfold: boolean }
  | { readonly t: 'schema'; readonly patch: Partial<Omit<SchemaView, 'both'>> }
  | { readonly t: 'schema-table'; readonly id: string }
  | { readonly t: 'menu'; readonly menu: string | null }
  | { readonly t: 'dialog'; readonly dialog: Dialog | null }
  | { readonly t: 'annotations'; readonly mode: AnnotationMode }
  | { readonly t: 'theme'; readonly theme: Theme }
  | { readonly t: 'dismiss-banner' }

  // What an open dialog asks for.
  | { readonly t: 'apply-review' }
  | { readonly t: 'ignore-now' }
  | { readonly t: 'name-file' }
  | { readonly t: 'import-where'; readonly where: 'fresh' | 'add' | 'cancel' }
  | { readonly t: 'import-large'; readonly on: boolean }
  | { readonly t: 'import-cancel' }

  // Files and their tree.
  | { readonly t: 'activate'; readonly path: string }
  | { readonly t: 'close-tab'; readonly path: string }
  | { readonly t: 'remove-file'; readonly path: string }
  | { readonly t: 'duplicate-file'; readonly path: string }
  | { readonly t: 'download'; readonly path: string }
  | { readonly t: 'retry'; readonly path: string }
  | { readonly t: 'fold'; readonly folder: string }
  | { readonly t: 'pin'; readonly on: boolean }
  | { readonly t: 'tree-top'; readonly top: number }

  // In and out.
  | { readonly t: 'pick'; readonly what: 'files' | 'folder' | 'zip' }
  | { readonly t: 'paste'; readonly name: string; readonly text: string }
  | { readonly t: 'paste-clipboard' }
  | { readonly t: 'fresh' }
  | { readonly t: 'sample'; readonly slug: string }
  | { readonly t: 'random-example' }
  | { readonly t: 'example'; readonly rule: string }
  | { readonly t: 'stored'; readonly id: string }
  | { readonly t: 'remove-stored'; readonly id: string }
  | { readonly t: 'forget' }
  | { readonly t: 'copy-matrix' }
  | { readonly t: 'copy-checklist'; readonly path: string }
  | { readonly t: 'copy-ddl'; readonly of: SchemaSide }
  /** Of a workspace that another tab writes. */
  | { readonly t: 'take-over' }
  | { readonly t: 'work-on-copy' }
  | { readonly t: 'resume' }
  | { readonly t: 'stop' }

export type Emit = (action: Action) => void
