// schema.ts: asks for both schemas while they are looked at: after every check, and when another moment or database is chosen.

import type { Report, SchemaQuery } from '../checker/report.ts'
import type { State, Writer } from '../state.ts'
import type { Context } from './context.ts'

export function follow(store: Writer<'schema'>, { client }: Pick<Context, 'client'>): (state: State) => void {
  let asked: { readonly report: Report; readonly query: SchemaQuery } | undefined
  return ({ panel, report, ms, schema: { query } }) => {
    // Findings that were there before the first check say nothing about files that may have been restored since.
    if (panel !== 'schema' || !report || ms === null || (asked?.report === report && asked.query === query)) return
    const mine = asked = { report, query }
    // A refusal means that the text has changed: the next report asks again.
    client.schema(query).then(both => { if (asked === mine) store.set({ schema: { ...store.get().schema, both } }) }, () => undefined)
  }
}
