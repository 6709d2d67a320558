// palette.ts: what ⌘K finds. Order: files, commands, samples, rules; plain containment, so that it is predictable.

import type { Action } from '../action.ts'
import type { State } from '../state.ts'
import { words } from '../strings.ts'

export interface PaletteItem { readonly label: string; readonly kind: string; readonly action: Action }

function commands(): PaletteItem[] {
  const t = words.toolbar, o = words.open
  const command = (label: string, action: Action): PaletteItem => ({ label, kind: 'command', action })
  return [
    command(o.paste, { t: 'dialog', dialog: { t: 'paste', name: '', text: '' } }), command(o.files, { t: 'pick', what: 'files' }), command(o.folder, { t: 'pick', what: 'folder' }), command(o.zip, { t: 'pick', what: 'zip' }),
    command(o.samples, { t: 'dialog', dialog: { t: 'gallery', query: '' } }), command(o.fresh, { t: 'fresh' }), command(words.problems.fixSafe(0).replace(' 0', ' all'), { t: 'fix-safe' }),
    command(words.problems.title, { t: 'panel', panel: 'problems' }), command(words.compliance.title, { t: 'panel', panel: 'compliance' }), command(words.revisions.title, { t: 'panel', panel: 'revisions' }), command(words.schema.title, { t: 'panel', panel: 'schema' }), command(t.rules, { t: 'rules' }),
    command(t.export, { t: 'dialog', dialog: { t: 'export' } }), command(t.light, { t: 'theme', theme: 'light' }), command(t.dark, { t: 'theme', theme: 'dark' }), command(t.system, { t: 'theme', theme: 'system' }),
    command(`${t.annotations}: ${words.annotations.full}`, { t: 'annotations', mode: 'full' }), command(`${t.annotations}: ${words.annotations.line}`, { t: 'annotations', mode: 'line' }), command(`${t.annotations}: ${words.annotations.off}`, { t: 'annotations', mode: 'off' }),
    command(t.privacy, { t: 'dialog', dialog: { t: 'privacy' } }), command(t.shortcuts, { t: 'dialog', dialog: { t: 'shortcuts' } }),
  ]
}

export function paletteItems(state: State, query: string): readonly PaletteItem[] {
  const text = query.trim().toLowerCase()
  const files = [...state.workspace.files.keys()].map((path): PaletteItem => ({ label: path, kind: 'file', action: { t: 'activate', path } }))
  const samples = state.samples.map((one): PaletteItem => ({ label: one.title, kind: 'sample', action: { t: 'sample', slug: one.slug } }))
  const rules = (state.catalog?.rules ?? []).map((rule): PaletteItem => ({ label: `${rule.code} ${rule.name}`, kind: 'rule', action: { t: 'rule', rule: rule.code } }))
  return [...files, ...commands(), ...samples, ...rules].filter(one => text === '' || one.label.toLowerCase().includes(text)).slice(0, 40)
}
