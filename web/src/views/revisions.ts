// revisions.ts: every history of migrations: its drawing or its text, the way to merge its heads, and the checklist of the open
// revision. What the rows say, and where they stand, is the core's.

import '../elements/viewport.ts'
import { html, nothing, type TemplateResult } from 'lit/html.js'
import { repeat } from 'lit/directives/repeat.js'
import type { Action, Emit } from '../action.ts'
import type { Finding, HistoryNote, Report, RevisionNote, Severity } from '../checker/report.ts'
import { baseName } from '../project/paths.ts'
import { revisionKey, type RevisionKey, type State } from '../state.ts'
import { severityWord, words } from '../strings.ts'
import { checklist } from './checklist.ts'
import { toggle } from './chip.ts'
import { drawingOf, inSight, kinOf, MANY, ROW, runs, walk, type Drawing, type Line } from './drawing.ts'
import { graph, sign, type Lit } from './graph.ts'
import { severityIcon, verdictIcon } from './icons.ts'
import { progress } from './progress.ts'
import { plain } from './prose.ts'

const w = words.revisions
/** So many histories are shown one below the other; of more, one is chosen. */
const TOGETHER = 3

const keyOf = (history: HistoryNote, row: number): RevisionKey => revisionKey(history.folder, history.rows[row]?.path ?? '')

/** What hangs on a history and on nothing that moves while one looks at it. */
interface Known { readonly findings: ReadonlyMap<string, readonly Finding[]>; readonly rowOf: ReadonlyMap<RevisionKey, number>; readonly runs: readonly (readonly [number, number])[] }
const known = new WeakMap<HistoryNote, { readonly report: Report; readonly value: Known }>()
const drawn = new WeakMap<HistoryNote, { readonly folds: string; readonly drawing: Drawing }>()

function knownOf(history: HistoryNote, report: Report): Known {
  const kept = known.get(history)
  if (kept?.report === report) return kept.value
  const paths = new Set(history.rows.map(note => note.path))
  const findings = new Map<string, Finding[]>()
  for (const finding of report.findings) {
    if (finding.because !== undefined || !paths.has(finding.path)) continue
    const own = findings.get(finding.path)
    if (own) own.push(finding)
    else findings.set(finding.path, [finding])
  }
  const value = { findings, rowOf: new Map(history.rows.map((_, row) => [keyOf(history, row), row])), runs: runs(history.rows, note => !findings.has(note.path)) }
  known.set(history, { report, value })
  return value
}

function drawingFor(history: HistoryNote, { runs: all }: Known, state: State): Drawing {
  const folded = state.graph.folded ? all.filter(([row]) => !state.graph.unfolded.has(keyOf(history, row))) : []
  const folds = folded.join(' ')
  const kept = drawn.get(history)
  if (kept?.folds === folds) return kept.drawing
  const drawing = drawingOf(history, folded)
  drawn.set(history, { folds, drawing })
  return drawing
}

const worst = (findings: readonly Finding[]): Severity => (['error', 'warning', 'info'] as const).find(severity => findings.some(one => one.severity === severity)) ?? 'info'

const list = (findings: readonly Finding[]): Action => ({ t: 'list', findings: findings.map(one => one.id), go: true })

interface Place { readonly history: HistoryNote; readonly about: Known; readonly drawing: Drawing; readonly state: State; readonly emit: Emit; readonly lit: Lit | null; readonly at: number }

