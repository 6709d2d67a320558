// drawing.ts: a history in pixels: where each row stands, how each line runs, and where the arrows lead. Rows and lanes are the
// core's; no element and no word is made here.

import type { HistoryNote, RevisionNote } from '../checker/report.ts'

/** Height of a row, radius of a node, and the room on either side of the lanes. */
export const ROW = 44
export const NODE = 6
const LEFT = 24
const RIGHT = 20
/** More lines than this are drawn only where they are in sight. */
export const MANY = 400
const AROUND = 10
const STEP = 8
/** What is drawn before anything has been measured, which is before anything is painted. */
const FIRST = 24
/** A run of fewer rows is not worth folding. */
const RUN = 4

/** One line of the drawing: a revision, or a straight run of them folded into one. */
export interface Line { readonly row: number; readonly last: number }

export interface Edge {
  readonly from: number
  readonly to: number
  readonly kind: 'parent' | 'dependency' | 'cycle'
  readonly lane: number
  readonly path: string
  /** The lines it touches. */
  readonly top: number
  readonly bottom: number
}

export interface Drawing {
  readonly lines: readonly Line[]
  /** The line of each row. */
  readonly lineOf: readonly number[]
  readonly children: readonly (readonly number[])[]
  readonly edges: readonly Edge[]
  readonly pitch: number
  readonly width: number
  readonly height: number
}

/** Many lanes stand closer together. */
const pitchOf = (lanes: number): number => lanes <= 5 ? 24 : lanes <= 10 ? 16 : 12

export const x = (drawing: { readonly pitch: number }, lane: number): number => LEFT + lane * drawing.pitch
export const y = (line: number): number => line * ROW + ROW / 2

/** Rows that lead into each row, newest first. */
function childrenOf(rows: readonly RevisionNote[]): number[][] {
  const children: number[][] = rows.map(() => [])
  rows.forEach((note, row) => { for (const edge of note.edges) children[edge.row]?.push(row) })
  return children
}

/** Runs of rows of which there is nothing to say but that one follows the other, as first and last row. */
export function runs(rows: readonly RevisionNote[], plain: (note: RevisionNote) => boolean): readonly (readonly [number, number])[] {
  const children = childrenOf(rows)
  const simple = (row: number): boolean => {
    const note = rows[row]
    const [edge, ...more] = note?.edges ?? []
    return note !== undefined && edge !== undefined && more.length === 0 && edge.row === row + 1 && edge.lane === note.lane && !edge.dependency
      && note.marks.length === 0 && note.labels.length === 0 && note.missing.length === 0 && plain(note)
      && children[row]?.length === 1 && rows[row - 1]?.lane === note.lane && children[row]?.[0] === row - 1
  }
  const found: (readonly [number, number])[] = []
  for (let row = 0; row < rows.length; row++) {
    if (!simple(row)) continue
    let last = row
    while (simple(last + 1)) last++
    if (last - row + 1 >= RUN) found.push([row, last])
    row = last
  }
  return found
}

const arc = (radius: number, sweep: boolean, toX: number, toY: number): string => `A${radius} ${radius} 0 0 ${sweep ? 1 : 0} ${toX} ${toY}`

/** Out of a node to the side, down its lane, and into the side of the older one. */
function downwards(fromX: number, fromY: number, laneX: number, toX: number, toY: number, radius: number): string {
  let path = `M${fromX} ${fromY}`
  if (laneX !== fromX) path += laneX > fromX ? `H${laneX - radius}${arc(radius, true, laneX, fromY + radius)}` : `H${laneX + radius}${arc(radius, false, laneX, fromY + radius)}`
  if (laneX === toX) return `${path}V${toY}`
  path += `V${toY - radius}`
  return path + (toX > laneX ? `${arc(radius, false, laneX + radius, toY)}H${toX}` : `${arc(radius, true, laneX - radius, toY)}H${toX}`)
}

/** Back up: a loop to the left of both, halfway to the next lane. A revision that follows itself has a small one of its own. */
function upwards(fromX: number, fromY: number, toX: number, toY: number, radius: number): string {
  const side = Math.min(fromX, toX) - radius
  if (fromY === toY) return `M${fromX} ${fromY}${arc(radius / 2, true, side, fromY)}${arc(radius / 2, true, fromX, fromY)}`
  return `M${fromX} ${fromY}H${side + radius}${arc(radius, true, side, fromY - radius)}V${toY + radius}${arc(radius, true, side + radius, toY)}H${toX}`
}

/** A dashed end below a node: straight down where no other line is, else beside it. */
export function stub(drawing: Drawing, history: HistoryNote, row: number): string {
  const note = history.rows[row]
  const at = x(drawing, note?.lane ?? 0), from = y(drawing.lineOf[row] ?? 0)
  if ((note?.edges.length ?? 0) === 0) return `M${at} ${from}V${from + 20}M${at - 4} ${from + 20}H${at + 4}`
  const radius = drawing.pitch / 2
  return `M${at} ${from}${arc(radius, true, at + radius, from + radius)}V${from + 20}M${at + radius - 4} ${from + 20}H${at + radius + 4}`
}

