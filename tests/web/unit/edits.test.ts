// edits.test.ts: edits of the core applied to texts; steps over several files undone and redone; the diff that is shown.

import { describe, expect, test } from 'vitest'
import { turn, type Compound } from '../../../web/src/project/compound.ts'
import { applyChanges, changedLines, OverlappingEdits, planSteps, singleChange, toChanges } from '../../../web/src/project/edits.ts'
import type { TextEdit } from '../../../web/src/checker/report.ts'

const edit = (path: string, from: readonly [number, number], to: readonly [number, number], text: string): TextEdit =>
  ({ path, range: { start: { line: from[0], column: from[1] }, end: { line: to[0], column: to[1] } }, text })
const apply = (text: string, ...edits: TextEdit[]): string => applyChanges(text, toChanges(text, edits))

describe('edits', () => {
  test('are places in lines and UTF-16 columns', () => expect(apply('a = "🧪x"\nb\n', edit('f', [0, 7], [0, 8], 'y'))).toBe('a = "🧪y"\nb\n'))
  test('are applied together, whatever their order', () => expect(apply('one two three\n', edit('f', [0, 8], [0, 13], '3'), edit('f', [0, 0], [0, 3], '1'))).toBe('1 two 3\n'))
  test('may insert at the end of a text without a last line end', () => expect(apply('a', edit('f', [0, 1], [0, 1], '\nb'))).toBe('a\nb'))
  test('may delete whole lines', () => expect(apply('a\nb\nc\n', edit('f', [1, 0], [2, 0], ''))).toBe('a\nc\n'))
  test('two insertions at one place both stay', () => expect(apply('ac', edit('f', [0, 1], [0, 1], 'b'), edit('f', [0, 1], [0, 1], 'B'))).toBe('abBc'))
  test('that overlap are refused as a whole', () => expect(() => apply('abcdef', edit('f', [0, 0], [0, 4], 'x'), edit('f', [0, 2], [0, 5], 'y'))).toThrow(OverlappingEdits))
  test('past the end of a line stop at its end', () => expect(apply('ab\ncd\n', edit('f', [0, 99], [0, 99], '!'))).toBe('ab!\ncd\n'))
})

describe('a plan', () => {
  const texts = new Map([['a.py', 'one\n'], ['b.py', 'two\n']])
  test('covers edited and new files, and leaves out what would not change', () => {
    const steps = planSteps(path => texts.get(path), [edit('a.py', [0, 0], [0, 3], '1'), edit('b.py', [0, 0], [0, 3], 'two')], [{ path: 'new.py', text: 'x\r\n' }])
    expect(steps).toMatchObject([{ path: 'a.py', before: 'one\n', after: '1\n' }, { path: 'new.py', before: null, after: 'x\n' }])
  })
  test('for a file that is not there is refused', () => expect(() => planSteps(() => undefined, [edit('gone.py', [0, 0], [0, 0], 'x')], [])).toThrow(OverlappingEdits))
})

describe('the single change between two texts', () => {
  const pairs = [['abc', 'abXc'], ['aaa', 'aa'], ['', 'x'], ['x', ''], ['same', 'same'], ['🧪', '🧫'], ['a🧪b', 'a🧫b'], ['abab', 'ab']] as const
  for (const [before, after] of pairs) test(`turns ${JSON.stringify(before)} into ${JSON.stringify(after)} and cuts no character in half`, () => {
    const change = singleChange(before, after)
    if (before === after) { expect(change).toBeUndefined(); return }
    if (!change) throw new Error('no change')
    expect(applyChanges(before, [change])).toBe(after)
    expect(change.insert).toBe(new TextDecoder().decode(new TextEncoder().encode(change.insert)))
  })
})

describe('a step over several files', () => {
  const done: Compound = { id: 1, label: 'fix', done: true, steps: [{ path: 'a', before: 'a0', after: 'a1' }, { path: 'b', before: 'b0', after: 'b1' }, { path: 'made', before: null, after: 'm' }] }
  const world = new Map([['a', 'a1'], ['b', 'b1'], ['made', 'm']])
  test('is undone as one, and the file it made goes', () => {
    const outcome = turn(done, path => world.get(path))
    expect(outcome.put).toEqual([{ path: 'a', text: 'a0' }, { path: 'b', text: 'b0' }, { path: 'made', text: null }])
    expect(outcome.left).toEqual([])
    expect(outcome.compound.done).toBe(false)
  })
  test('leaves a file alone that was edited since, and names it', () => {
    const outcome = turn(done, path => path === 'b' ? 'b1 and more' : world.get(path))
    expect(outcome.left).toEqual(['b'])
    expect(outcome.put.map(one => one.path)).toEqual(['a', 'made'])
  })
  test('does not touch a file that the editor has already turned back', () => {
    expect(turn(done, path => path === 'a' ? 'a0' : world.get(path)).put.map(one => one.path)).toEqual(['b', 'made'])
  })
  test('comes back by a redo', () => {
    const undone: Compound = { ...done, done: false }
    const outcome = turn(undone, path => ({ a: 'a0', b: 'b0' })[path])
    expect(outcome.put).toEqual([{ path: 'a', text: 'a1' }, { path: 'b', text: 'b1' }, { path: 'made', text: 'm' }])
  })
})

describe('the lines that change', () => {
  const lines = (text: string, ...edits: TextEdit[]): string =>
    planSteps(() => text, edits, []).flatMap(changedLines).map(line => line === null ? '…' : line.sign + line.text).join('|')
  test('are removed ones before added ones', () => expect(lines('a\nb\nc', edit('f', [1, 0], [1, 1], 'B'))).toBe('-b|+B'))
  test('have a gap where two stretches do not touch', () => {
    const ends = [edit('f', [0, 0], [0, 1], 'A'), edit('f', [5, 0], [5, 1], 'F')]
    expect(lines('a\nb\nc\nd\ne\nf', ...ends)).toBe('-a|+A|…|-f|+F')
    expect(lines('a\nb', edit('f', [0, 0], [0, 1], 'A'), edit('f', [1, 0], [1, 1], 'B'))).toBe('-a|+A|-b|+B')
  })
  test('leave out what stays around them', () => {
    expect(lines('a\nb\nc\n', edit('f', [1, 0], [1, 0], 'new\n'))).toBe('+new')
    expect(lines('a\nb\nc\n', edit('f', [1, 0], [2, 0], ''))).toBe('-b')
    expect(lines('a\nb\nc\n', edit('f', [0, 0], [3, 0], 'a\nB\nc\n'))).toBe('-b|+B')
    expect(lines('a', edit('f', [0, 1], [0, 1], '\nb\n'))).toBe('+b|+')
    expect(lines('\na', edit('f', [0, 0], [0, 0], 'new\n'))).toBe('+new')
  })
  test('of one line that is edited twice are told once', () => expect(lines('a b\n', edit('f', [0, 0], [0, 1], 'A'), edit('f', [0, 2], [0, 3], 'B'))).toBe('-a b|+A B'))
  test('of a new file are all of its own', () => expect(planSteps(() => undefined, [], [{ path: 'n.py', text: 'x\ny\n' }]).flatMap(changedLines)).toEqual([{ sign: '+', text: 'x' }, { sign: '+', text: 'y' }]))
})
