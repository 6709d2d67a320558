// problems.spec.ts: the list of problems: what comes first, what is folded, and what is said before anything was checked.

import type { Page } from '@playwright/test'
import { checked, code, codes, drop, expect, open, problems, row, test } from '../support/page.ts'
import { api, folder, graded, manyModules, models } from '../support/projects.ts'

const group = (page: Page, name: RegExp) => page.getByRole('region', { name })
const all = (page: Page) => page.getByRole('button', { name: 'Show all 12 of MC401' })

async function openGraded(page: Page): Promise<void> {
  await open(page)
  await drop(page, [folder(graded())])
  await expect(page.locator('.workspace-name')).toContainText('shop-project')
  await checked(page)
}

test('errors come first, a long group shows its first few, and notes are one line', async ({ page }) => {
  await openGraded(page)
  expect(await codes(page)).toEqual([...Array<string>(5).fill('MC401'), 'MB111', 'MB111'])
  await expect(page.locator('.verdict')).toContainText('12 errors, 2 warnings and 4 notes')
  await expect(page.locator('.problems-head')).toContainText('7 of 18 shown')
  await expect(group(page, /MC401/)).toContainText('5 of 12 shown')
  await expect(page.getByRole('button', { name: '4 notes' })).toHaveAttribute('aria-expanded', 'false')
  await expect(page.getByRole('tab', { name: 'Problems, 18' })).toBeVisible()
})

test('the rest of a group is one press away, and the focus stays where it is', async ({ page }) => {
  await openGraded(page)
  await all(page).focus()
  await page.keyboard.press('Enter')
  await expect(group(page, /MC401/).getByRole('option')).toHaveCount(12)
  const fewer = page.getByRole('button', { name: 'Show fewer of MC401' })
  await expect(fewer).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(group(page, /MC401/).getByRole('option')).toHaveCount(5)
  await expect(all(page)).toBeFocused()
})

test('a group folds to its heading, which keeps what is looked at', async ({ page }) => {
  await openGraded(page)
  const heading = page.getByRole('button', { name: /Error MC401/ })
  await heading.click()
  await expect(heading).toHaveAttribute('aria-expanded', 'false')
  await expect(heading).toBeFocused()
  await expect(group(page, /MC401/).getByRole('option')).toHaveCount(1)
  await expect(group(page, /MC401/)).toContainText('1 of 12 shown')
  await problems(page).filter({ hasText: 'MB111' }).first().click()
  await expect(group(page, /MC401/).getByRole('option')).toHaveCount(0)
  await heading.click()
  await expect(group(page, /MC401/).getByRole('option')).toHaveCount(5)
})

test('Tab reaches every heading and button of the list, and notes unfold by Enter', async ({ page }) => {
  await openGraded(page)
  await page.getByLabel('Any family').focus()
  const seen: string[] = []
  for (let i = 0; i < 6; i++) {
    await page.keyboard.press('Tab')
    seen.push(await page.evaluate(() => { const at = document.activeElement; return at?.getAttribute('data-list') ?? at?.textContent?.trim().replace(/\s+/g, ' ') ?? '' }))
  }
  expect(seen[0]).toMatch(/^Error MC401 /)
  expect(seen.slice(1, 3)).toEqual(['Show all', 'problems'])
  expect(seen[3]).toMatch(/^Warning MB111 /)
  expect(seen[4]).toBe('4 notes')
  await page.getByRole('button', { name: '4 notes' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: '4 notes' })).toBeFocused()
  await expect(group(page, /MB108/).getByRole('option')).toHaveCount(4)
})

test('the arrows walk over all groups that are shown, and the focus goes with them', async ({ page }) => {
  await openGraded(page)
  await group(page, /MC401/).getByRole('listbox').focus()
  await page.keyboard.press('Home')
  for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowDown')
  await expect(page.locator('.problem.is-current')).toHaveAttribute('data-code', 'MB111')
  await expect(group(page, /MB111/).getByRole('listbox')).toBeFocused()
  await page.keyboard.press('ArrowUp')
  await expect(group(page, /MC401/).getByRole('listbox')).toBeFocused()
})

test('the list mirrors the way from finding to finding into what is folded', async ({ page }) => {
  await openGraded(page)
  await page.keyboard.press('Shift+F8')
  await expect(page.locator('.problem.is-current')).toHaveAttribute('data-code', 'MB108')
  await expect(page.getByRole('region', { name: '4 notes' })).toContainText('1 of 4 shown')
})

test('whoever looks for a note finds it', async ({ page }) => {
  await openGraded(page)
  await page.getByLabel('Filter problems').fill('MB108')
  await expect.poll(() => codes(page)).toEqual(Array<string>(4).fill('MB108'))
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect.poll(() => codes(page)).not.toContain('MB108')
})