export function drawingOf(history: HistoryNote, folded: readonly (readonly [number, number])[] = []): Drawing {
  const { rows } = history
  const pitch = pitchOf(history.lanes)
  const lines: Line[] = []
  const lineOf: number[] = []
  const starts = new Map(folded)
  for (let row = 0; row < rows.length; row++) {
    const last = starts.get(row) ?? row
    for (let inside = row; inside <= last; inside++) lineOf.push(lines.length)
    lines.push({ row, last })
    row = last
  }
  const radius = Math.min(12, pitch / 2)
  const edges: Edge[] = []
  rows.forEach((note, from) => {
    for (const edge of note.edges) {
      const top = lineOf[from] ?? 0, bottom = lineOf[edge.row] ?? 0
      if (top === bottom && edge.row !== from) continue // inside a folded run
      const fromX = x({ pitch }, note.lane), toX = x({ pitch }, rows[edge.row]?.lane ?? 0)
      const cycle = edge.row <= from
      edges.push({
        from, to: edge.row, kind: cycle ? 'cycle' : edge.dependency ? 'dependency' : 'parent', lane: edge.lane,
        top: Math.min(top, bottom), bottom: Math.max(top, bottom),
        path: cycle ? upwards(fromX, y(top), toX, y(bottom), radius) : downwards(fromX, y(top), x({ pitch }, edge.lane), toX, y(bottom), radius),
      })
    }
  })
  return { lines, lineOf, children: childrenOf(rows), edges, pitch, width: LEFT + RIGHT + (Math.max(1, history.lanes) - 1) * pitch, height: lines.length * ROW }
}

/** The lines to draw, `from` included and `to` not, given the pixels in sight; in steps, so that not every scroll draws anew. */
export function inSight(lines: number, seen: readonly [number, number] | undefined): readonly [number, number] {
  if (lines <= MANY) return [0, lines]
  const [top, bottom] = seen ?? [0, FIRST * ROW]
  const first = Math.floor(top / ROW / STEP) * STEP - AROUND
  const last = Math.ceil(bottom / ROW / STEP) * STEP + AROUND
  const from = Math.min(Math.max(0, first), Math.max(0, lines - 2 * AROUND))
  return [from, Math.min(lines, Math.max(last, from + 2 * AROUND))]
}

export interface Kin { readonly older: ReadonlySet<number>; readonly newer: ReadonlySet<number> }

/** What a revision comes after, and what comes after it, along the lines of the drawing. */
export function kinOf(history: HistoryNote, drawing: Drawing, row: number): Kin {
  const reach = (next: (at: number) => readonly number[]): Set<number> => {
    const found = new Set<number>()
    const left = [...next(row)]
    for (let at = left.pop(); at !== undefined; at = left.pop()) {
      if (found.has(at)) continue
      found.add(at)
      left.push(...next(at))
    }
    found.delete(row)
    return found
  }
  return { older: reach(at => (history.rows[at]?.edges ?? []).map(edge => edge.row)), newer: reach(at => drawing.children[at] ?? []) }
}

/** Whether a line of the drawing is on the way from, or to, the revision in question. */
export const between = (kin: Kin, row: number, edge: Edge): boolean =>
  (kin.older.has(edge.to) && (edge.from === row || kin.older.has(edge.from))) || (kin.newer.has(edge.from) && (edge.to === row || kin.newer.has(edge.to)))

const PAGE = 10

/** The line that a key leads to; undefined when the key is not for the drawing. As in a tree, left is the parent. */
export function walk(history: HistoryNote, drawing: Drawing, line: number, key: string, other: boolean): number | undefined {
  const end = drawing.lines.length - 1
  const here = drawing.lines[line]
  if (!here) return undefined
  const pick = (rows: readonly number[]): number => { const row = other ? rows.at(-1) : rows[0]; return row === undefined ? line : drawing.lineOf[row] ?? line }
  switch (key) {
    case 'ArrowDown': return Math.min(end, line + 1)
    case 'ArrowUp': return Math.max(0, line - 1)
    case 'PageDown': return Math.min(end, line + PAGE)
    case 'PageUp': return Math.max(0, line - PAGE)
    case 'Home': return 0
    case 'End': return end
    case 'ArrowLeft': return pick((history.rows[here.last]?.edges ?? []).map(edge => edge.row))
    case 'ArrowRight': return pick(drawing.children[here.row] ?? [])
    default: break
  }
  if (key.length !== 1 || !/\S/.test(key)) return undefined
  const letter = key.toLowerCase()
  const starts = ({ row }: Line): boolean => {
    const note = history.rows[row]
    return note !== undefined && (note.id.toLowerCase().startsWith(letter) || note.message.toLowerCase().startsWith(letter))
  }
  const after = drawing.lines.findIndex((one, i) => i > line && starts(one))
  const found = after >= 0 ? after : drawing.lines.findIndex(starts)
  return found >= 0 ? found : undefined
}
