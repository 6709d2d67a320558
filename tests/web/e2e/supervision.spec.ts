// supervision.spec.ts: the page when its checker dies or falls silent.

import { checked, code, codes, expect, open, openNote, statusBar, test, text, typeIn } from '../support/page.ts'
import type { Page, Worker } from '@playwright/test'

const checker = (page: Page): Worker => {
  const found = page.workers().find(worker => /worker-/.test(worker.url()) && !/importer/.test(worker.url()))
  if (!found) throw new Error('no checker is running')
  return found
}
const kill = async (page: Page): Promise<void> => { await checker(page).evaluate(() => { setTimeout(() => { throw new Error('killed by a test') }) }) }

test('a killed worker is replaced, findings come back, and typing goes on', async ({ page, guard }) => {
  guard.allow(/killed by a test/)
  await open(page)
  await kill(page)
  await typeIn(page, 'Control+Home', '# typed while it was dead\n')
  await expect.poll(() => codes(page)).toEqual(['MC401', 'MR201', 'TC302', 'MB102'])
  await checked(page)
  await expect.poll(() => text(page)).toContain('# typed while it was dead')
  await page.keyboard.type('metadata = 1\n')
  await checked(page)
})

test('a worker that falls silent is noticed by the watchdog', async ({ page }) => {
  test.setTimeout(60_000)
  await open(page)
  await checker(page).evaluate(() => { (self as unknown as { onmessage: unknown }).onmessage = () => undefined })
  await typeIn(page, 'Control+Home', '# x\n')
  await expect(statusBar(page)).toContainText('Still checking')
  await page.keyboard.type('# still typing\n')
  await expect.poll(() => text(page)).toContain('# still typing')
  await expect(statusBar(page)).not.toContainText('Still checking', { timeout: 20_000 })
  await checked(page)
  await expect.poll(() => codes(page)).toEqual(['MC401', 'MR201', 'TC302', 'MB102'])
})

test('two failures pause checking; everything else works; resuming checks again', async ({ page, guard }) => {
  guard.allow(/killed by a test/)
  await open(page)
  await kill(page)
  await expect.poll(() => page.workers().length).toBeGreaterThan(0)
  await page.waitForTimeout(500)
  await kill(page)
  await expect(statusBar(page)).toContainText('Checking is paused')
  await typeIn(page, 'Control+Home', '# in safe mode\n')
  await expect.poll(() => text(page)).toContain('# in safe mode')
  await expect(openNote(page)).toContainText('cannot be tried while checking is paused')
  expect(await page.title()).toBe('Limbeck')
  await statusBar(page).getByRole('button', { name: 'Resume' }).click()
  await checked(page)
  await expect(openNote(page)).toContainText('✓')
})

test('a checker that cannot be loaded leaves an editor that works', async ({ page, guard }) => {
  guard.allow(/wasm|Failed to load/i)
  await page.route(/\.wasm$/, route => route.abort())
  await page.goto('/')
  await expect(code(page)).toBeVisible()
  await expect(statusBar(page)).toContainText('The checker could not be loaded')
  await code(page).focus()
  await page.keyboard.type('# works')
  await expect.poll(() => text(page)).toContain('# works')
})
