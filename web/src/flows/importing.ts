// importing.ts: files on their way in: a drop, a picker, a paste, an archive. Nothing is judged before the last file is read.

import { Stale } from '../checker/client.ts'
import { ArchiveRefused, openArchive, openFiles, type Files } from '../project/archive.ts'
import { entriesOf, fromFiles, walk, type Found } from '../project/drop.ts'
import { ingest, type Ingested, type Skipped } from '../project/ingest.ts'
import { PLAIN } from '../project/plain.ts'
import { baseName, normalisePath } from '../project/paths.ts'
import { emptyWorkspace, withFiles, type Origin } from '../project/workspace.ts'
import type { Writer } from '../state.ts'
import { words } from '../strings.ts'
import type { Checking } from './checking.ts'
import type { Context } from './context.ts'
import type { Opening } from './opening.ts'

export interface Importing {
  pick(what: 'files' | 'folder' | 'zip'): void
  drop(transfer: DataTransfer): void
  files(files: readonly File[], origin: Origin): Promise<void>
  paste(name: string, text: string): void
  /** Opens the dialog for pasting, with what is in the clipboard. */
  clipboard(): Promise<void>
  where(choice: 'fresh' | 'add' | 'cancel'): void
  /** Whether to go on with very many files. */
  large(on: boolean): void
  cancel(): void
}

const isZip = (file: File): boolean => /\.zip$/i.test(file.name)

type Writes = Writer<'dialog' | 'banner' | 'menu', 'add'>

