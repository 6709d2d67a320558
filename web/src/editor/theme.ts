// theme.ts: how the editor looks. All colours are the page's tokens, which reach into the shadow root by inheritance.

import { EditorView } from '@codemirror/view'
import noteCss from '../note.css?inline'

export const theme = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'transparent', color: 'var(--ink)', fontSize: 'var(--code-size)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '20px', overflow: 'auto' },
  '.cm-content': { padding: '8px 0 16px', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0 24px 0 8px' },
  '.cm-gutters': { backgroundColor: 'var(--paper)', color: 'var(--ink-3)', border: 'none' },
  '.cm-lineNumbers .cm-gutterElement': { boxSizing: 'border-box', minWidth: '48px', padding: '0 8px 0 0', textAlign: 'right', fontVariantNumeric: 'tabular-nums' },
  '.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--ink)' },
  '.cm-activeLine': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--surface) 60%, transparent)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)', borderLeftWidth: '1.5px' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': { backgroundColor: 'var(--accent-soft)' },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': { backgroundColor: 'transparent', outline: '1px solid var(--edge)' },
  '.cm-nonmatchingBracket, &.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'transparent', color: 'inherit' },
  '.cm-specialChar': { color: 'var(--warn)', border: '1px solid var(--warn)', borderRadius: '3px', padding: '0 2px', fontSize: '11px', textDecoration: 'none' },
  '.cm-panels': { backgroundColor: 'var(--surface)', color: 'var(--ink)', font: '13px/20px var(--sans)' },
  '.cm-panels-bottom': { borderTop: '1px solid var(--line)' },
  '.cm-searchMatch': { backgroundColor: 'var(--copper-soft)', outline: '1px solid var(--copper)' },
  '.cm-searchMatch-selected': { backgroundColor: 'var(--accent-soft)' },
  '.cm-textfield': { border: '1px solid var(--edge)', borderRadius: '4px', backgroundColor: 'var(--paper)', color: 'var(--ink)', fontSize: '13px' },
  '.cm-button': { border: '1px solid var(--edge)', borderRadius: '6px', background: 'var(--paper)', color: 'var(--ink)', fontSize: '13px', padding: '2px 8px' },
  '.cm-panel.cm-search': { padding: '8px 16px' },
  // Stays in sight while long lines are scrolled sideways.
  '.cm-note': { padding: '3px 24px 5px 8px', boxSizing: 'border-box', position: 'sticky', left: '48px', width: 'fit-content', maxWidth: '100%' },
  '.cm-note > .note.is-open': { minWidth: 'min(60ch, 100%)' },
})

// Buttons, icons and highlighting roles come from the page's own sheet in the light DOM; here they are said again, briefly.
const shared = `
:host { display: block; height: 100%; }
.icon .stroke { fill: none; stroke: currentColor; stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round; }
.icon { color: var(--ink-2); } .icon .fill { fill: currentColor; } .icon .cut { fill: none; stroke: var(--paper); stroke-width: 1.7; stroke-linecap: round; }
.icon-error { color: var(--error); } .icon-warning { color: var(--warn); } .icon-info { color: var(--info); }
.button { display: inline-flex; align-items: center; min-height: 28px; padding: 3px 12px; border: 1px solid var(--edge); border-radius: 6px; background: var(--paper); color: var(--ink); font: 600 13px/20px var(--sans); white-space: nowrap; cursor: pointer; }
.button:hover { border-color: var(--ink-2); }
.button.primary { background: var(--accent); border-color: var(--accent); color: var(--paper); }
.button:disabled, .button.primary:disabled { background: var(--surface); border-color: var(--line); color: var(--ink-3); cursor: default; }
.link { display: inline; border: 0; padding: 0; background: none; color: var(--accent); text-decoration: underline; text-underline-offset: 2px; cursor: pointer; font: inherit; text-align: left; overflow-wrap: anywhere; }
.badge { display: inline-block; font-size: 12px; line-height: 16px; padding: 0 4px; border: 1px solid var(--line); border-radius: 4px; color: var(--ink-2); font-weight: 400; }
.quiet { color: var(--ink-2); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
.cm-content:focus-visible { outline: none; }
.tok-keyword { color: var(--code-keyword); } .tok-string { color: var(--code-string); } .tok-number { color: var(--code-number); }
.tok-comment { color: var(--ink-3); font-style: italic; } .tok-definition { font-weight: 600; }
.mark-error { text-decoration: underline wavy var(--error) 1px; text-underline-offset: 3px; text-decoration-skip-ink: none; }
.mark-warning { text-decoration: underline dotted var(--warn) 2px; text-underline-offset: 3px; text-decoration-skip-ink: none; }
.mark-info { text-decoration: underline dashed var(--info) 1px; text-underline-offset: 3px; text-decoration-skip-ink: none; }
.mark-error.is-open { background: var(--error-soft); } .mark-warning.is-open { background: var(--warn-soft); } .mark-info.is-open { background: var(--info-soft); }
@media (max-width: 799px) { .cm-scroller { line-height: 24px !important; } .cm-lineNumbers .cm-gutterElement { min-width: 40px !important; } }
@media (forced-colors: active) { .icon { color: CanvasText; } .icon .cut { stroke: Canvas; } .button.primary { background: Highlight; color: HighlightText; } }
`

export function adoptStyles(root: ShadowRoot): void {
  const sheets = [shared, noteCss].map(css => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
    return sheet
  })
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, ...sheets]
}
