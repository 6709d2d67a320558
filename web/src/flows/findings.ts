// findings.ts: from finding to finding: which one the list and the code agree on, and which annotations are open.

import { DISCOVERY, type Finding, type Location } from '../checker/report.ts'
import type { Writer } from '../state.ts'
import { severityWord, words } from '../strings.ts'
import { wayOf } from '../views/chain.ts'
import { plain } from '../views/prose.ts'
import type { Context } from './context.ts'
import type { Panels } from './panels.ts'

export interface Findings {
  goto(place: Location): void
  select(id: string): void
  next(back: boolean): void
  /** The cursor went into it. */
  at(id: string): void
  open(id: string): void
  fold(id: string): void
  /** The chain of imports that a finding is about: the evidence of its module, in the matrix. */
  way(id: string): void
}

export function findings(store: Writer<'selected' | 'opened' | 'phone', 'activate'>, { editor, say }: Pick<Context, 'editor' | 'say'>, { turnTo, evidence }: Panels): Findings {
  const { get, set, update } = store

  function find(id: string): Finding | undefined {
    const { report } = get()
    return report?.findings.find(one => one.id === id) ?? report?.ignored.find(one => one.id === id)
  }
  function show(finding: Finding, focus: boolean): void {
    update({ t: 'activate', path: finding.path })
    editor()?.reveal(finding.range, focus)
    set({ selected: finding.id, phone: focus ? 'code' : get().phone })
  }

  return {
    goto({ path, range }) {
      update({ t: 'activate', path })
      turnTo('code')
      editor()?.reveal(range, true)
    },
    select(id) {
      const finding = find(id)
      if (finding) show(finding, false)
    },
    next(back) {
      const all = (get().report?.findings ?? []).filter(finding => finding.because === undefined)
      const at = all.findIndex(finding => finding.id === get().selected)
      const finding = all[at < 0 ? (back ? all.length - 1 : 0) : (at + (back ? -1 : 1) + all.length) % all.length]
      if (!finding) return
      set({ phone: 'code' })
      show(finding, true)
      const lines = get().workspace.files.get(finding.path)?.text.split('\n').length ?? 0
      say(words.announce(severityWord[finding.severity], finding.code, finding.range.start.line + 1, lines, plain(finding.message), finding.fixes.length > 0))
    },
    at(id) {
      const { selected, opened } = get()
      if (selected === id) return
      set({ selected: id, opened: selected === null ? opened : new Set(opened).add(selected) })
    },
    open(id) {
      const { selected } = get()
      const opened = new Set(get().opened).add(id)
      if (selected !== null) opened.add(selected)
      set({ opened, selected: id })
    },
    fold(id) {
      const { selected } = get()
      const opened = new Set(get().opened)
      opened.delete(id)
      set({ opened, selected: selected === id ? null : selected })
    },
    way(id) {
      const finding = find(id)
      const module = finding && wayOf(get().report, finding)
      if (module !== undefined) evidence(module, DISCOVERY)
    },
  }
}
