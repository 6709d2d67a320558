// chip.ts: a button that is on or off.

import { html, type TemplateResult } from 'lit/html.js'
import type { Action, Emit } from '../action.ts'

export const toggle = (emit: Emit, label: string, on: boolean, action: Action): TemplateResult =>
  html`<button type="button" class="chip ${on ? 'chip-only' : ''}" aria-pressed=${on ? 'true' : 'false'} @click=${() => emit(action)}>${label}</button>`