function revision(line: Line, index: number, { history, about, drawing, state, emit, lit, at }: Place): TemplateResult | typeof nothing {
  const note = history.rows[line.row]
  if (!note) return nothing
  const key = keyOf(history, line.row)
  const tabindex = index === at ? '0' : '-1'
  const related = lit === null || line.row === lit.row || [line.row, line.last].some(row => lit.kin.older.has(row) || lit.kin.newer.has(row))
  const classes = `${related ? '' : 'is-dim'} ${lit !== null && line.row === lit.row ? 'is-lit' : ''}`
  if (line.last !== line.row) {
    const inside = history.rows.slice(line.row, line.last + 1).some(one => one.path === state.workspace.active)
    return html`<li class="revision ${classes} ${inside ? 'is-current' : ''}" aria-setsize=${drawing.lines.length} aria-posinset=${index + 1} data-key=${key}>
      <button type="button" class="revision-main revision-run" aria-expanded="false" tabindex=${tabindex} @click=${() => emit({ t: 'revision', key, unfold: true })}>${w.run(line.last - line.row + 1)} <span class="quiet">${w.from(history.rows[line.last]?.id ?? '', note.id)}</span></button></li>`
  }
  const findings = about.findings.get(note.path) ?? []
  const current = note.path === state.workspace.active
  return html`<li class="revision ${classes} ${current ? 'is-current' : ''}" aria-setsize=${drawing.lines.length} aria-posinset=${index + 1} data-key=${key}>
    <button type="button" class="revision-main" aria-current=${current ? 'true' : nothing} title=${plain(note.spoken)} tabindex=${tabindex} @click=${() => emit({ t: 'goto', place: note })}>
      <span class="unseen">${plain(note.spoken)}</span><span class="revision-text" aria-hidden="true"><code>${note.id}</code> ${note.labels.map(label => html`<span class="tag">${label}</span> `)}${trouble(note)}<span class="revision-message">${note.message || html`<span class="quiet">${baseName(note.path)}</span>`}</span></span></button>
    ${findings.length === 0 ? nothing : html`<button type="button" class="revision-findings" tabindex=${tabindex} aria-label=${w.findings(findings.length, severityWord[worst(findings)], note.id)} title=${w.findings(findings.length, severityWord[worst(findings)], note.id)}
      @click=${() => emit(list(findings))}>${severityIcon(worst(findings))}${findings.length > 1 ? html`<span class="num">${findings.length}</span>` : nothing}</button>`}
  </li>`
}

/** What a shape alone would not say well enough. */
const trouble = (note: RevisionNote): TemplateResult => html`${note.marks.filter(mark => mark === 'twice' || mark === 'cycle').map(mark => html`<span class="tag tag-broken">${w.marks[mark]}</span> `)}${note.missing.map(id => html`<span class="tag tag-broken">${w.missing} <code>${id}</code></span> `)}`

/** The rows to draw, and the empty heights between them: those in sight, and the one that has the focus wherever it is. */
function rowsToDraw(shown: readonly [number, number], at: number, all: number): readonly (number | { readonly pad: number; readonly before: number })[] {
  const [from, to] = shown
  const rows: (number | { readonly pad: number; readonly before: number })[] = []
  let next = 0
  const add = (line: number): void => {
    if (line > next) rows.push({ pad: line - next, before: line })
    if (line < all) rows.push(line)
    next = line + 1
  }
  if (at >= 0 && at < from) add(at)
  for (let line = from; line < to; line++) add(line)
  if (at >= to && at < all) add(at)
  if (next < all) rows.push({ pad: all - next, before: all })
  return rows
}

