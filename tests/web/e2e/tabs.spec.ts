// tabs.spec.ts: one workspace in two tabs: one of them writes, the other reads along, and no edit is ever overwritten.

import type { Page } from '@playwright/test'
import { code, expect, open, openNote, test, text, typeIn } from '../support/page.ts'

const typed = (page: Page, what: string): Promise<void> => typeIn(page, 'Control+Home', what)
const saved = (page: Page): Promise<void> => expect(page.locator('.saved')).toHaveText('saved')
const notice = (page: Page) => page.locator('.banner-elsewhere')

async function openStored(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Workspace:/ }).click()
  await page.getByRole('menuitem', { name: /breaks all four/ }).first().click()
}

/** Another tab with the workspace of this one, which has been edited. */
async function second(page: Page): Promise<Page> {
  const other = await page.context().newPage()
  await open(other)
  await openStored(other)
  await expect(notice(other)).toBeVisible()
  return other
}

async function edited(page: Page): Promise<void> {
  await open(page)
  await typed(page, '# first\n')
  await saved(page)
}

test('the second tab reads along, and takes over when asked; nothing that was typed in either is lost', async ({ page }) => {
  await edited(page)
  const other = await second(page)
  await typed(other, '# lost?\n')
  expect(await text(other)).not.toContain('# lost?')
  await typed(page, '# second\n')
  await expect.poll(() => text(other)).toContain('# second\n# first')

  await notice(other).getByRole('button', { name: 'Take over' }).click()
  await expect(notice(other)).toHaveCount(0)
  await expect(notice(page)).toBeVisible()
  await typed(other, '# third\n')
  await expect.poll(() => text(page)).toContain('# third\n# second\n# first')
  await typed(page, '# no\n')
  expect(await text(page)).not.toContain('# no')
  await saved(other)
  await page.close()
  await other.reload()
  await expect(code(other)).toBeVisible()
  await expect.poll(() => text(other)).toContain('# third\n# second\n# first')
  await expect(notice(other)).toHaveCount(0)
})

test('a copy goes its own way', async ({ page }) => {
  await edited(page)
  const other = await second(page)
  await notice(other).getByRole('button', { name: 'Work on a copy' }).click()
  await expect(other.locator('.workspace-name')).toContainText('(copy)')
  await typed(other, '# in the copy\n')
  await typed(page, '# in the original\n')
  await saved(other)
  await saved(page)
  for (const [tab, own, others] of [[page, '# in the original\n# first', '# in the copy'], [other, '# in the copy\n# first', '# in the original']] as const) {
    await tab.reload()
    await expect(code(tab)).toBeVisible()
    await expect.poll(() => text(tab)).toContain(own)
    expect(await text(tab)).not.toContain(others)
    await expect(notice(tab)).toHaveCount(0)
  }
})

test('when the writing tab goes, the other may write by itself', async ({ page }) => {
  await edited(page)
  const other = await second(page)
  await typed(page, '# the last word\n')
  await page.close({ runBeforeUnload: false })
  await expect(notice(other)).toHaveCount(0)
  await typed(other, '# and one more\n')
  await expect.poll(() => text(other)).toContain('# and one more\n# the last word\n# first')
  await saved(other)
  await other.reload()
  await expect(code(other)).toBeVisible()
  await expect.poll(() => text(other)).toContain('# and one more\n# the last word\n# first')
})

test('a duplicated tab, which remembers the same workspace, reads only', async ({ page }) => {
  await edited(page)
  const id = await page.evaluate(() => sessionStorage.getItem('limbeck.workspace'))
  const other = await page.context().newPage()
  await other.addInitScript(own => { if (own !== null && sessionStorage.getItem('limbeck.workspace') === null) sessionStorage.setItem('limbeck.workspace', own) }, id)
  await other.goto('/')
  await expect(notice(other)).toBeVisible()
  await expect.poll(() => text(other)).toContain('# first')
  await typed(page, '# second\n')
  await expect.poll(() => text(other)).toContain('# second\n# first')
})

test('a reload of the writing tab leaves it the writer', async ({ page }) => {
  await edited(page)
  const other = await second(page)
  await typed(page, '# before the reload\n')
  await page.reload()
  await expect(code(page)).toBeVisible()
  await expect.poll(() => text(page)).toContain('# before the reload')
  await page.waitForTimeout(1_500)
  await expect(notice(page)).toHaveCount(0)
  await expect(notice(other)).toBeVisible()
  await typed(page, '# after it\n')
  await expect.poll(() => text(other)).toContain('# after it\n# before the reload')
})

test('a fix in the tab that reads changes nothing, and says where it could', async ({ page }) => {
  await edited(page)
  const other = await second(page)
  await other.locator('#panel-body [role="option"]').filter({ hasText: 'TC302' }).click()
  await expect(openNote(other, 'TC302')).toContainText('✓')
  const before = await text(other)
  const fix = async (): Promise<void> => {
    await openNote(other, 'TC302').getByRole('button', { name: 'Review fix…' }).click()
    await other.getByRole('dialog').getByRole('button', { name: /^Apply/ }).click()
  }
  await fix()
  await expect(other.getByRole('dialog')).toContainText('another tab')
  expect(await text(other)).toBe(before)
  await other.getByRole('dialog').getByRole('button', { name: 'Take over' }).click()
  await expect(notice(page)).toBeVisible()
  await expect(notice(other)).toHaveCount(0)
  await fix()
  await expect.poll(() => text(other)).not.toContain('__table__')
  await expect.poll(() => text(page)).not.toContain('__table__')
})

test('a tab that does not answer loses it, and what it had not saved goes on as a copy', async ({ page }) => {
  await page.addInitScript(() => {
    const Channel = BroadcastChannel
    window.BroadcastChannel = class extends Channel { constructor(name: string) { super(name); Object.assign(window, { channel: this }) } }
  })
  await edited(page)
  const other = await second(page)
  // It hears nothing any more, and can save nothing.
  await page.evaluate(() => {
    Object.assign((window as unknown as { channel: BroadcastChannel }).channel, { onmessage: null })
  })
  await page.workers().find(worker => /keeper/.test(worker.url()))?.evaluate(() => { IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError') } })
  await typed(page, '# unsaved\n')
  await notice(other).getByRole('button', { name: 'Take over' }).click()
  await expect(notice(other)).toHaveCount(0)
  await expect(page.locator('.workspace-name')).toContainText('(copy)')
  await typed(other, '# taken\n')
  await typed(page, '# here\n')
  expect(await text(page)).toContain('# here\n# unsaved\n# first')
  expect(await text(other)).toContain('# taken\n# unsaved\n# first')
  await saved(other)
})

test('what was left in one tab and changed in another is not put back as it was', async ({ page }) => {
  await edited(page)
  await page.getByRole('button', { name: 'Open…' }).click()
  await page.getByRole('menuitem', { name: 'Sample gallery…' }).click()
  await page.getByRole('button', { name: /Two heads/ }).click()
  await expect(page.locator('#banner')).toContainText('go back')
  const other = await page.context().newPage()
  await open(other)
  await openStored(other)
  await expect.poll(() => text(other)).toContain('# first')
  await typed(other, '# meanwhile\n')
  await saved(other)
  await other.close()
  await page.locator('#banner').getByRole('button', { name: 'go back' }).click()
  await expect.poll(() => text(page)).toContain('# meanwhile\n# first')
})
