// context.ts: what every flow works with. Flows answer what somebody asked for; views only show.

import type { Client } from '../checker/client.ts'
import type { Editor } from '../editor/editor.ts'
import type { Storage } from '../project/storage.ts'
import type { Store } from '../state.ts'
import type { Workspace } from '../project/workspace.ts'

export interface Context {
  readonly store: Store
  readonly client: Client
  readonly storage: Storage
  readonly editor: () => Editor | null
  readonly spawnImporter: () => Worker
  /** Shows another workspace; the one before stays reachable. */
  open(workspace: Workspace, say: boolean): void
  say(text: string): void
}

export function downloadBytes(name: string, bytes: Uint8Array | string, type: string): void {
  const url = URL.createObjectURL(new Blob([bytes as BlobPart], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
