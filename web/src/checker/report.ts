// report.ts: the shape of every JSON reply of the core; the one file in web that knows it.
// It holds no rule, no severity and no message: all words come from the core.

/** 0-based line, 0-based column in UTF-16 code units: the arithmetic of the editor. */
export interface Position { readonly line: number; readonly column: number }
export interface Range { readonly start: Position; readonly end: Position }
export interface Location { readonly path: string; readonly range: Range }

export type Severity = 'error' | 'warning' | 'info'
export type FixClass = 'safe' | 'unsafe' | 'generate' | 'advice'
export type Verdict = 'pass' | 'no-models' | 'fail' | 'undecided' | 'not-applicable'

export interface TextEdit { readonly path: string; readonly range: Range; readonly text: string }
export interface NewFile { readonly path: string; readonly text: string }

export interface Fix {
  readonly title: string
  readonly class: FixClass
  /** The word shown on the badge: "safe", "review", "generated", "advice". */
  readonly badge: string
  /** Non-overlapping, sorted by path and place. */
  readonly edits: readonly TextEdit[]
  readonly creates: readonly NewFile[]
}

export interface Finding {
  /** Fingerprint: stable over edits elsewhere in the file; unique in one report. */
  readonly id: string
  readonly code: string
  readonly severity: Severity
  readonly path: string
  readonly range: Range
  /** One sentence without a final period; backticks mark names as the developer wrote them. */
  readonly message: string
  /** Path of the module it counts for, where there is one. */
  readonly module?: string
  /** Requirement it counts against: a column of the compliance matrix, "A1" or "B1". */
  readonly requirement?: string
  /** id of the finding this one is a mere consequence of; not counted. */
  readonly because?: string
  /** For how many older revisions it stands; each place is in `related` where there are several. */
  readonly older?: number
  readonly related: readonly (Location & { readonly text: string })[]
  readonly fixes: readonly Fix[]
  /** Only in `ignored`: the reason given in the suppression, possibly empty. */
  readonly reason?: string
}

export interface RuleNote {
  readonly name: string
  readonly summary: string
  readonly why: string
  readonly clause?: { readonly standard: 'A' | 'B'; readonly label: string; readonly quote: string }
  readonly not?: string
  readonly this?: string
}

export interface RequirementVerdict {
  readonly id: string
  readonly verdict: Verdict
  /** The evidence in a sentence: "`Invoice`, `Line` registered at `api.py:6`". */
  readonly text: string
  readonly evidence: readonly (Location & { readonly text: string })[]
  /** ids of findings */
  readonly findings: readonly string[]
}

/** The column of the matrix that says whether Alembic sees every model: the one that sightings are the evidence of. */
export const DISCOVERY = 'B1'

/** Whether Alembic sees a model, and by which way. */
export interface Sighting {
  readonly verdict: Extract<Verdict, 'pass' | 'fail' | 'undecided'>
  /** "`migrations/env.py` gets to it in 2 steps" */
  readonly text: string
  /** The imports from env.py on, at most eight: of a longer way the fifth says how many it stands for. Or the place where the way breaks, where there is one. */
  readonly steps: readonly (Location & { readonly text: string })[]
}

export interface ModelNote extends Location {
  readonly name: string
  readonly table?: string
  /** Absent where no env.py compares with the MetaData of this model. */
  readonly sighting?: Sighting
}

export interface ModuleVerdict {
  readonly path: string
  readonly name: string
  readonly verdict: Verdict
  /** "passes, no models": the words of the verdict for people and screen readers. */
  readonly label: string
  readonly models: readonly ModelNote[]
  readonly requirements: readonly RequirementVerdict[]
}

export interface FileNote {
  readonly path: string
  /** "models", "entry", "environment", "revision", "settings", "python", "other" */
  readonly kind: string
  readonly module?: string
  /** Present when the content could not be read; a sentence. */
  readonly opaque?: string
}