export function importing(store: Writes, { client, editor, spawnImporter }: Pick<Context, 'client' | 'editor' | 'spawnImporter'>, { open }: Pick<Opening, 'open'>, { opened }: Pick<Checking, 'opened'>): Importing {
  let abort = new AbortController()
  let answer: ((on: boolean) => void) | undefined
  let pending: { result: Ingested; name: string; origin: Origin } | undefined

  const progress = (text: string, part?: number): void => store.set({ dialog: part === undefined ? { t: 'importing', text } : { t: 'importing', text, part } })
  /** Another import begins: whatever one before it still has to say, nobody waits for. */
  function begin(): AbortSignal {
    abort.abort()
    abort = new AbortController()
    return abort.signal
  }
  const failed = (text: string): void => store.set({ dialog: { t: 'message', title: words.importing.failed, text } })

  function finish(result: Ingested, name: string, origin: Origin, extra: readonly Skipped[]): void {
    const whole = { ...result, skipped: [...result.skipped, ...extra] }
    if (result.cancelled && result.files.every(file => file.opaque !== undefined)) { store.set({ dialog: null }); return }
    if (result.files.length === 0) { failed(words.banner.nothing); return }
    const { workspace, elsewhere } = store.get()
    pending = { result: whole, name, origin }
    if (elsewhere || workspace.files.size === 0 || (!workspace.edited && workspace.origin.t === 'sample')) { place('fresh'); return }
    store.set({ dialog: { t: 'import-where', name, files: whole.files.length, overwrites: whole.files.map(file => file.path).filter(path => workspace.files.has(path)) } })
  }

  function place(choice: 'fresh' | 'add'): void {
    if (!pending) return
    const { result, name, origin } = pending
    pending = undefined
    store.set({ dialog: null })
    if (choice === 'add') {
      store.update({ t: 'add', files: result.files, skipped: result.skipped, label: `${words.importing.add}: ${name}` })
      for (const file of result.files) editor()?.forget(file.path)
      opened(true, new Set(result.files.map(file => file.path)))
    } else open(withFiles(emptyWorkspace(name, origin), result.files, result.skipped, result.seen), true)
    if (result.clashes.length > 0) store.set({ banner: { text: words.banner.clashes(result.clashes.flat()), kind: 'trouble' } })
    else if (result.cancelled) store.set({ banner: { text: words.banner.cancelled, kind: 'trouble' } })
  }

  async function takeFiles(signal: AbortSignal, found: readonly Found[], name: string, origin: Origin, extra: readonly Skipped[] = []): Promise<void> {
    const files = openFiles(found, spawnImporter)
    try { await take(signal, files, name, origin, extra) } finally { files.close() }
  }

  async function take(signal: AbortSignal, from: Pick<Files, 'candidates'> & Partial<Pick<Files, 'sizes'>>, name: string, origin: Origin, extra: readonly Skipped[]): Promise<void> {
    try {
      const result = await ingest(from.candidates, {
        ...from.sizes && { sizes: from.sizes },
        wants: paths => client.wants(paths),
        words: { big: words.carry.big, unreadable: words.carry.unreadable, limit: words.carry.limit, path: problem => words.carry.path[problem] },
        progress: ({ done, total }) => { if (total > 50 && !signal.aborted) progress(words.importing.reading(done, total), done / total) },
        confirm: found => new Promise(resolve => {
          answer = resolve
          store.set({ dialog: { t: 'import-large', text: words.importing.large(found.wanted, found.seen, found.bytes) } })
        }),
        signal,
      })
      if (signal === abort.signal) finish(result, name, origin, extra)
    } catch (problem) {
      if (!(problem instanceof Stale)) throw problem
      if (!signal.aborted) failed(words.status.safe)
    }
  }

  async function takeZip(signal: AbortSignal, file: File): Promise<void> {
    progress(words.importing.listing(0))
    try {
      const archive = await openArchive(file, spawnImporter)
      const refused = archive.refused.map(({ path, why }): Skipped => why === 'link' || why === 'twice' || why === 'method'
        ? { path, reason: 'damaged', detail: words.carry[why] } : { path, reason: 'path', detail: words.carry.path[why] })
      if (signal.aborted) { archive.close(); return }
      try { await take(signal, { candidates: archive.candidates }, file.name.replace(/\.zip$/i, ''), { t: 'zip' }, refused) } finally { archive.close() }
    } catch (problem) {
      if (!(problem instanceof ArchiveRefused)) throw problem
      if (!signal.aborted) failed(words.zip[problem.refusal])
    }
  }

  async function files(list: readonly File[], origin: Origin): Promise<void> {
    const [first] = list
    if (!first) return
    const signal = begin()
    if (list.length === 1 && isZip(first)) { await takeZip(signal, first); return }
    const folder = first.webkitRelativePath.split('/')[0]
    await takeFiles(signal, fromFiles(list), folder || (list.length === 1 ? first.name : words.fileCount(list.length)), origin)
  }

  const skipFolder = async (path: string): Promise<boolean> => {
    // A folder is skipped when the core would not even want a models file inside it.
    const clean = normalisePath(`${path}/models.py`)
    if ('problem' in clean) return false
    const [wanted] = await client.wants([clean.path])
    return wanted?.keep === false
  }

  return {
    files,
    pick(what) {
      store.set({ menu: null, dialog: null })
      const input = document.createElement('input')
      input.type = 'file'
      if (what === 'folder') input.webkitdirectory = true
      else input.multiple = what === 'files'
      if (what === 'zip') input.accept = '.zip,application/zip'
      input.onchange = () => { void files([...(input.files ?? [])], { t: what }) }
      // Kept in the document, or some browsers collect it before the choice is made.
      input.hidden = true
      document.body.append(input)
      input.addEventListener('cancel', () => input.remove())
      input.addEventListener('change', () => input.remove())
      input.click()
    },
    drop(transfer) {
      const { entries, files: loose } = entriesOf(transfer)
      if (entries.length === 0) { void files(loose, { t: 'files' }); return }
      const signal = begin()
      const only = entries.length === 1 ? entries[0] : undefined
      if (only?.isFile && /\.zip$/i.test(only.name)) {
        only.file?.(file => { void takeZip(signal, file) }, () => failed(words.carry.unreadable))
        return
      }
      void (async () => {
        try {
          const walked = await walk(entries, found => { if (found > 0 && !signal.aborted) progress(words.importing.listing(found)) }, skipFolder, signal)
          if (signal.aborted) return
          if (walked.candidates.length === 0) { failed(words.banner.nothing); return }
          const unread = walked.unreadable.filter(path => !walked.candidates.some(one => one.path === path)).map((path): Skipped => ({ path, reason: 'unreadable', detail: words.carry.unreadable }))
          await takeFiles(signal, walked.candidates, walked.folder ?? baseName(walked.candidates[0]?.path ?? ''), { t: walked.folder ? 'folder' : 'files' }, unread)
        } catch (problem) {
          if (!(problem instanceof Stale)) throw problem
          if (!signal.aborted) failed(words.status.safe)
        }
      })()
    },
    paste(name, text) {
      const clean = normalisePath(name.trim() || 'modules/standard/pasted/models.py')
      if ('problem' in clean) { failed(words.carry.path[clean.problem]); return }
      const file = { path: clean.path, text: text.replace(/\r\n?/g, '\n'), form: PLAIN }
      finish({ files: [file], skipped: [], clashes: [], seen: 1, cancelled: false }, baseName(clean.path), { t: 'paste' }, [])
    },
    async clipboard() {
      store.set({ menu: null })
      const text = await navigator.clipboard.readText().catch(() => '')
      store.set({ dialog: { t: 'paste', name: '', text }, menu: null })
    },
    where(choice) {
      if (choice === 'cancel') { pending = undefined; store.set({ dialog: null }) }
      else place(choice)
    },
    large(on) { answer?.(on); answer = undefined; if (on) progress(words.importing.listing(0)) },
    cancel() { abort.abort(); answer?.(false); answer = undefined; store.set({ dialog: null }) },
  }
}
