// mapping.test.ts: findings inside the editor move with the text between two checks.

import { EditorState } from '@codemirror/state'
import { describe, expect, test } from 'vitest'
import type { Finding } from '../../../web/src/checker/report.ts'
import { findingAt, findingsField, findingsOnLine, setFindings, setSource } from '../../../web/src/editor/findings.ts'
import { highlightLines } from '../../../web/src/editor/highlight.ts'
import type { NoteSource } from '../../../web/src/editor/widgets.ts'

const finding = (id: string, line: number, from: number, to: number): Finding => ({
  id, code: 'TC302', severity: 'error', path: 'a.py', message: 'm', related: [], fixes: [], range: { start: { line, column: from }, end: { line, column: to } },
})
const source = (open: readonly string[] = [], mode: NoteSource['mode'] = 'line'): NoteSource => ({
  mode, isOpen: id => open.includes(id), isIgnored: () => false, stamp: () => '',
  view: one => ({ finding: one, rule: undefined, open: open.includes(one.id), proofs: new Map(), siblings: 1, ignored: false, paused: false, consequences: [], cause: undefined, way: false, textOf: () => undefined }),
})
const field = findingsField(source())
const start = (doc: string, ...findings: Finding[]): EditorState =>
  EditorState.create({ doc, extensions: [field] }).update({ effects: setFindings.of({ findings, fixed: new Map() }) }).state
const places = (state: EditorState): (readonly [number, number])[] => state.field(field).items.map(item => [item.from, item.to] as const)

describe('an underline', () => {
  test('stands where the core says, in UTF-16 columns', () => expect(places(start('x\n"🧪" y\n', finding('f', 1, 5, 6)))).toEqual([[7, 8]]))
  test('moves down when a line is put above it', () => {
    const state = start('one\ntwo\n', finding('f', 1, 0, 3)).update({ changes: { from: 0, insert: 'zero\n' } }).state
    expect(places(state)).toEqual([[9, 12]])
  })
  test('does not grow when somebody types at its edges', () => {
    const state = start('abc', finding('f', 0, 1, 2)).update({ changes: [{ from: 1, insert: 'X' }, { from: 2, insert: 'Y' }] }).state
    expect(places(state)).toEqual([[2, 3]])
  })
  test('of deleted text closes up instead of turning around', () => {
    const [place] = places(start('abcdef', finding('f', 0, 2, 4)).update({ changes: { from: 1, to: 5 } }).state)
    expect(place?.[0]).toBe(place?.[1])
  })
  test('past the end of a shorter text stops at the end', () => expect(places(start('ab', finding('f', 7, 3, 9)))).toEqual([[2, 2]]))
})

describe('an annotation', () => {
  test('that was open leaves one line when its finding is gone, until the next keystroke', () => {
    let state = start('abc\n', finding('f', 0, 0, 3)).update({ effects: setSource.of(source(['f'])) }).state
    state = state.update({ effects: setFindings.of({ findings: [], fixed: new Map() }) }).state
    expect(state.field(field).ghosts).toHaveLength(1)
    state = state.update({ changes: { from: 0, insert: 'x' }, userEvent: 'input.type' }).state
    expect(state.field(field).ghosts).toHaveLength(0)
  })
  test('that was folded leaves nothing', () => {
    const state = start('abc\n', finding('f', 0, 0, 3)).update({ effects: setFindings.of({ findings: [], fixed: new Map() }) }).state
    expect(state.field(field).ghosts).toHaveLength(0)
  })
  test('of a fixed finding carries the step that can undo it', () => {
    const state = start('abc\n', finding('f', 0, 0, 3)).update({ effects: setFindings.of({ findings: [], fixed: new Map([['f', 42]]) }) }).state
    expect(state.field(field).ghosts[0]?.compound).toBe(42)
  })
  test('beyond the third of one line is folded into a count', () => {
    const state = start('abcdef\n', ...[0, 1, 2, 3, 4].map(i => finding(`f${i}`, 0, i, i + 1)))
    expect(state.field(field).notes.size).toBe(3)
  })
  test('is not drawn in list mode, while the underline is', () => {
    const state = start('abc\n', finding('f', 0, 0, 3)).update({ effects: setSource.of(source([], 'off')) }).state
    expect([state.field(field).notes.size, state.field(field).marks.size]).toEqual([0, 1])
  })
  test('about the whole file stands above the first line', () => {
    const places: number[] = []
    start('abc\n', finding('f', 0, 0, 0)).field(field).notes.between(0, 4, (from, _to, value) => { places.push(from, value.startSide) })
    expect(places[0]).toBe(0)
    expect(places[1]).toBeLessThan(0)
  })
})

describe('the cursor', () => {
  test('finds the narrowest finding it is in', () => expect(findingAt(start('abcdef', finding('wide', 0, 0, 6), finding('narrow', 0, 2, 4)), field, 3)?.finding.id).toBe('narrow'))
  test('finds those that begin on its line', () => expect(findingsOnLine(start('ab\ncd', finding('one', 0, 0, 1), finding('two', 1, 0, 1)), field, 4).map(item => item.finding.id)).toEqual(['two']))
})

test('the first sight of the code has the same text as the file', () => {
  const text = 'def f(x):\n    """Doc\n    string."""\n    return "🧪" + str(1)  # why\n'
  expect(highlightLines(text).map(line => line.map(token => token.text).join('')).join('\n')).toBe(text)
})
