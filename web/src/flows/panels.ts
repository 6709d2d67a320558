// panels.ts: what stands beside the code, and on a phone instead of it: the panels, one cell of the matrix, the rules.

import { isPanel, type Panel, type PhoneView, type Writer } from '../state.ts'
import { writePrefs } from './saving.ts'

export interface Panels {
  /** On a phone, where one view is shown at a time, each is a step that Back undoes. */
  turnTo(view: PhoneView): void
  panel(panel: Panel): void
  phone(view: PhoneView): void
  cell(module: string, requirement: string): void
  /** Shows a cell of the matrix with its evidence, wherever one is. */
  evidence(module: string, requirement: string): void
  /** The page of a rule, or the list of all. */
  rules(code: string | null): void
  searchRules(query: string): void
  closeRules(): void
}

const narrow = (): boolean => matchMedia('(max-width: 799px)').matches

export function panels(store: Writer<'panel' | 'phone' | 'cell' | 'drawer' | 'menu'>, catalog: () => Promise<void>): Panels {
  const { get, set } = store
  let opener: HTMLElement | null = null

  function turnTo(view: PhoneView): void {
    if (view !== get().phone && narrow()) history.pushState({ view }, '')
    set({ phone: view })
  }
  function panel(panel: Panel): void {
    if (narrow()) turnTo(panel)
    set({ panel, phone: isPanel(get().phone) ? panel : get().phone })
    writePrefs({ panel })
  }

  return {
    turnTo,
    panel,
    phone(view) {
      if (view === get().phone) return
      history.pushState({ view }, '')
      set({ phone: view, ...(isPanel(view) ? { panel: view } : {}) })
    },
    cell(module, requirement) {
      const { cell } = get()
      set({ cell: cell?.module === module && cell.requirement === requirement ? null : { module, requirement } })
    },
    evidence(module, requirement) {
      turnTo('compliance')
      set({ drawer: null, cell: { module, requirement } })
      panel('compliance')
      requestAnimationFrame(() => {
        document.querySelector('.cell.is-current')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
        document.querySelector('.evidence')?.scrollIntoView({ block: 'nearest' })
        document.getElementById('evidence-title')?.focus({ preventScroll: true })
      })
    },
    rules(code) {
      const { drawer, phone } = get()
      if (!drawer) opener = document.activeElement instanceof HTMLElement ? document.activeElement : null
      set({ drawer: { code, query: drawer?.query ?? '' }, menu: null, phone: phone === 'code' || phone === 'files' ? 'problems' : phone })
      void catalog()
      requestAnimationFrame(() => document.querySelector<HTMLElement>('.drawer')?.focus())
    },
    searchRules: query => set({ drawer: { code: null, query } }),
    closeRules() {
      set({ drawer: null })
      if (opener?.isConnected) opener.focus()
      opener = null
    },
  }
}
