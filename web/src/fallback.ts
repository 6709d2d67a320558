// fallback.ts: the page before its script is complete: a click or a key in the code swaps it for a plain textarea with the
// same text, so that it can be edited at once. Small, because it is what loads first.

export interface Early {
  /** What was typed so far, if somebody did. */
  area: HTMLTextAreaElement | null
  /** Buttons of annotations pressed before anybody could answer, as they stand there (press.ts). */
  readonly presses: string[]
  onPress: ((attribute: string) => void) | null
}

export const early: Early = { area: null, presses: [], onPress: null }

export interface First {
  readonly slug: string
  readonly title: string
  readonly files: readonly { readonly path: string; readonly text: string }[]
  readonly active: string
  readonly selected: string | null
  readonly report: import('./checker/report.ts').Report
  readonly proofs: readonly (readonly [string, import('./state.ts').Proof])[]
}

export function readFirst(): First | null {
  try { return JSON.parse(document.getElementById('first')?.textContent ?? '') as First } catch { return null }
}

function swap(code: HTMLElement, first: First): void {
  const area = document.createElement('textarea')
  area.value = first.files.find(file => file.path === first.active)?.text ?? ''
  area.setAttribute('aria-label', `${first.active}, editor`)
  area.spellcheck = false
  area.autocapitalize = 'off'
  const notes = document.createElement('div')
  notes.className = 'fallback-notes'
  notes.append(...code.querySelectorAll('.note'))
  const box = document.createElement('div')
  box.className = 'fallback'
  box.append(area, notes)
  const top = code.querySelector('.static-code')?.scrollTop ?? 0
  code.replaceChildren(box)
  area.scrollTop = top
  area.focus()
  area.setSelectionRange(0, 0)
  early.area = area
}

export function watchEarly(): void {
  const code = document.getElementById('code')
  const first = readFirst()
  if (!code || !first) return
  code.addEventListener('click', event => {
    const target = event.target instanceof Element ? event.target : null
    const press = target?.closest<HTMLElement>('[data-act]')?.dataset['act']
    if (press !== undefined) {
      if (early.onPress) early.onPress(press)
      else early.presses.push(press)
    } else if (target?.closest('.static-code') && !target.closest('.note') && (getSelection()?.isCollapsed ?? true)) swap(code, first)
  })
  code.addEventListener('keydown', event => {
    if (event.target === code && code.querySelector('.static-code') && event.key.length === 1 && !event.ctrlKey && !event.metaKey) swap(code, first)
  })
}
