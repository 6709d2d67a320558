// search.ts: find in file; loaded when it is first asked for.

import { openSearchPanel, search, searchKeymap } from '@codemirror/search'
import type { Extension } from '@codemirror/state'
import { keymap, type EditorView } from '@codemirror/view'

export const panel: Extension = [search({ top: false }), keymap.of([...searchKeymap])]
export const open = (view: EditorView): void => { openSearchPanel(view) }
