// layout.ts: the dividers between the columns: dragged, or moved with the arrow keys, and remembered.

import { readPrefs, writePrefs } from './saving.ts'

function divider(id: string, property: 'left' | 'right', least: number, most: number, usual: number, sign: 1 | -1): void {
  const element = document.getElementById(id)
  if (!element) return
  let width = readPrefs()[property] ?? usual
  const set = (next: number): void => {
    width = Math.round(Math.max(least, Math.min(most, next)))
    document.documentElement.style.setProperty(`--${property}`, `${width}px`)
    element.setAttribute('aria-valuenow', String(width))
  }
  set(width)
  element.addEventListener('keydown', event => {
    const step = event.key === 'ArrowRight' ? 16 : event.key === 'ArrowLeft' ? -16 : 0
    if (step === 0) return
    event.preventDefault()
    set(width + step * sign)
    writePrefs({ [property]: width })
  })
  element.addEventListener('pointerdown', event => {
    element.setPointerCapture(event.pointerId)
    const from = event.clientX
    const before = width
    const move = (moved: PointerEvent): void => set(before + (moved.clientX - from) * sign)
    element.addEventListener('pointermove', move)
    element.addEventListener('lostpointercapture', () => {
      element.removeEventListener('pointermove', move)
      writePrefs({ [property]: width })
    }, { once: true })
  })
  element.addEventListener('dblclick', () => { set(usual); writePrefs({ [property]: usual }) })
}

export function dividers(): void {
  divider('split-left', 'left', 160, 480, 240, 1)
  divider('split-right', 'right', 280, 640, 360, -1)
}
