// storage.spec.ts: what is stored, and what that costs: old workspaces are found again, and a big project lies beside a small one
// without anybody noticing.

import type { Page, Worker } from '@playwright/test'
import { checked, code, expect, open, test, text, typeIn } from '../support/page.ts'
import { models } from '../support/projects.ts'

interface Old { readonly id: string; readonly name: string; readonly files: readonly (readonly [path: string, text: string])[] }

/** Workspaces as version 1 stored them, each in one record. */
async function storeOld(page: Page, all: readonly Old[]): Promise<void> {
  await page.goto('/favicon.svg')
  await page.evaluate(all => new Promise<void>((settle, refuse) => {
    const request = indexedDB.open('limbeck', 1)
    request.onupgradeneeded = () => { request.result.createObjectStore('workspaces', { keyPath: 'id' }) }
    request.onerror = () => refuse(request.error)
    request.onsuccess = () => {
      const transaction = request.result.transaction('workspaces', 'readwrite')
      all.forEach(({ id, name, files }, i) => transaction.objectStore('workspaces').put({
        v: 1, id, name, time: 1_700_000_000_000 + i,
        workspace: {
          id, name, origin: { t: 'folder' }, skipped: [], seen: files.length, tabs: [files[0]?.[0]], active: files[0]?.[0], edited: true,
          files: files.map(([path, text], ver) => ({ path, text, original: text, ver, form: { encoding: 'utf-8', bom: false, eol: '\n', mixed: false } })),
        },
      }))
      transaction.oncomplete = () => { request.result.close(); settle() }
    }
  }), all)
}

const counts = (page: Page): Promise<Record<string, number>> => page.evaluate(async () => {
  const base = await new Promise<IDBDatabase>(settle => { const request = indexedDB.open('limbeck'); request.onsuccess = () => settle(request.result) })
  const found: Record<string, number> = {}
  for (const name of base.objectStoreNames) found[name] = await new Promise<number>(settle => { const request = base.transaction(name).objectStore(name).count(); request.onsuccess = () => settle(request.result) })
  base.close()
  return found
})

async function keeper(page: Page): Promise<Worker> {
  await expect.poll(() => page.workers().some(worker => /keeper/.test(worker.url()))).toBe(true)
  const found = page.workers().find(worker => /keeper/.test(worker.url()))
  if (!found) throw new Error('nobody keeps anything')
  return found
}

const small = (name: string, more = ''): Old => ({ id: `00000000-0000-4000-8000-00000000000${name.length}`, name, files: [['modules/standard/a/models.py', models(name) + more], ['modules/standard/a/api.py', 'def initialize(app_context):\n    pass\n']] })

async function openStored(page: Page, name: RegExp): Promise<void> {
  await page.getByRole('button', { name: /^Workspace:/ }).click()
  await page.getByRole('menuitem', { name }).click()
  await expect(page.locator('.workspace-name')).toHaveText(name)
}

test('workspaces that an older version stored are all there, and are edited and kept as before', async ({ page }) => {
  await storeOld(page, [small('Shop'), small('Store', '\n# of the store\n')])
  await open(page)
  await openStored(page, /^Store/)
  await expect.poll(() => text(page)).toContain('# of the store')
  await typeIn(page, 'Control+Home', '# edited\n')
  await expect(page.locator('.saved')).toHaveText('saved')
  await page.reload()
  await expect(code(page)).toBeVisible()
  await expect.poll(() => text(page)).toMatch(/^# edited\n[^]*# of the store/)
  await openStored(page, /^Shop/)
  await expect.poll(() => text(page)).toContain('class Shop')
  // What is opened is the newest in the list, and so is stored again.
  await page.waitForTimeout(600)
  await expect(page.locator('.saved')).toHaveText('saved')
  // Both had the same second file: it is there once.
  expect(await counts(page)).toEqual({ names: 2, projects: 2, contents: 4, workspaces: 0 })
  await page.getByRole('button', { name: 'nothing is sent' }).click()
  for (const left of [1, 0]) {
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).first().click()
    await expect(page.getByRole('dialog').getByRole('button', { name: 'Delete' })).toHaveCount(left)
  }
  expect(await counts(page)).toEqual({ names: 0, projects: 0, contents: 0, workspaces: 0 })
})

test('typing in a small workspace reads and writes nothing of a big one beside it', async ({ page }) => {
  const files = Array.from({ length: 1_500 }, (_, i) => [`modules/standard/m${i}/models.py`, models(`M${i}`) + `# ${'x'.repeat(4_000)}${i}\n`] as const)
  await storeOld(page, [{ id: '11111111-0000-4000-8000-000000000000', name: 'Big', files }])
  await open(page)
  const worker = await keeper(page)
  await expect.poll(() => counts(page)).toEqual({ names: 1, projects: 1, contents: 1_500, workspaces: 0 })
  await typeIn(page, 'Control+Home', '# first\n')
  await expect(page.locator('.saved')).toHaveText('saved')
  await worker.evaluate(() => {
    const moved = { bytes: 0 }
    Object.assign(self, { moved })
    const size = (value: unknown): number => JSON.stringify(value)?.length ?? 0
    for (const name of ['get', 'getAll'] as const) {
      const read = IDBObjectStore.prototype[name] as (this: IDBObjectStore, ...given: unknown[]) => IDBRequest
      Object.assign(IDBObjectStore.prototype, { [name](this: IDBObjectStore, ...given: unknown[]) {
        const request = read.apply(this, given)
        request.addEventListener('success', () => { moved.bytes += size(request.result) })
        return request
      } })
    }
    const write = IDBObjectStore.prototype.put
    IDBObjectStore.prototype.put = function (this: IDBObjectStore, value: unknown) { moved.bytes += size(value); return write.call(this, value) }
  })
  await page.evaluate(() => {
    const long: number[] = []
    Object.assign(window, { long })
    new PerformanceObserver(list => { for (const entry of list.getEntries()) long.push(entry.duration) }).observe({ type: 'longtask' })
  })
  for (let i = 0; i < 5; i++) {
    await page.keyboard.type(`# ${i}\n`)
    await page.waitForTimeout(600)
  }
  await expect(page.locator('.saved')).toHaveText('saved')
  await checked(page)
  const bytes = await worker.evaluate(() => (self as unknown as { moved: { bytes: number } }).moved.bytes)
  const long = await page.evaluate(() => (window as unknown as { long: number[] }).long)
  console.log(`five saves moved ${bytes} bytes; long tasks: ${long.map(ms => Math.round(ms)).join(' ') || 'none'}`)
  expect(bytes).toBeGreaterThan(0)
  expect(bytes).toBeLessThan(60_000)
  await openStored(page, /^Big/)
  await expect.poll(() => text(page)).toContain('class M0(')
})

test('what was removed in another tab is stored whole again by the tab that still has it', async ({ page }) => {
  await open(page)
  await typeIn(page, 'Control+Home', '# here\n')
  await expect(page.locator('.saved')).toHaveText('saved')
  const other = await page.context().newPage()
  await open(other)
  await other.getByRole('button', { name: 'nothing is sent' }).click()
  await other.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await expect.poll(() => counts(other)).toEqual({ names: 0, projects: 0, contents: 0 })
  await typeIn(page, 'Control+Home', '# still\n')
  await expect(page.locator('.saved')).toHaveText('saved')
  await page.reload()
  await expect(code(page)).toBeVisible()
  await expect.poll(() => text(page)).toContain('# still\n# here')
  expect((await counts(page))['projects']).toBe(1)
})
