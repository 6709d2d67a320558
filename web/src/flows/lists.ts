// lists.ts: how the list of problems, the revision graph, both schemas and the tree of files are looked at.

import { OPEN_FILTER, type Filter, type Fold, type GraphView, type RevisionKey, type SchemaView, type Writer } from '../state.ts'
import type { Panels } from './panels.ts'
import { writePrefs } from './saving.ts'

export interface Lists {
  filter(patch: Partial<Filter>): void
  clear(): void
  list(findings: readonly string[], go: boolean): void
  graph(patch: Partial<GraphView>): void
  revision(key: RevisionKey, unfold: boolean): void
  schema(patch: Partial<Omit<SchemaView, 'both'>>): void
  table(id: string): void
  fold(folder: string): void
  foldGroup(group: string, to: Fold): void
}

export function lists({ get, set }: Writer<'filter' | 'selected' | 'graph' | 'schema' | 'folded' | 'groups'>, { panel }: Panels): Lists {
  function graph(patch: Partial<GraphView>): void {
    set({ graph: { ...get().graph, ...patch } })
    if (patch.tree !== undefined) writePrefs({ tree: patch.tree })
  }
  return {
    filter: patch => set({ filter: { ...get().filter, ...patch } }),
    // This very value, since it is how one tells that nothing is filtered.
    clear: () => set({ filter: OPEN_FILTER }),
    list(findings, go) {
      const [first] = findings
      set({ filter: { ...OPEN_FILTER, ids: new Set(findings) } })
      panel('problems')
      if (!go) return
      if (first !== undefined) set({ selected: first })
      requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-list="problems"][tabindex="0"]')?.focus())
    },
    graph,
    revision(key, unfold) {
      graph({ at: key, ...(unfold ? { unfolded: new Set(get().graph.unfolded).add(key) } : {}) })
      requestAnimationFrame(() => {
        const row = [...document.querySelectorAll<HTMLElement>('.revision')].find(one => one.dataset['key'] === key)?.querySelector<HTMLElement>('.revision-main')
        row?.focus({ preventScroll: true })
        row?.scrollIntoView({ block: 'nearest' })
      })
    },
    schema: patch => set({ schema: { ...get().schema, ...patch } }),
    table(id) {
      const table = document.getElementById(id)
      if (!(table instanceof HTMLDetailsElement)) return
      table.open = true
      table.scrollIntoView({ block: 'start' })
      table.querySelector('summary')?.focus({ preventScroll: true })
    },
    fold(folder) {
      const folded = new Set(get().folded)
      if (!folded.delete(folder)) folded.add(folder)
      set({ folded })
    },
    foldGroup: (group, to) => set({ groups: new Map(get().groups).set(group, to) }),
  }
}