function rows(place: Place, shown: readonly [number, number]): TemplateResult {
  const { history, drawing, state, emit, at } = place
  const keyOfTarget = (event: Event): RevisionKey | null => event.target instanceof Element ? event.target.closest<HTMLElement>('.revision')?.dataset['key'] as RevisionKey | undefined ?? null : null
  const press = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.target instanceof Element) || !event.target.classList.contains('revision-main')) return
    const to = walk(history, drawing, at, event.key, event.shiftKey)
    const line = to === undefined ? undefined : drawing.lines[to]
    if (!line) return
    event.preventDefault()
    emit({ t: 'revision', key: keyOf(history, line.row), unfold: false })
  }
  const focus = (event: Event): void => { const key = keyOfTarget(event); if (key !== null) emit({ t: 'graph', patch: { at: key, focused: true } }) }
  const over = (event: Event): void => { const key = keyOfTarget(event); if (key !== state.graph.over) emit({ t: 'graph', patch: { over: key } }) }
  return html`<ol class="revision-list" role="list" aria-label=${w.list(history.folder)} aria-describedby="revision-keys" @keydown=${press} @focusin=${focus} @focusout=${() => emit({ t: 'graph', patch: { focused: false } })}
    @pointerover=${over} @pointerleave=${() => { if (state.graph.over !== null) emit({ t: 'graph', patch: { over: null } }) }}>
    ${repeat(rowsToDraw(shown, at, drawing.lines.length), one => typeof one === 'number' ? keyOf(history, drawing.lines[one]?.row ?? 0) : `pad ${one.before === drawing.lines.length ? 'end' : one.before > at ? 'after' : 'before'}`,
      one => typeof one === 'number' ? revision(drawing.lines[one] ?? { row: 0, last: 0 }, one, place) : html`<li role="none"><limbeck-pad height=${one.pad * ROW}></limbeck-pad></li>`)}
  </ol>`
}

function drawingView(history: HistoryNote, report: Report, state: State, emit: Emit): TemplateResult {
  const about = knownOf(history, report)
  const drawing = drawingFor(history, about, state)
  const { graph: view } = state
  const rowOf = (key: RevisionKey | null): number | undefined => key === null ? undefined : about.rowOf.get(key)
  const active = history.rows.findIndex(note => note.path === state.workspace.active)
  const at = drawing.lineOf[rowOf(view.at) ?? (active >= 0 ? active : 0)] ?? 0
  const looked = rowOf(view.over) ?? (view.focused ? rowOf(view.at) : undefined)
  const lit = looked === undefined ? null : { row: looked, kin: kinOf(history, drawing, looked) }
  const shown = inSight(drawing.lines.length, view.seen.get(history.folder))
  // A width that is not known to any sheet is set as a property: the policy allows no style attribute.
  return html`<div class="graph" data-folder=${history.folder} .style=${`--graph: ${drawing.width}px`}>
    ${graph(history, drawing, shown, lit)}${rows({ history, about, drawing, state, emit, lit, at }, shown)}</div>`
}

const link = (emit: Emit, label: string, action: Action): TemplateResult => html`<button type="button" class="link" @click=${() => emit(action)}>${label}</button>`

function head(history: HistoryNote, report: Report, emit: Emit, index: number): TemplateResult {
  const { environment, merge } = history
  const heads = report.findings.find(one => one.id === merge)
  return html`<header class="history-head">
    <div class="history-title"><h3 id="history-${index}">${history.headline}</h3>
      <p class="quiet"><code>${history.folder || '.'}</code>${environment === undefined ? nothing : html` · ${link(emit, environment.startsWith(`${history.folder}/`) ? environment.slice(history.folder.length + 1) : environment, { t: 'goto', place: { path: environment, range: { start: { line: 0, column: 0 }, end: { line: 0, column: 0 } } } })}`}</p></div>
    ${heads === undefined ? nothing : html`<div class="history-merge"><button type="button" class="button primary" @click=${() => emit({ t: 'review', finding: heads.id, fix: 0 })}>${w.merge}</button>
      ${heads.fixes.length > 1 ? link(emit, w.otherFixes, list([heads])) : nothing}</div>`}
    ${history.whole ? nothing : html`<p class="history-note">${verdictIcon('undecided')} <span>${w.partial}</span></p>`}
    ${history.cycles.map(cycle => html`<p class="history-note"><span>${w.cycle}: ${[...cycle, cycle[0] ?? 0].map((row, i) => {
      const note = history.rows[row]
      return note ? html`${i > 0 ? ' → ' : nothing}<button type="button" class="link" @click=${() => emit({ t: 'goto', place: note })}><code>${note.id}</code></button>` : nothing
    })}</span></p>`)}
  </header>`
}

