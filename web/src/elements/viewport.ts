// viewport.ts: <limbeck-viewport>: a scrolled box that tells, as `seen`, whenever another part of its child may be in sight.
// It knows nothing of what it holds.

class Viewport extends HTMLElement {
  readonly #tell = (): void => { this.dispatchEvent(new Event('seen')) }
  readonly #sizes = typeof ResizeObserver === 'undefined' ? undefined : new ResizeObserver(this.#tell)

  connectedCallback(): void {
    this.addEventListener('scroll', this.#tell, { passive: true })
    this.#sizes?.observe(this)
    if (this.firstElementChild) this.#sizes?.observe(this.firstElementChild)
  }
  disconnectedCallback(): void {
    this.removeEventListener('scroll', this.#tell)
    this.#sizes?.disconnect()
  }
}
if (!customElements.get('limbeck-viewport')) customElements.define('limbeck-viewport', Viewport)
export {}