/** One revision of a history, in the row of its index. */
export interface RevisionNote extends Location {
  readonly id: string
  /** First line of the docstring, possibly empty. */
  readonly message: string
  /** The revision in a sentence, for those who cannot see the lines; backticks mark ids. */
  readonly spoken: string
  readonly lane: number
  /** Lines down to older revisions: `lane` is the lane between the two rows. */
  readonly edges: readonly { readonly row: number; readonly lane: number; readonly dependency?: true }[]
  /** Of "head", "base", "branch point", "merge", "twice", "cycle". */
  readonly marks: readonly string[]
  readonly labels: readonly string[]
  /** Parents and dependencies that no revision is. */
  readonly missing: readonly string[]
  /** What its upgrade does to the schema, each in a clause without a subject; absent when it does nothing. */
  readonly does?: readonly string[]
  /** The review items of the standard, answered for this revision. */
  readonly checklist?: readonly ChecklistItem[]
}

export interface ChecklistItem {
  /** Its name among the items, as one word. */
  readonly item: string
  readonly title: string
  readonly verdict: Exclude<Verdict, 'no-models'>
  /** The answer in a sentence. */
  readonly text: string
  readonly evidence: readonly (Location & { readonly text: string })[]
  /** Rules that were asked. */
  readonly codes: readonly string[]
}

/** A revision graph with its drawing: rows from the newest down, lanes for branches. */
export interface HistoryNote {
  readonly folder: string
  readonly locations: readonly string[]
  readonly environment?: string
  /** "2 heads, 14 revisions" */
  readonly headline: string
  /** False when revisions may exist that are not here. */
  readonly whole: boolean
  readonly lanes: number
  readonly rows: readonly RevisionNote[]
  readonly cycles: readonly (readonly number[])[]
  /** Files of its locations that are no revisions. */
  readonly notLoaded: readonly string[]
  /** id of the finding whose first fix merges the heads. */
  readonly merge?: string
  /** The same graph as lines of text. */
  readonly tree: string
}

export interface Report {
  readonly limbeck: string
  readonly schema: 1
  readonly profile: string
  /** The result line in words, made by the core. */
  readonly headline: string
  /** True only when nothing was found and everything was decided. */
  readonly clean: boolean
  readonly summary: {
    readonly errors: number; readonly warnings: number; readonly infos: number
    readonly files: number; readonly filesWithFindings: number; readonly ignored: number
    readonly modules: { readonly pass: number; readonly fail: number; readonly noModels: number; readonly undecided: number }
    readonly decided: { readonly known: number; readonly total: number }
    /** Findings left out because the baseline has them; absent when there are none. */
    readonly accepted?: number
    /** How many files the change touches that the report is limited to; absent when it is limited to none. */
    readonly changedFiles?: number
  }
  /** Columns of the compliance matrix, in order. */
  readonly requirements: readonly { readonly id: string; readonly title: string; readonly quote: string }[]
  readonly files: readonly FileNote[]
  /** The most important first; what follows from another one stands behind it. */
  readonly findings: readonly Finding[]
  readonly ignored: readonly Finding[]
  /** Notes of the rules that occur in this report, by code. */
  readonly rules: Readonly<Record<string, RuleNote>>
  readonly modules: readonly ModuleVerdict[]
  readonly histories: readonly HistoryNote[]
}

/** Something that is not known, and where that began as far as that has a place. */
export interface Doubt extends Partial<Location> { readonly text: string }

/** How two versions of one thing compare. */
export type Mark = 'same' | 'only-left' | 'only-right' | 'differs' | 'unknown'
/** Whether autogenerate sees a difference; absent where there is none, or none is certain. */
export interface Noticed { readonly notice?: 'seen' | 'not-seen' | 'unsure'; readonly says?: string }

/** A column, a constraint or an index, as each side has it; a side that lacks it is absent. */
export interface SchemaRow extends Noticed {
  /** "column", "foreign key", "index": the word for people. */
  readonly part: string
  /** Of a column, its name; of another part, as far as it has one. */
  readonly name: string
  readonly mark: Mark
  readonly models?: SchemaCell
  readonly migrations?: SchemaCell
  /** In what they differ, in words. */
  readonly differs?: readonly string[]
  readonly why?: Doubt
  /** The table that a foreign key refers to. */
  readonly target?: string
}
export interface SchemaCell extends Partial<Location> { readonly text: string }