function foot(history: HistoryNote, drawn: boolean, emit: Emit): TemplateResult {
  const marks = new Set(history.rows.flatMap(note => note.marks))
  if (history.rows.some(note => note.missing.length > 0)) marks.add('missing')
  if (history.rows.some(note => note.edges.some(edge => edge.dependency))) marks.add('dependency')
  const key = (['head', 'base', 'merge', 'dependency', 'missing', 'twice', 'cycle'] as const).filter(mark => marks.has(mark))
  return html`${drawn ? html`<ul class="legend graph-key" aria-label=${words.compliance.legend}>${key.map(mark => html`<li>${sign(mark)} ${w.key[mark]}</li>`)}</ul>` : nothing}
    ${history.notLoaded.length === 0 ? nothing : html`<details class="history-rest"><summary>${w.notLoaded(history.notLoaded.length)}</summary><ul>${history.notLoaded.map(path => html`<li>${link(emit, path, { t: 'activate', path })}</li>`)}</ul></details>`}`
}

/** Tells which pixels of each long drawing are in sight, in steps. */
function measure(event: Event, histories: readonly HistoryNote[], state: State, emit: Emit): void {
  const box = event.currentTarget
  if (!(box instanceof HTMLElement) || box.clientHeight === 0) return
  const { top } = box.getBoundingClientRect()
  const seen = new Map<string, readonly [number, number]>()
  for (const one of box.querySelectorAll<HTMLElement>('.graph')) {
    const above = top - one.getBoundingClientRect().top
    const history = histories.find(note => note.folder === one.dataset['folder'])
    if (!history || history.rows.length <= MANY) continue
    seen.set(history.folder, [above, above + box.clientHeight])
  }
  const before = state.graph.seen
  const same = (a: readonly [number, number], b: readonly [number, number] | undefined): boolean => inSight(Infinity, a).every((at, i) => at === inSight(Infinity, b)[i])
  if (seen.size !== before.size || [...seen].some(([folder, span]) => !before.has(folder) || !same(span, before.get(folder)))) emit({ t: 'graph', patch: { seen } })
}

export function revisions(state: State, emit: Emit): TemplateResult {
  const { report, graph: view } = state
  if (state.workspace.files.size === 0) return html`<p class="pad quiet">${words.tree.empty}</p>`
  if (!report) return progress(state, emit)
  const { histories } = report
  if (histories.length === 0) return html`<p class="pad quiet">${w.none}</p>`
  const many = histories.length > TOGETHER
  const chosen = histories.find(one => one.folder === view.folder) ?? histories[0]
  const shown = many && chosen ? [chosen] : histories
  const foldable = shown.some(history => knownOf(history, report).runs.length > 0)
  return html`
    <div class="chips graph-bar">
      ${many ? html`<label class="select">${w.history} <select @change=${(event: Event) => emit({ t: 'graph', patch: { folder: (event.currentTarget as HTMLSelectElement).value, at: null } })}>
        ${histories.map(history => html`<option value=${history.folder} ?selected=${history === chosen}>${history.folder || '.'}: ${history.headline}</option>`)}</select></label>` : nothing}
      ${toggle(emit, w.tree, view.tree, { t: 'graph', patch: { tree: !view.tree } })}
      ${foldable && !view.tree ? toggle(emit, w.fold, view.folded, { t: 'graph', patch: { folded: !view.folded, unfolded: new Set() } }) : nothing}
      <span class="space"></span>${view.tree ? nothing : html`<span class="quiet graph-above">${w.above}</span>`}
      <span class="unseen" id="revision-keys">${w.keys}</span>
    </div>
    <limbeck-viewport class="histories" @seen=${(event: Event) => measure(event, shown, state, emit)}><div>
      ${shown.map((history, i) => html`<section class="history" aria-labelledby="history-${i}">${head(history, report, emit, i)}
        ${view.tree ? html`<pre class="history-tree" tabindex="0" aria-label=${w.list(history.folder)}>${history.tree}</pre>` : drawingView(history, report, state, emit)}
        ${foot(history, !view.tree, emit)}</section>`)}
    </div></limbeck-viewport>
    ${checklist(state, emit)}`
}
