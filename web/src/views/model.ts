// model.ts: what the views may ask for. The app implements it; a view never calls the checker or the storage.

import type { SchemaSide } from '../checker/abi.ts'
import type { Location } from '../checker/report.ts'
import type { AnnotationMode, Dialog, Filter, GraphView, Grouping, Panel, PhoneView, SchemaView, Theme } from '../state.ts'

export interface Actions {
  activate(path: string): void
  closeTab(path: string): void
  goto(place: Location): void
  select(finding: string, jump: boolean): void
  nextFinding(back: boolean): void
  /** The acts of an annotation: apply, review, fix-rule, ignore, rule, way, goto, open, fold. */
  act(name: string, argument: string): void
  panel(panel: Panel): void
  phone(view: PhoneView): void
  filter(patch: Partial<Filter>): void
  group(by: Grouping): void
  cell(module: string, requirement: string): void
  drawer(code: string | null): void
  drawerQuery(query: string): void
  closeDrawer(): void
  dialog(dialog: Dialog | null): void
  menu(name: string | null): void
  fold(folder: string): void
  pin(on: boolean): void
  annotations(mode: AnnotationMode): void
  theme(theme: Theme): void
  openFiles(): void
  openFolder(): void
  openZip(): void
  openSample(slug: string): void
  openExample(code: string): void
  openStored(id: string): void
  removeStored(id: string): void
  fresh(): void
  paste(name: string, text: string): void
  pasteFromClipboard(): void
  importWhere(where: 'fresh' | 'add' | 'cancel'): void
  importGoOn(on: boolean): void
  importCancel(): void
  fileDialogDone(): void
  removeFile(path: string): void
  duplicateFile(path: string): void
  download(path: string): void
  fixAllSafe(): void
  applyReview(): void
  doIgnore(): void
  banner(run: 'undo' | 'redo' | 'back' | 'zip', target: string | number | undefined): void
  dismissBanner(): void
  resume(): void
  retry(path: string): void
  exportAs(format: 'markdown' | 'sarif' | 'json' | 'changed' | 'all'): void
  copyMatrix(): void
  graph(patch: Partial<GraphView>): void
  copyChecklist(path: string): void
  schema(patch: Partial<SchemaView>): void
  copyDdl(of: SchemaSide): void
  forget(): void
  runPalette(index: number): void
  treeTop(top: number): void
}
