// strings.ts: every word of the page. Words about rules, verdicts and fixes are not here: they come from the core.

import type { SkipReason } from './project/ingest.ts'
import type { PathProblem } from './project/paths.ts'
import type { ZipRefusal } from './project/zip.ts'
import type { Severity } from './checker/report.ts'

const number = new Intl.NumberFormat('en')
const plurals = new Intl.PluralRules('en')
const size = (bytes: number): string =>
  bytes >= 2 ** 20 ? `${number.format(Math.round(bytes / 2 ** 18) / 4)} MB` : `${number.format(Math.max(1, Math.round(bytes / 2 ** 10)))} KB`

export const count = (n: number, one: string, many: string): string =>
  `${number.format(n)} ${plurals.select(n) === 'one' ? one : many}`

export const severityWord: Readonly<Record<Severity, string>> = { error: 'Error', warning: 'Warning', info: 'Note' }
export const severityMany: Readonly<Record<Severity, string>> = { error: 'errors', warning: 'warnings', info: 'notes' }

export const words = {
  name: 'Limbeck',
  number: (n: number): string => number.format(n),
  problemCount: (n: number): string => count(n, 'problem', 'problems'),
  findingCount: (n: number): string => count(n, 'finding', 'findings'),
  fileCount: (n: number): string => count(n, 'file', 'files'),
  line: (n: number): string => `line ${number.format(n)}`,

  toolbar: {
    label: 'Toolbar', search: 'Search', open: 'Open…', samples: 'Samples', export: 'Export', help: 'Help',
    theme: 'Theme', system: 'System theme', light: 'Light theme', dark: 'Dark theme', more: 'More', workspace: 'Workspace',
    docs: 'Rules', saved: 'saved', elsewhere: 'read-only', unsaved: 'saving…', unstored: 'not saved', sample: 'sample', privacy: 'Privacy…',
    shortcuts: 'Keyboard shortcuts', annotations: 'Annotations', rules: 'Rules…',
  },
  open: {
    files: 'Open files…', folder: 'Open folder…', zip: 'Open zip…', paste: 'Paste code…', samples: 'Sample gallery…', fresh: 'New workspace',
    clipboard: 'Paste from clipboard',
  },
  annotations: { off: 'List only', line: 'One line', full: 'Full', label: 'Annotations' },
  regions: { files: 'Files', editor: 'Editor', panel: 'Results', status: 'Status' },

  tree: {
    title: 'Files', newFile: 'New file…', rename: 'Rename…', remove: 'Delete', duplicate: 'Duplicate', closeTab: 'Close tab', download: 'Download',
    pin: 'Files with findings first', actions: (path: string) => `Actions for ${path}`, modified: 'modified since opened',
    quarantined: 'the checker failed on this file', readonly: 'read-only', opaque: 'content not read',
    skipped: (n: number) => `${number.format(n)} skipped`, empty: 'No files yet.',
    removed: (path: string) => `Deleted ${path}.`, filePath: 'Path of the file', create: 'Create', renameTo: 'New path',
  },
  tabs: { label: 'Open files', close: (path: string) => `Close ${path}` },
  editor: {
    label: (path: string, n: number | null) => n === null ? `${path}, editor` : `${path}, editor, ${count(n, 'problem', 'problems')}`,
    leave: 'Esc, then Tab to leave the editor', resolved: 'Resolved', fixed: 'Fixed.', undo: 'Undo',
    more: (n: number) => `${n} more on this line`, locked: 'Read-only: some bytes of this file could not be read as text.',
    opaque: 'This file was not read:', quarantined: 'The checker failed on this file, so its content is unknown to it.',
    retry: 'Try again', find: 'Find in file', loading: 'Loading the editor…',
  },
  note: {
    open: (code: string) => `Show more about ${code}`, close: (code: string) => `Fold ${code}`, not: 'Not this', this: 'This',
    standard: (standard: string, label: string) => `Standard ${standard}, ${label}`,
    related: 'See also', morePlaces: (n: number) => `and ${n} more`, apply: 'Apply fix', review: 'Review fix…', all: (n: number, code: string) => `All ${n} of ${code}`,
    ignore: 'Ignore…', why: 'Why?', working: 'Trying the fix on a copy…', stale: 'The text changed; trying again…', newFile: 'new file', moreLines: (n: number) => `${count(n, 'more line', 'more lines')} in the review`,
    because: 'A consequence of', ignoredBecause: (reason: string) => reason ? `Ignored: ${reason}` : 'Ignored without a reason',
    unavailable: 'The fix cannot be tried while checking is paused.', from: (path: string, line: number) => `${path}:${line}`,
  },
  problems: {
    title: 'Problems', filter: 'Filter problems', group: 'Group by', 
    fixSafe: (n: number) => `Fix ${number.format(n)} safe…`, none: 'Nothing matches the filters.', clear: 'Clear filters',
    ignored: (n: number) => `Ignored ${number.format(n)}`, fixable: 'Fixable', fresh: 'New', thisFile: 'This file', family: 'Any family',
    any: 'any', only: 'only', not: 'hidden', place: (line: number, column: number) => `${number.format(line)}:${number.format(column)}`,
    groups: { file: 'file', rule: 'rule', module: 'module', severity: 'severity', clause: 'standard clause' },
    shown: (n: number, all: number) => n < all ? `${number.format(n)} of ${number.format(all)} shown` : number.format(all), notes: (n: number) => count(n, 'note', 'notes'),
    all: 'Show all', allOf: (n: number, name: string) => `Show all ${number.format(n)} of ${name}`, fewer: 'Show fewer', fewerOf: (name: string) => `Show fewer of ${name}`, unchecked: 'Problems, not checked yet',
    moreModules: (n: number) => `and ${count(n, 'more module', 'more modules')}, all of them under Compliance`, elsewhere: 'Other', details: 'Details', list: 'Findings', stillUnknown: 'Not decided', consequences: (n: number) => `(${count(n, 'consequence', 'consequences').replace(' ', '\u00a0')})`,
  },
  compliance: {
    title: 'Compliance', caption: 'Requirements of the standards by module', module: 'Module', copy: 'Copy as Markdown', copied: 'Copied', none: 'No modules were found in these files.',
    columns: (pass: number, total: number) => `${number.format(pass)} of ${number.format(total)}`,
    evidence: 'Evidence', showFindings: 'Show in the list of problems', close: 'Close',
    verdicts: { pass: 'Passes', 'no-models': 'Passes, no models', fail: 'Fails', undecided: 'Cannot tell', 'not-applicable': 'Not checked' },
    legend: 'Key',
  },
  revisions: {
    title: 'Revisions', none: 'No migrations here: drop a folder with env.py and versions/*.py, and their history is drawn.', loading: 'Loading the graph…',
    list: (folder: string) => `Revisions of ${folder || 'this folder'}, newest first`, history: 'History', tree: 'Text tree', fold: 'Fold straight runs', above: 'Newer above',
    keys: 'Up and down walk the rows, left goes to the parent, right to the child, with Shift to the last of several. Enter opens the file.',
    merge: 'Merge the heads…', otherFixes: 'Other fixes…', partial: 'There may be revisions that are not in these files.', cycle: 'Cycle', missing: 'missing',
    run: (n: number) => count(n, 'revision', 'revisions'), from: (oldest: string, newest: string) => `from ${oldest} to ${newest}`,
    findings: (n: number, worst: string, id: string) => `${count(n, 'finding', 'findings')} in ${id}, worst: ${worst}`,
    notLoaded: (n: number) => `${count(n, 'file beside them is', 'files beside them are')} no revision`,
    marks: { twice: 'id twice', cycle: 'in a cycle' },
    key: { head: 'Head', base: 'Base', merge: 'Merge', dependency: 'Depends on', missing: 'Missing parent', twice: 'Same id twice', cycle: 'Cycle' },
  },
  checklist: { title: 'Migration checklist', does: 'This revision', copy: 'Copy as pull-request comment', copied: 'Copied', rules: 'Rules asked:' },
  schema: {
    title: 'Schema', loading: 'Loading the schemas…', none: 'No models and no migrations here: drop a folder with both, and their tables are put side by side.', missing: 'This revision is not here any more.',
    when: 'When', heads: 'At the heads', after: 'After', before: 'Before', moments: { heads: 'at', after: 'after', before: 'before' }, side: 'Side of the revision', dialect: 'Database', changes: 'Differences only', toHeads: 'Show the heads',
    copy: 'Copy DDL of', copyModels: 'models', copyMigrations: 'migrations', copied: 'Copied', notCopied: 'Not copied: the text changed, try again', alike: 'Nothing differs.',
    absent: 'not there', untold: 'not known', doubts: (n: number) => `${count(n, 'thing is', 'things are')} not known`, ofModels: 'In the models:', ofMigrations: 'In the migrations:',
    caption: (table: string) => `Table ${table}`, what: 'Column or constraint', alembic: 'Alembic', models: 'no models', migrations: 'no migrations', table: (name: string) => `Show table ${name}`,
    go: (what: string, path: string, line: number) => `${what}, ${path} line ${number.format(line)}`,
  },
  chain: {
    show: 'Show the way', label: 'How Alembic gets to each model', steps: (model: string) => `The way to ${model}`, more: (n: number) => count(n, 'more model that Alembic sees', 'more models that Alembic sees'),
    ends: { pass: 'Arrives at', fail: 'Never arrives at', undecided: 'Perhaps arrives at' },
  },
  drawer: {
    title: 'Rules', search: 'Search rules', back: 'All rules', close: 'Close rules', docs: 'Open in docs', tryIt: 'Try the bad example', fixes: 'Fix',
    loading: 'Loading the rules…', noExamples: 'Its examples could not be loaded. Open the rule again when you are online.', none: 'No rule matches.', example: { bad: 'Bad', good: 'Good' }, fixed: 'after the fix',
    unavailable: 'The rules cannot be shown while checking is paused.',
  },
  status: {
    loading: 'Loading checker…', checkingFiles: (n: number) => `Checking ${count(n, 'file', 'files')}`, progress: 'Progress', slow: (path: string | undefined) => path ? `Still checking ${path}` : 'Still checking…',
    recovering: 'Restarting the checker…', safe: 'Checking is paused: the checker stopped twice. Everything else works.', resume: 'Resume', stopped: 'Checking was stopped.', stop: 'Stop', again: 'Check again',
    failed: 'The checker could not be loaded. Editing and export work.', ms: (n: number) => `${number.format(Math.max(1, Math.round(n)))} ms`,
    decided: (known: number, total: number) => `${number.format(known)} of ${count(total, 'question', 'questions')} decided`, nothingSent: 'nothing is sent',
    modules: (pass: number, total: number, undecided: number) =>
      `${number.format(pass)} of ${count(total, 'module passes', 'modules pass')}${undecided > 0 ? `, ${number.format(undecided)} cannot tell` : ''}`,
    live: (n: number, before: number) => `${count(n, 'problem', 'problems')}${n === before ? '' : n < before ? `, ${number.format(before - n)} fewer` : `, ${number.format(n - before)} more`}`,
  },
  banner: {
    opened: (name: string) => `Opened ${name}.`, previous: 'Your previous work:', back: 'go back', applied: (label: string) => `${label}.`, undo: 'Undo', dismiss: 'Dismiss',
    partly: (done: number, all: number, left: readonly string[]) => `Undone in ${done} of ${count(all, 'file', 'files')}; ${left.join(', ')} changed afterwards.`,
    undone: (label: string) => `Undone: ${label}.`, redo: 'Redo', storage: 'Not saved in this browser. Export the files to keep them.',
    storageFull: 'Not saved in this browser: there is no room left. Export the files to keep them.', download: 'Download zip',
    clashes: (paths: readonly string[]) => `Names that differ only by capitals: ${paths.join(', ')}. They are kept apart here; on other systems they are one file.`,
    cancelled: 'Cancelled. The files read so far were kept; the others count as unread.', nothing: 'No file in there is one that Limbeck reads.',
  },
  drop: { folder: 'Drop to check these files', detail: 'Folders, files or a zip. They are read in this browser and sent nowhere.' },
  elsewhere: {
    title: 'Open in another tab', text: 'Another tab is editing this workspace. Here you read along.', takeOver: 'Take over', copy: 'Work on a copy',
    refused: 'This workspace is edited in another tab, so nothing was changed here. Take it over to change it in this tab, or go on with a copy.',
    copyOf: (name: string) => `${name.replace(/ \(copy\)$/, '')} (copy)`, kept: 'Another tab took this workspace over. What was not saved by then goes on here, as a copy.',
  },
  importing: {
    title: 'Opening', listing: (n: number) => `${count(n, 'file', 'files')} found so far`, reading: (done: number, total: number) => `Reading ${number.format(done)} of ${count(total, 'file', 'files')}`,
    cancel: 'Cancel', choose: 'Where shall they go?', fresh: 'New workspace', add: 'Add to this one',
    overwrites: (n: number) => `Adding replaces the text of ${count(n, 'file', 'files')} (one undo step):`,
    large: (wanted: number, seen: number, bytes: number) => `${count(wanted, 'file', 'files')} of ${number.format(seen)} are worth reading, ${size(bytes)} in all. That may take a while.`,
    check: 'Check them', failed: 'Nothing was opened', ok: 'Close',
  },
  zip: {
    'not-a-zip': 'This file is not a zip archive.', damaged: 'This archive is damaged.', encrypted: 'This archive is encrypted. Unpack it first and open the folder.',
    zip64: 'This archive is in the large zip64 format. Unpack it first and open the folder.', 'too-many': 'This archive has more than 50,000 entries.',
    'too-big': 'This archive is larger than 200 MB.',
  } satisfies Record<ZipRefusal, string>,
  carry: {
    big: (bytes: number) => `The file is larger than 2 MB (${size(bytes)}), so it was not read.`,
    unreadable: 'The browser could not read the file.', limit: 'The project is larger than 5,000 files or 64 MB, so this file was not read.',
    link: 'A symbolic link inside an archive is not followed.', twice: 'The archive has this name twice.', method: 'The archive packs this file in a way that is not supported.',
    path: {
      absolute: 'The path is absolute.', drive: 'The path names a drive.', parent: 'The path leaves its folder.', control: 'The path has control characters.',
      empty: 'The path has an empty part.', long: 'The path is longer than 400 characters.', deep: 'The path is deeper than 40 folders.',
    } satisfies Record<PathProblem, string>,
  },
  skipped: {
    title: 'Skipped files', reasons: {
      irrelevant: 'Not relevant', big: 'Too big', unreadable: 'Unreadable', lossy: 'Not text in its declared encoding', path: 'Unsafe path',
      damaged: 'Damaged or unsupported in the archive', limit: 'Over the limit', cancelled: 'Left out by the cancel',
    } satisfies Record<SkipReason, string>,
    intro: (taken: number, seen: number) => `${count(taken, 'file was', 'files were')} read of ${number.format(seen)}.`, more: (n: number) => `and ${number.format(n)} more`,
  },
  dialogs: {
    close: 'Close', cancel: 'Cancel', gallery: 'Samples', galleryFilter: 'Search samples', galleryNone: 'No sample matches.', random: 'Random rule',
    ignore: 'Ignore this finding', reason: 'Reason', reasonHint: 'Stays in the code, beside the line.', scope: 'Scope', scopeLine: 'This line', scopeFile: 'The whole file', ignoreDo: 'Ignore',
    review: 'Review', reviewSafe: 'All safe fixes', reviewRule: (code: string) => `All fixes of ${code}`, reviewApply: (n: number) => `Apply in ${count(n, 'file', 'files')}`, applyAnyway: 'Apply anyway', refused: 'Left out', nothingToFix: 'There is nothing to apply.',
    partial: 'The fixes were tried with all of these files together. What comes of a part of them is not known.', appears: 'New findings',
    paste: 'Paste code', pasteLabel: 'Code', pasteName: 'File name', pasteOpen: 'Check it', palette: 'Search', paletteHint: 'Files, rules, commands, samples', paletteNone: 'Nothing found.',
    shortcuts: 'Keyboard', privacy: 'Privacy', export: 'Export', working: 'Working…',
  },
  privacy: {
    statement: 'Your code is read by this page and stored only in this browser. Nothing is uploaded; there is no server to upload to.',
    stored: 'What is stored here', workspaces: 'Workspaces', prefs: 'Theme, layout and toggles', none: 'No workspace is stored.', forget: 'Forget everything', forgot: 'Everything stored by this page was removed.',
    check: 'How to check: open the developer tools and watch the network while you type, or go offline after the page has loaded. The response headers forbid the page to talk to any other address.',
    open: 'Open', remove: 'Delete',
  },
  exporting: { markdown: 'Report as Markdown', sarif: 'SARIF 2.1.0', json: 'JSON', changed: 'Zip of changed files', all: 'Zip of all files', copied: 'Copied' },
  shortcuts: [
    ['F8, Shift F8', 'Next, previous finding, across files'], ['⌘ . or Ctrl .', 'Fixes and actions at the cursor'], ['Esc', 'Close the topmost thing; in the editor: Tab now leaves'],
    ['⌘ K or Ctrl K', 'Search files, rules, commands, samples'], ['F6, Shift F6', 'Next, previous region'], ['Alt Shift F', 'Review all safe fixes'],
    ['⌘ Z or Ctrl Z', 'Undo; a fix over several files is one step'], ['⇧ ⌘ Z or Ctrl Y', 'Redo'], ['⌘ F or Ctrl F', 'Find in file'], ['↑ ↓ Home End, letters', 'In tree, list, matrix and graph; in the graph ← is the parent and → the child'], ['F1', 'This table'],
  ] as readonly (readonly [string, string])[],
  empty: {
    title: 'Paste a model, or drop a project folder.', text: 'Limbeck reads your models, initialize() of every module and env.py, runs none of it, and says what will not hold.',
    orTry: 'Or try a sample:', stays: 'Your code stays in this browser.',
  },
  announce: (word: string, code: string, line: number, lines: number, text: string, fix: boolean): string =>
    `${word} ${code}, line ${line} of ${lines}: ${text}.${fix ? ' Fix available.' : ''}`,
  saveNote: 'Saved. Every keystroke already is.',
} as const