export interface SchemaTable extends Noticed {
  readonly name: string
  readonly mark: Mark
  readonly models?: Partial<Location>
  readonly migrations?: Partial<Location>
  readonly why?: Doubt
  readonly rows: readonly SchemaRow[]
}

/** The models of one environment beside the migrations of its history. */
export interface SchemaPair {
  /** Of the history; empty where there are no migrations, too. */
  readonly folder: string
  readonly metadata: readonly string[]
  readonly environment?: string
  readonly at: readonly string[]
  readonly when: 'heads' | 'after' | 'before'
  readonly headline: string
  readonly modelDoubts: readonly Doubt[]
  readonly migrationDoubts: readonly Doubt[]
  readonly tables: readonly SchemaTable[]
}

/** What `limbeck schema --of both --format json` prints. */
export interface SideBySide {
  readonly limbeck: string
  readonly schema: 1
  readonly of: 'both'
  readonly dialect: string
  readonly columns: { readonly models: string; readonly migrations: string }
  readonly dialects: readonly { readonly name: string; readonly title: string }[]
  /** The sign of each mark, and its words. */
  readonly marks: Readonly<Record<Mark, { readonly sign: string; readonly label: string }>>
  readonly pairs: readonly SchemaPair[]
}

/** At the heads, after a revision, or before it; on the first database that the project names, or on another. */
export interface SchemaQuery { readonly at?: string; readonly before?: string; readonly dialect?: string }

export type ProofState = 'proved' | 'remains' | 'new-findings' | 'breaks' | 'does-not-parse' | 'overlaps' | 'stale' | 'none'

/** What `limbeck fix` answers: the edits, and the proof that they were tried on a copy. */
export interface FixReply {
  readonly edits: readonly TextEdit[]
  readonly creates: readonly NewFile[]
  readonly applied: readonly string[]
  readonly refused: readonly { readonly id: string; readonly code: string; readonly reason: string }[]
  readonly proof: { readonly state: ProofState; readonly text: string; readonly new: readonly Finding[] }
}

export type FixSelection =
  | { readonly finding: string; readonly fix: number }
  | { readonly rule: string }
  | { readonly safe: true }
  | { readonly ignore: string; readonly reason: string; readonly scope: 'line' | 'file' }

/** Inline text: runs of prose and code, so that no page ever parses Markdown. */
export type Inline = { readonly text: string; readonly style?: 'code' | 'strong' | 'emphasis'; readonly href?: string }
export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: readonly Inline[] }
  | { readonly kind: 'paragraph'; readonly text: readonly Inline[] }
  | { readonly kind: 'quote'; readonly text: readonly Inline[] }
  | { readonly kind: 'list'; readonly items: readonly (readonly Inline[])[] }
  | { readonly kind: 'code'; readonly language: string; readonly tag: string; readonly text: string }
  | { readonly kind: 'example'; readonly index: number }

/** A file of an example after the fixes of its page; `diff` is unified, against the file it was. A new one has none. */
export interface FixedFile extends NewFile { readonly diff?: string }

export interface Example {
  readonly title: string
  readonly kind: 'bad' | 'good'
  readonly files: readonly NewFile[]
  readonly expected: readonly { readonly path: string; readonly line: number; readonly code: string }[]
  readonly fixed: readonly FixedFile[]
}

export interface CatalogRule extends RuleNote {
  readonly code: string
  readonly severity: Severity
  readonly fix: FixClass | 'none'
  readonly requirement?: string
  readonly family: string
  readonly blocks: readonly Block[]
  readonly examples: readonly Example[]
}

export interface Catalog {
  readonly limbeck: string
  readonly families: readonly { readonly prefix: string; readonly title: string }[]
  readonly requirements: Report['requirements']
  readonly rules: readonly CatalogRule[]
}

/** A literate page (a sample, a rule page) parsed by the core. */
export interface Page {
  readonly title: string
  readonly summary: string
  readonly blocks: readonly Block[]
  readonly examples: readonly Example[]
}

/** Whether a path is worth reading, asked of the core before any byte is read. */
export interface Wanted { readonly keep: boolean; readonly reason?: string }
