// pad.ts: <limbeck-pad height="…">: empty height, set from script, because the policy allows no style attribute.

class Pad extends HTMLElement {
  static observedAttributes = ['height']
  attributeChangedCallback(_name: string, _old: string | null, value: string | null): void {
    this.style.display = 'block'
    this.style.height = `${Number(value) || 0}px`
  }
}
if (typeof customElements !== 'undefined' && !customElements.get('limbeck-pad')) customElements.define('limbeck-pad', Pad)
export {}
