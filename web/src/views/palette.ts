// palette.ts: what ⌘K finds. Order: files, commands, samples, rules; plain containment, so that it is predictable.

import type { State } from '../state.ts'
import { words } from '../strings.ts'
import type { Actions } from './model.ts'

export interface PaletteItem { readonly label: string; readonly kind: string; readonly run: () => void }

function commands(actions: Actions): PaletteItem[] {
  const t = words.toolbar, o = words.open
  const command = (label: string, run: () => void): PaletteItem => ({ label, kind: 'command', run })
  return [
    command(o.paste, () => actions.dialog({ t: 'paste', name: '', text: '' })), command(o.files, actions.openFiles), command(o.folder, actions.openFolder), command(o.zip, actions.openZip),
    command(o.samples, () => actions.dialog({ t: 'gallery', query: '' })), command(o.fresh, actions.fresh), command(words.problems.fixSafe(0).replace(' 0', ' all'), actions.fixAllSafe),
    command(words.problems.title, () => actions.panel('problems')), command(words.compliance.title, () => actions.panel('compliance')), command(words.revisions.title, () => actions.panel('revisions')), command(words.schema.title, () => actions.panel('schema')), command(t.rules, () => actions.drawer(null)),
    command(t.export, () => actions.dialog({ t: 'export' })), command(t.light, () => actions.theme('light')), command(t.dark, () => actions.theme('dark')), command(t.system, () => actions.theme('system')),
    command(`${t.annotations}: ${words.annotations.full}`, () => actions.annotations('full')), command(`${t.annotations}: ${words.annotations.line}`, () => actions.annotations('line')), command(`${t.annotations}: ${words.annotations.off}`, () => actions.annotations('off')),
    command(t.privacy, () => actions.dialog({ t: 'privacy' })), command(t.shortcuts, () => actions.dialog({ t: 'shortcuts' })),
  ]
}

export function paletteItems(state: State, actions: Actions, query: string): readonly PaletteItem[] {
  const text = query.trim().toLowerCase()
  const files = [...state.workspace.files.keys()].map((path): PaletteItem => ({ label: path, kind: 'file', run: () => actions.activate(path) }))
  const samples = state.samples.map((one): PaletteItem => ({ label: one.title, kind: 'sample', run: () => actions.openSample(one.slug) }))
  const rules = (state.catalog?.rules ?? []).map((rule): PaletteItem => ({ label: `${rule.code} ${rule.name}`, kind: 'rule', run: () => actions.drawer(rule.code) }))
  return [...files, ...commands(actions), ...samples, ...rules].filter(one => text === '' || one.label.toLowerCase().includes(text)).slice(0, 40)
}
