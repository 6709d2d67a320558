// records.test.ts: how a workspace lies in the database. Every content is there once, and as long as somebody uses it.

import { expect, test } from 'vitest'
import { PLAIN } from '../../../web/src/project/plain.ts'
import { fileRow, filesOf, isOldRow, keysOf, moreUses, type Content } from '../../../web/src/project/records.ts'
import type { WorkspaceFile } from '../../../web/src/project/workspace.ts'

const hash = (content: Content): Promise<string> => Promise.resolve(typeof content === 'string' ? `t${content}` : `b${[...content].join()}`)
const file = (path: string, text: string, original: string | null, more: Partial<WorkspaceFile> = {}): WorkspaceFile => ({ path, text, original, form: PLAIN, ver: 7, ...more })

test('a file comes back as it was, and what it says is kept once', async () => {
  const files = [file('a.py', 'x', 'x'), file('b.py', 'y', 'x'), file('c.py', '', null, { opaque: 'too big' }), file('d.py', '?', '?', { bytes: Uint8Array.of(255) })]
  const contents = new Map<string, Content>()
  const rows = []
  for (const one of files) rows.push(await fileRow(one, hash, contents))
  expect([...contents.keys()].sort()).toEqual(['b255', 't', 't?', 'tx', 'ty'])
  expect(filesOf(rows, contents)).toEqual(files.map(({ ver: _, ...rest }) => rest))
  expect(keysOf(rows).filter(key => key === 'tx')).toHaveLength(3)
  contents.delete('ty')
  expect(filesOf(rows, contents).map(one => one.path)).toEqual(['a.py', 'c.py', 'd.py'])
})

test('of what is used as often as before nothing is written', async () => {
  const contents = new Map<string, Content>()
  const old = [await fileRow(file('a.py', 'x', 'x'), hash, contents), await fileRow(file('b.py', 'y', 'y'), hash, contents)]
  const now = [await fileRow(file('a.py', 'z', 'x'), hash, contents), await fileRow(file('b.py', 'y', 'y'), hash, contents)]
  expect([...moreUses(old, now)].sort()).toEqual([['tx', -1], ['tz', 1]])
  expect([...moreUses(old, [])]).toEqual([['tx', -2], ['ty', -2]])
  expect(moreUses(now, now).size).toBe(0)
})

test('only a whole record of version 1 is taken for one', () => {
  expect(isOldRow({ v: 1, id: 'a', time: 1, workspace: { files: [] } })).toBe(true)
  for (const row of [null, 1, {}, { v: 2, workspace: { files: [] } }, { v: 1 }, { v: 1, workspace: null }, { v: 1, workspace: { files: {} } }]) expect(isOldRow(row)).toBe(false)
})
