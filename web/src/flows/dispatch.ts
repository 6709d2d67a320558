// dispatch.ts: who answers an action. The one place where actions are told apart; it answers none itself that would need a thought.

import type { Emit } from '../action.ts'
import type { Dialog, Writer } from '../state.ts'
import { words } from '../strings.ts'
import type { Flows } from './flows.ts'

export function dispatcher({ set }: Writer<'menu' | 'dialog' | 'banner' | 'treeTop'>, flows: Flows): Emit {
  const { checking, client, exporting, files, findings, fixes, importing, lists, opening, panels, preferences, sharing } = flows

  function open(dialog: Dialog | null): void {
    set({ dialog, menu: null })
    if (dialog?.t === 'palette') void flows.catalog()
    if (dialog?.t === 'gallery' || dialog?.t === 'palette') void flows.samples()
  }

  return action => {
    switch (action.t) {
      case 'apply': void fixes.apply(action.finding, action.fix); break
      case 'review': void fixes.review(action.finding, action.fix); break
      case 'fix-rule': void fixes.reviewMany({ rule: action.rule }, words.dialogs.reviewRule(action.rule)); break
      case 'fix-safe': void fixes.reviewMany({ safe: true }, words.dialogs.reviewSafe); break
      case 'apply-review': fixes.applyReview(); break
      case 'ignore': open({ t: 'ignore', finding: action.finding, reason: '', scope: 'line' }); break
      case 'ignore-now': void fixes.ignore(); break
      case 'turn': fixes.turnCompound(action.compound); break

      case 'goto': findings.goto(action.place); break
      case 'select': findings.select(action.finding); break
      case 'next-finding': findings.next(action.back); break
      case 'open-note': findings.open(action.finding); break
      case 'fold-note': findings.fold(action.finding); break
      case 'way': findings.way(action.finding); break

      case 'panel': panels.panel(action.panel); break
      case 'phone': panels.phone(action.view); break
      case 'cell': panels.cell(action.module, action.requirement); break
      case 'rule': panels.rules(action.rule); break
      case 'rules': panels.rules(null); break
      case 'search-rules': panels.searchRules(action.query); break
      case 'close-rules': panels.closeRules(); break

      case 'filter': lists.filter(action.patch); break
      case 'clear-filter': lists.clear(); break
      case 'list': lists.list(action.findings, action.go); break
      case 'graph': lists.graph(action.patch); break
      case 'revision': lists.revision(action.key, action.unfold); break
      case 'schema': lists.schema(action.patch); break
      case 'schema-table': lists.table(action.id); break
      case 'fold': lists.fold(action.folder); break
      case 'fold-group': lists.foldGroup(action.group, action.to); break

      case 'menu': set({ menu: action.menu }); break
      case 'dialog': open(action.dialog); break
      case 'dismiss-banner': set({ banner: null }); break
      case 'tree-top': set({ treeTop: action.top }); break

      case 'group': preferences.group(action.by); break
      case 'pin': preferences.pin(action.on); break
      case 'annotations': preferences.annotations(action.mode); break
      case 'theme': preferences.theme(action.theme); break

      case 'activate': files.activate(action.path); break
      case 'close-tab': files.close(action.path); break
      case 'name-file': files.name(); break
      case 'remove-file': files.remove(action.path); break
      case 'duplicate-file': files.duplicate(action.path); break
      case 'download': files.download(action.path); break

      case 'pick': importing.pick(action.what); break
      case 'paste': importing.paste(action.name, action.text); break
      case 'paste-clipboard': void importing.clipboard(); break
      case 'import-where': importing.where(action.where); break
      case 'import-large': importing.large(action.on); break
      case 'import-cancel': importing.cancel(); break

      case 'back': void opening.back(); break
      case 'fresh': opening.fresh(); break
      case 'sample': void opening.sample(action.slug); break
      case 'example': opening.example(action.rule); break
      case 'random-example': void opening.randomExample(); break
      case 'stored': void opening.stored(action.id); break
      case 'remove-stored': void opening.removeStored(action.id); break
      case 'forget': void opening.forget(); break

      case 'export': void exporting.save(action.format); break
      case 'copy-matrix': exporting.copyMatrix(); break
      case 'copy-checklist': exporting.copyChecklist(action.path); break
      case 'copy-ddl': exporting.copyDdl(action.of); break

      case 'take-over': void sharing.takeOver(); break
      case 'work-on-copy': sharing.copy(); break

      case 'stop': client.halt(); break
      case 'resume': client.resume(); break
      case 'retry': checking.released(action.path); client.retry(action.path); break
      default: action satisfies never
    }
  }
}
