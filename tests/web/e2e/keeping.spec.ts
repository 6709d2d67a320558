// keeping.spec.ts: nothing typed is lost: reloads, other workspaces, blocked storage.

import { code, expect, inWorker, open, test, text, typeIn } from '../support/page.ts'

const type = async (page: Parameters<typeof open>[0], what: string): Promise<void> => {
  await typeIn(page, 'Control+Home', what)
}

test('a reload right after a keystroke keeps it', async ({ page }) => {
  await open(page)
  await type(page, '# the last word\n')
  await page.reload()
  await expect(code(page)).toBeVisible()
  await expect.poll(() => text(page)).toContain('# the last word')
})

test('the work before is found under the name of the workspace', async ({ page }) => {
  await open(page)
  await type(page, '# first work\n')
  await expect(page.locator('.saved')).toHaveText('saved')
  await page.getByRole('button', { name: /^Workspace:/ }).click()
  await page.getByRole('menuitem', { name: 'New workspace' }).click()
  await expect(page.locator('.empty')).toBeVisible()
  await page.getByRole('button', { name: /^Workspace:/ }).click()
  await page.getByRole('menuitem', { name: /breaks all four/ }).click()
  await expect.poll(() => text(page)).toContain('# first work')
})

test('an unedited sample leaves nothing behind', async ({ page }) => {
  await open(page)
  await page.waitForTimeout(600)
  await page.getByRole('button', { name: 'nothing is sent' }).click()
  await expect(page.getByRole('dialog', { name: 'Privacy' })).toContainText('No workspace is stored.')
})

test('without storage the page works and says once that nothing is kept', async ({ page }) => {
  await inWorker(page, 'keeper', "IDBFactory.prototype.open = () => { throw new DOMException('blocked', 'SecurityError') }")
  await open(page)
  await type(page, '# unsaved\n')
  await expect(page.locator('#banner')).toContainText('Not saved in this browser')
  await expect(page.locator('#banner').getByRole('button', { name: 'Download zip' })).toBeVisible()
  await expect.poll(() => text(page)).toContain('# unsaved')
})

test('forgetting everything empties what was stored', async ({ page }) => {
  await open(page)
  await type(page, '# secret\n')
  await expect(page.locator('.saved')).toHaveText('saved')
  await page.getByRole('button', { name: 'nothing is sent' }).click()
  await page.getByRole('button', { name: 'Forget everything' }).click()
  await expect(page.getByRole('dialog')).toContainText('was removed')
  expect(await page.evaluate(async () => (await indexedDB.databases()).filter(one => one.name === 'limbeck').length)).toBe(0)
})

test('the chosen theme is there at the next visit, before anything is painted', async ({ page }) => {
  await open(page)
  await page.getByRole('button', { name: 'Theme', exact: true }).click()
  await page.getByRole('menuitemradio', { name: 'Dark theme' }).click()
  await page.reload({ waitUntil: 'commit' })
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  // The attribute stands there at once; the styles that it chooses among may still be on their way.
  const background = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor + getComputedStyle(document.documentElement).backgroundColor)
  await expect.poll(background).toContain('23, 22, 20')
})

test('files are made, renamed, deleted and brought back', async ({ page }) => {
  await open(page)
  await page.getByRole('button', { name: /^Actions for/ }).click()
  await page.getByRole('menuitem', { name: 'Rename…' }).click()
  await page.getByLabel('New path').fill('modules/standard/billing/service.py')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('treeitem', { name: /service\.py/ })).toBeVisible()
  await page.getByRole('treeitem', { name: /service\.py/ }).focus()
  await page.keyboard.press('Delete')
  await expect(page.getByRole('treeitem', { name: /service\.py/ })).toHaveCount(0)
  await page.locator('#banner').getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('treeitem', { name: /service\.py/ })).toBeVisible()
})
