// annotation.test.ts: what a note says of the places it stands for.

import { describe, expect, test } from 'vitest'
import type { Finding } from '../../../web/src/checker/report.ts'
import { annotation, type NoteView } from '../../../web/src/views/annotation.ts'
import { serialize } from '../../../web/tools/serialize.ts'

const range = { start: { line: 0, column: 3 }, end: { line: 0, column: 9 } }
const places = ['a1', 'b2', 'c3', 'd4', 'e5'].map((id) => ({ path: `versions/${id}.py`, range, text: `the name of \`${id}\`` }))

function shown(more: Partial<Finding>): string {
  const finding: Finding = { id: 'f', code: 'MS605', severity: 'info', path: 'versions/a1.py', range, message: 'names', related: places, fixes: [], ...more }
  const view: NoteView = {
    finding, rule: undefined, open: true, proofs: new Map(), siblings: 1, ignored: false, paused: false, consequences: [], cause: undefined, way: false,
    textOf: () => undefined,
  }
  return serialize(annotation(view))
}

describe('a note about older revisions', () => {
  test('shows three of its places, and the others when somebody asks', () => {
    const [open, folded] = shown({ older: 5 }).split('<details>')
    for (const { path } of places.slice(0, 3)) expect(open).toContain(path)
    for (const { path } of places.slice(3)) {
      expect(open).not.toContain(path)
      expect(folded).toContain(path)
    }
    expect(folded).toContain('and 2 more')
  })

  test('offers no comment, which would silence one of them only', () => {
    expect(shown({ older: 5 })).not.toContain('ignore')
    expect(shown({ older: 1, related: [] })).toContain('ignore')
  })
})

test('another finding shows all its places', () => {
  const all = shown({})
  expect(all).not.toContain('<details>')
  for (const { path } of places) expect(all).toContain(path)
  expect(all).toContain('ignore')
})
