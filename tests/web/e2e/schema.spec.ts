// schema.spec.ts: what the models say beside what the migrations build: the marks, the lines behind them, the moment and the
// database, the keyboard, a phone, and both themes.

import { AxeBuilder } from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { checked, code, drop, expect, open, test, typeIn } from '../support/page.ts'
import { folder, twoSchemas } from '../support/projects.ts'

const table = (page: Page, name: string): Locator => page.locator('.schema-table', { has: page.locator('summary h4', { hasText: new RegExp(`^${name}$`) }) })
const row = (page: Page, of: string, name: string): Locator => table(page, of).getByRole('row').filter({ has: page.getByRole('rowheader', { name: new RegExp(`: ?${name}`) }) })
/** The file and the line of the editor's cursor. */
const line = (page: Page): Promise<string> => code(page).evaluate(content => {
  const { state } = (content as unknown as { cmTile: { root: { view: { state: { doc: { lineAt(at: number): { text: string } }; selection: { main: { head: number } } } } } } }).cmTile.root.view
  return state.doc.lineAt(state.selection.main.head).text
})

async function schemas(page: Page, files = twoSchemas()): Promise<void> {
  await open(page)
  await drop(page, [folder(files)])
  await expect(page.locator('.workspace-name')).toContainText('shop-project')
  await checked(page)
  await page.getByRole('tab', { name: 'Schema' }).click()
  await expect(page.locator('.schema-pair h3')).toBeVisible()
}

test('every difference has its mark, and says whether Alembic sees it', async ({ page }) => {
  await schemas(page)
  await expect(page.locator('.schema-pair h3')).toHaveText('4 tables: 3 differ')
  await expect(row(page, 'users', 'id').locator('.sign')).toHaveText(/=.*the same on both sides/)
  await expect(row(page, 'users', 'email').locator('.sign')).toHaveText(/≠.*different/)
  await expect(row(page, 'users', 'email')).toContainText('Alembic will see this')
  await expect(row(page, 'users', 'born').locator('.sign')).toHaveText(/\+.*only in the models/)
  await expect(row(page, 'users', 'born').getByRole('cell').nth(1)).toHaveText('not there')
  await expect(row(page, 'users', 'fax').locator('.sign')).toHaveText(/−.*only in the migrations/)
  await expect(row(page, 'users', 'state')).toContainText('Alembic will not see this: compare_server_default is off')
  await expect(row(page, 'users', 'check').locator('.sign')).toHaveText(/\?.*cannot tell/)
  await expect(row(page, 'users', 'check')).toContainText('whether both texts mean the same cannot be told')
  await expect(table(page, 'plans')).not.toHaveAttribute('open')
  await expect(table(page, 'vendors')).toContainText('Alembic will see this')
})

test('each cell leads to its line, and a foreign key to its table', async ({ page }) => {
  await schemas(page)
  await row(page, 'users', 'email').getByRole('button', { name: /VARCHAR\(120\), .*shop\/models\.py line/ }).click()
  expect(await line(page)).toContain('email = Column(String(120))')
  await row(page, 'users', 'fax').getByRole('button', { name: /versions\/b2_add_fax\.py line/ }).click()
  expect(await line(page)).toContain('op.add_column("users", sa.Column("fax"')
  await row(page, 'orders', 'foreign key').getByRole('button', { name: 'Show table users' }).click()
  await expect(table(page, 'users').locator('summary')).toBeFocused()
})

test('the moment and the database are chosen, and what is alike can be left out', async ({ page }) => {
  await schemas(page)
  await page.getByLabel('When').selectOption({ label: 'b2 add fax' })
  await expect(page.locator('.schema-pair header')).toContainText('after b2')
  await page.getByRole('button', { name: 'Before' }).click()
  await expect(page.locator('.schema-pair header')).toContainText('before b2')
  await expect(row(page, 'users', 'fax')).toHaveCount(0)
  await page.getByLabel('When').selectOption('')
  await expect(row(page, 'users', 'fax')).toBeVisible()
  await page.getByRole('combobox', { name: 'Database' }).selectOption('postgresql')
  await expect(row(page, 'users', 'born')).toContainText('TIMESTAMP WITHOUT TIME ZONE')
  await page.getByRole('button', { name: 'Differences only' }).click()
  await expect(table(page, 'plans')).toHaveCount(0)
  await expect(row(page, 'users', 'id')).toHaveCount(0)
  await expect(row(page, 'users', 'email')).toBeVisible()
})

test('DDL is copied as the command line prints it', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await schemas(page)
  await page.getByRole('button', { name: 'Copy DDL of migrations' }).click()
  await expect(page.locator('#live')).toHaveText(/Copied/)
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('CREATE TABLE users (\n    id INTEGER NOT NULL,')
})

test('what is typed is compared again', async ({ page }) => {
  await schemas(page)
  await row(page, 'users', 'email').getByRole('button', { name: /shop\/models\.py line/ }).click()
  await typeIn(page, 'Control+End', '\n\nclass Late(Base):\n__tablename__ = "late"\nid = Column(Integer, primary_key=True)\n')
  await expect(table(page, 'late')).toBeVisible()
  await expect(page.locator('.schema-pair h3')).toHaveText('5 tables: 4 differ')
})

test('a project without models and migrations says what belongs here', async ({ page }) => {
  await open(page)
  await drop(page, [folder({ 'main.py': 'print(1)\n' })])
  await expect(page.locator('.workspace-name')).toContainText('shop-project')
  await checked(page)
  await page.getByRole('tab', { name: 'Schema' }).click()
  await expect(page.locator('#panel-body')).toContainText('No models and no migrations here')
})

test('the keyboard walks from the tab through the rows', async ({ page }) => {
  await schemas(page)
  await page.getByRole('tab', { name: 'Schema' }).focus()
  await page.keyboard.press('ArrowLeft')
  await expect(page.getByRole('tab', { name: 'Revisions' })).toBeFocused()
  await page.getByRole('tab', { name: 'Schema' }).click()
  await table(page, 'users').locator('summary').focus()
  await page.keyboard.press('Enter')
  await expect(table(page, 'users')).not.toHaveAttribute('open')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  expect(await line(page)).toContain('id = Column(Integer, primary_key=True)')
})

for (const theme of ['light', 'dark'] as const) test.describe(`in the ${theme} theme`, () => {
  test.use({ colorScheme: theme })
  const clean = async (page: Page): Promise<void> => {
    const { violations } = await new AxeBuilder({ page }).include('#panel').analyze()
    expect(violations.map(one => `${one.id}: ${one.nodes.map(node => node.target.join(' ')).join(', ')}`)).toEqual([])
  }
  test('axe finds nothing wrong', async ({ page }) => {
    await schemas(page)
    await clean(page)
    await page.getByLabel('When').selectOption({ label: 'b2 add fax' })
    await expect(page.getByRole('group', { name: 'Side of the revision' })).toBeVisible()
    await clean(page)
  })
  test('a phone shows it without scrolling sideways', async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 740 })
    await open(page)
    await drop(page, [folder(twoSchemas())])
    await expect(page.locator('.workspace-name')).toContainText('shop-project')
    await page.locator('.phone-tab', { hasText: 'Schema' }).click()
    await expect(row(page, 'users', 'email')).toBeVisible()
    for (const width of [360, 320]) {
      await page.setViewportSize({ width, height: 740 })
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
      expect(await page.locator('.schema-scroll').evaluate(box => box.scrollWidth - box.clientWidth)).toBeLessThanOrEqual(0)
    }
    await clean(page)
  })
})
