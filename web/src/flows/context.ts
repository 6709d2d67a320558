// context.ts: what flows work with besides the state. Flows answer what somebody asked for; views only show.
// The state is not here: each flow is given those parts of it that it may write (flows.ts).

import type { Client } from '../checker/client.ts'
import type { Editor } from '../editor/editor.ts'
import type { Storage } from '../project/storage.ts'

export interface Context {
  readonly client: Client
  readonly storage: Storage
  readonly editor: () => Editor | null
  readonly spawnImporter: () => Worker
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
