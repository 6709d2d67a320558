// opening.ts: one workspace in place of another: a sample, an example of a rule, one that was stored, an empty one. The one
// before stays reachable.

import { PLAIN } from '../project/plain.ts'
import { emptyWorkspace, sameTexts, withFiles, type Workspace } from '../project/workspace.ts'
import type { Sample, Writer } from '../state.ts'
import { words } from '../strings.ts'
import type { Context } from './context.ts'
import type { Sharing } from './sharing.ts'

export interface Opening {
  /** `tell`: its worst finding is shown, and a banner leads back to the work that was left. */
  open(workspace: Workspace, tell: boolean, elsewhere?: boolean): void
  back(): Promise<void>
  fresh(): void
  sample(slug: string): Promise<void>
  example(code: string): void
  randomExample(): Promise<void>
  stored(id: string): Promise<void>
  removeStored(id: string): Promise<void>
  forget(): Promise<void>
}

interface Given {
  samples(): Promise<readonly Sample[]>
  /** The rules with their pages, from then on in the state. */
  catalog(): Promise<void>
  opened(showWorst: boolean): void
  claim: Sharing['claim']
}

export function sampleWorkspace(sample: Sample): Workspace {
  const base = emptyWorkspace(sample.title, { t: 'sample', slug: sample.slug })
  return withFiles(base, sample.files.map(file => ({ path: file.path, text: file.text, form: PLAIN })), [], sample.files.length)
}

type Writes = Writer<'dialog' | 'menu' | 'phone' | 'drawer' | 'banner' | 'stored', 'open'>

export function opening({ get, set, update }: Writes, { storage }: Pick<Context, 'storage'>, { samples, catalog, opened, claim }: Given): Opening {
  let previous: Workspace | undefined

  function open(workspace: Workspace, tell: boolean, elsewhere = false): void {
    const before = get().workspace
    if (before.files.size > 0 && (before.edited || before.origin.t !== 'sample')) previous = before
    update({ t: 'open', workspace, elsewhere })
    // Work that was left is found as it was.
    opened(tell && !workspace.edited)
    const work = previous !== undefined && previous.id !== workspace.id ? previous : undefined
    set({
      phone: 'code', drawer: null,
      banner: tell && work ? { text: `${words.banner.opened(workspace.name)} ${words.banner.previous} ${work.name}`, offer: { label: words.banner.back, action: { t: 'back' } }, kind: 'plain' } : null,
    })
  }
  const clear = (): void => set({ menu: null, dialog: null })

  function example(code: string): void {
    const found = get().catalog?.rules.find(rule => rule.code === code)?.examples.find(one => one.kind === 'bad')
    if (!found) return
    set({ dialog: null })
    open(withFiles(emptyWorkspace(code, { t: 'sample', slug: `rule-${code}` }), found.files.map(file => ({ ...file, form: PLAIN })), [], found.files.length), true)
  }

  return {
    open,
    async back() {
      const work = previous
      if (!work) return
      const mine = await claim(work.id)
      const found = await storage.load(work.id).catch(() => undefined)
      // Another tab may have changed it meanwhile.
      open(found && !sameTexts(found.workspace, work) ? found.workspace : work, false, !mine)
    },
    fresh() { clear(); void samples(); open(emptyWorkspace('untitled'), true) },
    async sample(slug) {
      const sample = (await samples()).find(one => one.slug === slug)
      if (!sample) return
      clear()
      history.replaceState(history.state, '', `#sample/${slug}`)
      open(sampleWorkspace(sample), true)
    },
    example,
    async randomExample() {
      await catalog()
      const rules = (get().catalog?.rules ?? []).filter(rule => rule.examples.some(one => one.kind === 'bad'))
      const rule = rules[Math.floor(Math.random() * rules.length)]
      if (rule) example(rule.code)
    },
    async stored(id) {
      clear()
      const mine = await claim(id)
      const found = await storage.load(id).catch(() => undefined)
      if (found) open(found.workspace, true, !mine)
    },
    async removeStored(id) {
      await storage.remove(id).catch(() => undefined)
      set({ stored: await storage.list().catch(() => []) })
    },
    async forget() {
      await storage.forget().catch(() => undefined)
      localStorage.clear()
      sessionStorage.clear()
      set({ stored: [], dialog: { t: 'message', title: words.dialogs.privacy, text: words.privacy.forgot } })
    },
  }
}
