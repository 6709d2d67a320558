// exporting.ts: what leaves the page because somebody asked for it: files to save, and texts for the clipboard.

import type { SchemaSide } from '../checker/abi.ts'
import { packFiles } from '../project/archive.ts'
import type { ExportFormat, Writer } from '../state.ts'
import { words } from '../strings.ts'
import { checkedRevision } from '../views/checklist.ts'
import { checklistMarkdown } from './checklist.ts'
import { downloadBytes, type Context } from './context.ts'
import { matrixMarkdown } from './matrix.ts'

export interface Exporting {
  save(format: ExportFormat): Promise<void>
  copyMatrix(): void
  copyChecklist(path: string): void
  copyDdl(of: SchemaSide): void
}

export function exporting({ get, set }: Writer<'dialog'>, { client, spawnImporter, say }: Pick<Context, 'client' | 'spawnImporter' | 'say'>): Exporting {
  const copy = (text: string, said: string): void => { void navigator.clipboard.writeText(text).then(() => say(said), () => undefined) }
  return {
    async save(format) {
      const { workspace, report } = get()
      const name = workspace.name.replace(/[^\w.-]+/g, '-') || 'limbeck'
      set({ dialog: null })
      if (format === 'changed' || format === 'all') {
        const files = [...workspace.files.values()].filter(file => file.opaque === undefined && (format === 'all' || file.text !== file.original))
        const bytes = await packFiles(files, spawnImporter)
        downloadBytes(`${name}.zip`, bytes, 'application/zip')
      } else if (format === 'json') downloadBytes(`${name}.json`, JSON.stringify(report, null, 2), 'application/json')
      else {
        const text = await client.report(format).catch(() => undefined)
        if (text === undefined) { set({ dialog: { t: 'message', title: words.dialogs.export, text: words.note.unavailable } }); return }
        downloadBytes(`${name}.${format === 'sarif' ? 'sarif' : 'md'}`, text, format === 'sarif' ? 'application/sarif+json' : 'text/markdown')
      }
    },
    copyMatrix() {
      const { report } = get()
      if (report) copy(matrixMarkdown(report), words.compliance.copied)
    },
    copyChecklist(path) {
      const revision = checkedRevision(get().report, path)
      if (revision) copy(checklistMarkdown(revision), words.checklist.copied)
    },
    copyDdl(of) {
      void client.ddl(of, get().schema.query).then(text => navigator.clipboard.writeText(text)).then(() => say(words.schema.copied), () => say(words.schema.notCopied))
    },
  }
}
