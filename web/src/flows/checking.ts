// checking.ts: what becomes of the answers of the checker: the findings on the page, and what is said about them aloud.
// It asks for no check: the client does that whenever the texts changed.

import type { ClientOptions } from '../checker/client.ts'
import type { Location } from '../checker/report.ts'
import type { Workspace } from '../project/workspace.ts'
import type { Writer } from '../state.ts'
import { words } from '../strings.ts'
import { plain } from '../views/prose.ts'

export interface Checking extends Pick<ClientOptions, 'onStatus' | 'onResult' | 'onQuarantine'> {
  /**
   * Another workspace is shown, or files were added to this one, `added`. What was just opened shows its worst finding, once;
   * later results never move anybody.
   */
  opened(showWorst: boolean, added?: ReadonlySet<string>): void
  /** A file gets another chance. */
  released(path: string): void
}

type Writes = Writer<'checker' | 'report' | 'vers' | 'ms' | 'known' | 'selected' | 'filter' | 'quarantined', 'activate' | 'close-tab'>

/** `reveal`: the code is scrolled there; the focus stays where it is. */
export function checking(store: Writes, say: (text: string) => void, reveal: (place: Location) => void, after: () => void): Checking {
  /** What was opened and waits for its first result, as it was then. */
  let fresh: { readonly added: ReadonlySet<string> | undefined; readonly files: Workspace['files']; readonly active: string | null } | null = null
  let awaited = false
  let lastCount: number | undefined
  let lastSaid = 0
  return {
    opened(showWorst, added) {
      const { files, active } = store.get().workspace
      fresh = showWorst ? { added, files, active } : null
      lastCount = undefined
    },
    released(path) {
      const quarantined = new Set(store.get().quarantined)
      quarantined.delete(path)
      store.set({ quarantined })
    },
    onStatus(checker) {
      store.set({ checker })
      if (checker.t === 'safe' || checker.t === 'stopped') say(words.status[checker.t])
      const { report, workspace } = store.get()
      if (checker.t !== 'checking' || report !== null || awaited) return
      awaited = true
      say(words.status.checkingFiles(workspace.files.size))
    },
    onResult({ report, vers, ms }) {
      const { selected, filter, known, workspace } = store.get()
      const { files, active } = workspace
      // A check that was under way when another workspace was opened tells nothing about this one.
      if (vers.size > 0 && ![...vers].some(([path, ver]) => files.get(path)?.ver === ver)) return
      const still = selected !== null && [...report.findings, ...report.ignored].some(finding => finding.id === selected)
      store.set({
        report, vers, ms, known: known ?? new Set(report.findings.map(finding => finding.id)), selected: still ? selected : null,
        filter: filter.ids ? { ...filter, ids: null } : filter,
      })
      // Whoever began to look around meanwhile, or to type, stays there.
      if (fresh && (fresh.files !== files || fresh.active !== active)) fresh = null
      const added = fresh?.added
      // The report begins with what matters most.
      const worst = report.findings.find(finding => finding.because === undefined && (added?.has(finding.path) ?? true))
      const ofThese = fresh !== null && (active === null || vers.get(active) === files.get(active)?.ver)
      if (ofThese) fresh = null
      if (ofThese && worst) {
        store.update({ t: 'activate', path: worst.path })
        // The one tab that nobody asked for goes with that.
        const [only] = workspace.tabs
        if (only !== undefined && workspace.tabs.length === 1 && only !== worst.path) store.update({ t: 'close-tab', path: only })
        reveal(worst)
        store.set({ selected: worst.id })
      }
      if (awaited) { lastSaid = performance.now(); say(plain(report.headline)) }
      awaited = false
      const n = report.findings.filter(finding => finding.because === undefined).length
      const now = performance.now()
      if (lastCount !== undefined && lastCount !== n && now - lastSaid > 2_000) { lastSaid = now; say(words.status.live(n, lastCount)) }
      lastCount = n
      after()
    },
    onQuarantine: path => store.set({ quarantined: new Set(store.get().quarantined).add(path) }),
  }
}
