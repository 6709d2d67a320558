// catalogue.ts: the rules for those who read about them. Their pages are in a file of their own, which nothing waits for: it is
// fetched once the first findings are shown.

import type { Client } from '../checker/client.ts'
import type { Catalog } from '../checker/report.ts'

export interface Catalogue {
  /** Fetches the pages once, so that they are there when somebody opens the rules, with or without a network by then. */
  fetch(): void
  /** Has the core read them and shows the outcome. Without the file the rules are shown without examples, and the next call tries again. */
  show(): Promise<void>
}

export function catalogue(client: Pick<Client, 'catalog'>, load: () => Promise<Uint8Array>, set: (catalog: Catalog) => void): Catalogue {
  let pages: Promise<Uint8Array> | undefined
  let whole = false
  let ahead = false
  const loaded = (): Promise<Uint8Array> => pages ??= load().catch((problem: unknown) => { pages = undefined; throw problem })
  return {
    fetch() {
      if (ahead) return
      ahead = true
      loaded().catch(() => undefined)
    },
    async show() {
      if (whole) return
      const found = await loaded().catch(() => undefined)
      try {
        set(await client.catalog(found ?? new Uint8Array()))
        whole = found !== undefined
      } catch { /* shown as unavailable */ }
    },
  }
}