test('grouped by file, the list names each file above its findings, the worst first', async ({ page }) => {
  await openGraded(page)
  await page.getByLabel('Group by').selectOption('file')
  await expect(page.locator('.group-title').first()).toHaveText('shop-project/modules/standard/part00/models.py')
  await expect.poll(() => codes(page)).toEqual(['MC401', 'MB111', 'MC401', 'MB111', ...Array<string>(10).fill('MC401')])
  await expect(page.locator('.problem-code').first()).toContainText('MC401')
})

test('the worst finding is opened and in sight after a drop, wherever it is, and the verdict is too', async ({ page }) => {
  await open(page)
  const long = `${models('Item')}${'\n# a line\n'.repeat(200)}\n\nclass Late(Base):\n    __tablename__ = "late"\n\n    id = Column(Integer, primary_key=True)\n    metadata = Column(Integer)\n`
  await drop(page, [folder({
    'limbeck.toml': '[severity]\nMB111 = "warning"\n',
    'modules/standard/first/models.py': `${models('First')}    size = Column(Integer),\n`, 'modules/standard/first/api.py': api('First'),
    'modules/standard/last/models.py': long, 'modules/standard/last/api.py': api('Item', 'Late'),
  })])
  await expect(page.locator('.workspace-name')).toContainText('shop-project')
  await checked(page)
  expect(await codes(page)).toEqual(['MC401', 'MB111'])
  await expect(row(page, 'last/models.py')).toHaveAttribute('aria-selected', 'true')
  await expect(page.locator('.problem.is-current')).toHaveAttribute('data-code', 'MC401')
  await expect(page.locator('.verdict')).toBeInViewport()
  const note = page.locator('.editor-host .note.is-open')
  await expect(note.locator('.note-code')).toHaveText('MC401')
  await expect(note).toBeInViewport()
  await expect(page.locator('.editor-host .mark-error').first()).toBeInViewport()
  // Nobody was moved: the focus is where it was.
  await expect(code(page)).not.toBeFocused()
})

test('until a project was checked for the first time its problems are not counted, and what is done has a name', async ({ page }) => {
  await open(page)
  await page.evaluate(() => {
    const seen = new Set<string>()
    Object.assign(window, { seen })
    const words = (id: string): string => document.getElementById(id)?.innerText.split('\n').join(' ') ?? ''
    new MutationObserver(() => { for (const id of ['panel-tabs', 'panel-body', 'status', 'overlays', 'live']) seen.add(`${id}: ${words(id).slice(0, 60)}`) }).observe(document.body, { subtree: true, childList: true, characterData: true })
  })
  const files = manyModules()
  files['modules/standard/part49/models.py'] += '    metadata = Column(Integer)\n'
  await drop(page, [folder(files)])
  await expect(page.getByRole('tab', { name: 'Problems, 1' })).toBeVisible()
  const seen = await page.evaluate(() => [...(window as unknown as { seen: Set<string> }).seen])
  const of = (id: string): string => seen.filter(one => one.startsWith(`${id}: `)).join('\n')
  expect(of('panel-tabs')).not.toMatch(/Problems 0/)
  expect(of('panel-tabs')).toMatch(/Problems Compliance/)
  expect(of('overlays')).toMatch(/Reading \d+ of 150 files/)
  expect(of('panel-body')).toMatch(/Checking 150 files/)
  expect(of('status')).toMatch(/Checking 150 files/)
  expect(of('live')).toMatch(/Checking 150 files/)
  await expect(page.locator('#live')).toContainText('1 error')
})

for (const [width, height] of [[1280, 720], [900, 900]] as const) test(`without annotations in the code, what is chosen in a long list is told beside it, ${width} pixels wide`, async ({ page }) => {
  await page.setViewportSize({ width, height })
  await openGraded(page)
  await page.locator('#list-mode-link').focus()
  await page.keyboard.press('Enter')
  await all(page).click()
  for (const n of [11, 0]) {
    const chosen = group(page, /MC401/).getByRole('option').nth(n)
    await chosen.click()
    await expect(page.locator('.details .details-place')).toContainText(`part${String(n).padStart(2, '0')}/models.py`)
    await expect(page.locator('.details')).toBeInViewport({ ratio: 0.9 })
    const [row, details] = [await chosen.boundingBox(), await page.locator('.details').boundingBox()]
    expect((row?.y ?? 0) + (row?.height ?? 0)).toBeLessThanOrEqual((details?.y ?? 0) + 1)
  }
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

  test('groups fold under a thumb, and nothing is wider than the screen', async ({ page }) => {
    await openGraded(page)
    await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: /Problems/ }).tap()
    await all(page).tap()
    await expect(group(page, /MC401/).getByRole('option')).toHaveCount(12)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    const small = await page.evaluate(() => [...document.querySelectorAll<HTMLElement>('.group-head button')].filter(button => button.getBoundingClientRect().height < 43.5).length)
    expect(small).toBe(0)
  })
})
