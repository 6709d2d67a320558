// flows.ts: every flow of the page. All of them are handed the same store; which parts of the state a flow may write is said by
// its own signature, and nowhere else.

import type { Sample, Store } from '../state.ts'
import type { Checking } from './checking.ts'
import type { Context } from './context.ts'
import { exporting, type Exporting } from './exporting.ts'
import { files, type Files } from './files.ts'
import { findings, type Findings } from './findings.ts'
import { fixes, type Fixes } from './fixes.ts'
import { importing, type Importing } from './importing.ts'
import { lists, type Lists } from './lists.ts'
import { opening, type Opening } from './opening.ts'
import { panels, type Panels } from './panels.ts'
import type { Sharing } from './sharing.ts'
import { preferences, type Preferences } from './preferences.ts'

/** What a flow needs of the page's beginning. */
export interface Given {
  readonly checking: Checking
  readonly sharing: Sharing
  /** The rules with their pages, from then on in the state. */
  catalog(): Promise<void>
  samples(): Promise<readonly Sample[]>
  /** After the next findings arrive, the focus goes to the Undo of this step. */
  focusUndo(compound: number): void
}

export interface Flows extends Given {
  readonly client: Context['client']
  readonly exporting: Exporting
  readonly files: Files
  readonly findings: Findings
  readonly fixes: Fixes
  readonly importing: Importing
  readonly lists: Lists
  readonly opening: Opening
  readonly panels: Panels
  readonly preferences: Preferences
}

export function makeFlows(store: Store, context: Context, given: Given): Flows {
  const { checking, sharing, catalog, samples, focusUndo } = given
  const fixed = fixes(store, context, focusUndo)
  const shown = panels(store, catalog)
  const opened = opening(store, context, { samples, catalog, opened: checking.opened, claim: sharing.claim })
  return {
    ...given, client: context.client, fixes: fixed, panels: shown, opening: opened,
    exporting: exporting(store, context), files: files(store, fixed), findings: findings(store, context, shown),
    importing: importing(store, context, opened, checking), lists: lists(store, shown), preferences: preferences(store),
  }
}
