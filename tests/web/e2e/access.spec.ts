// access.spec.ts: axe on every view in both themes, the keyboard alone, and small screens.

import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { checked, code, codes, drop, expect, open, openNote, openRevisions, paste, problems, test, text } from '../support/page.ts'
import { folder, graded, models } from '../support/projects.ts'

const views: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  'the first view': async () => undefined,
  'the compliance matrix': async page => { await page.getByRole('tab', { name: 'Compliance' }).click(); await page.locator('.cell').first().click() },
  'the revision graph': async page => { await openRevisions(page); await page.locator('.revision-main').nth(1).focus() },
  'the revision graph as text': async page => { await openRevisions(page); await page.getByRole('button', { name: 'Text tree' }).click(); await expect(page.locator('.history-tree')).toBeVisible() },
  'the rules': async page => { await page.locator('.editor-host .note.is-open .note-code').click(); await expect(page.locator('.drawer .rule-title')).toBeVisible() },
  'the sample gallery': async page => { await page.getByRole('button', { name: 'Samples' }).click(); await expect(page.locator('.card').first()).toBeVisible() },
  'the paste dialog': async page => { await page.getByRole('button', { name: 'Open…' }).click(); await page.getByRole('menuitem', { name: 'Paste code…' }).click() },
  'the open menu': async page => { await page.getByRole('button', { name: 'Open…' }).click() },
  'the palette': async page => { await page.keyboard.press('Control+k'); await expect(page.locator('.palette-item').first()).toBeVisible() },
  'the review of fixes': async page => { await page.keyboard.press('Alt+Shift+F'); await expect(page.locator('.review-file').first()).toBeVisible() },
  'the ignore dialog': async page => { await openNote(page).getByRole('button', { name: 'Ignore…' }).click() },
  'the privacy panel': async page => { await page.getByRole('button', { name: 'nothing is sent' }).click() },
  'the table of keys': async page => { await page.keyboard.press('F1') },
  'list mode': async page => { await page.locator('#list-mode-link').focus(); await page.keyboard.press('Enter'); await expect(page.locator('.details .note')).toBeVisible() },
  'groups, all unfolded': async page => {
    await drop(page, [folder(graded())])
    await expect(page.locator('.workspace-name')).toContainText('shop-project')
    await checked(page)
    await page.getByRole('button', { name: 'Show all 12 of MC401' }).click()
    await page.getByRole('button', { name: '4 notes' }).click()
    await expect(page.getByRole('listbox')).toHaveCount(3)
  },
  'a project that waits for its first check': async page => {
    await page.route(/\.wasm$/, () => undefined)
    await page.reload()
    await paste(page, 'modules/standard/shop/models.py', models('Item'))
    await expect(page.locator('#panel-body progress')).toBeVisible()
  },
  'an empty workspace': async page => { await page.getByRole('button', { name: 'Open…' }).click(); await page.getByRole('menuitem', { name: 'New workspace' }).click(); await expect(page.locator('.empty')).toBeVisible() },
  'a clean project': async page => { await page.goto('/#sample/everything-passes'); await page.reload(); await checked(page) },
}

for (const theme of ['light', 'dark'] as const) for (const [name, go] of Object.entries(views)) {
  test(`axe finds nothing wrong with ${name} in the ${theme} theme`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    await open(page)
    await go(page)
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(one => `${one.id}: ${one.nodes.map(node => node.target.join(' ')).join(', ')}`)).toEqual([])
  })
}

test('the whole task, open a sample, fix it, export it, needs no mouse', async ({ page }) => {
  await open(page)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('breaks all four')
  await page.keyboard.press('Enter')
  await checked(page)
  const current = async (): Promise<string> => (await page.locator('.problem.is-current').allTextContents()).join()
  for (let i = 0; i < 6; i++) {
    const before = await current()
    await page.keyboard.press('F8')
    await expect.poll(current).not.toBe(before)
    if ((await current()).includes('MR201')) break
  }
  await expect(openNote(page, 'MR201')).toBeVisible()
  await page.keyboard.press('Control+.')
  await expect(page.locator('.editor-host button:focus')).toHaveText(/Apply fix|Review fix…/)
  await page.keyboard.press('Enter')
  await expect.poll(() => codes(page)).not.toContain('MR201')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('export')
  await page.keyboard.press('Enter')
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Zip of changed files' }).focus()
  await page.keyboard.press('Enter')
  expect((await download).suggestedFilename()).toMatch(/\.zip$/)
})

test('F6 walks the regions and comes around', async ({ page }) => {
  await open(page)
  await page.locator('.brand').click()
  const where = (): Promise<string> => page.evaluate(() => document.activeElement?.closest('[data-region]')?.id ?? '')
  const seen: string[] = []
  for (let i = 0; i < 6; i++) { await page.keyboard.press('F6'); seen.push(await where()) }
  expect(seen).toEqual(['toolbar', 'files', 'main', 'panel', 'status', 'toolbar'])
  await page.keyboard.press('Shift+F6')
  await expect.poll(where).toBe('status')
})

test('Tab leaves the editor until somebody types in it, and Escape frees it again', async ({ page }) => {
  await open(page)
  await page.keyboard.press('F8')
  await expect(code(page)).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(code(page)).not.toBeFocused()
  await code(page).focus()
  await page.keyboard.press('Control+End')
  await page.keyboard.type('x')
  await page.keyboard.press('Tab')
  await expect(code(page)).toBeFocused()
  await expect.poll(() => text(page)).toMatch(/ {4}/)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Tab')
  await expect(code(page)).not.toBeFocused()
})

test('no control traps the focus: Tab reaches every region and comes back to the start', async ({ page }) => {
  await open(page)
  const seen = new Set<string>()
  let steps = 0
  for (; steps < 120; steps++) {
    await page.keyboard.press('Tab')
    const at = await page.evaluate(() => document.activeElement === document.body ? 'body' : document.activeElement?.closest('[data-region]')?.id ?? document.activeElement?.className ?? '')
    seen.add(at)
    if (at === 'body' && steps > 5) break
  }
  expect(steps).toBeLessThan(120)
  expect([...seen]).toEqual(expect.arrayContaining(['toolbar', 'files', 'main', 'panel', 'status']))
})

test('the tree is walked with arrows, letters and Enter', async ({ page }) => {
  await open(page)
  await page.getByRole('treeitem', { name: /api\.py/ }).focus()
  await page.keyboard.press('m')
  await expect(page.getByRole('treeitem', { name: /models\.py/ })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('tab', { name: /models\.py/ })).toHaveAttribute('aria-selected', 'true')
  await page.getByRole('treeitem', { name: /models\.py/ }).focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowLeft')
  await expect(page.getByRole('treeitem', { name: /api\.py/ })).toHaveCount(0)
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('treeitem', { name: /api\.py/ })).toHaveCount(1)
})

test('the list follows the arrows, and the editor follows the list', async ({ page }) => {
  await open(page)
  const list = page.getByRole('listbox', { name: 'Findings' })
  await list.focus()
  await page.keyboard.press('End')
  await expect(page.getByRole('tab', { name: /models\.py/ })).toHaveAttribute('aria-selected', 'true')
  await expect(list).toBeFocused()
  await expect(openNote(page, 'MB102')).toBeVisible()
})

test('a dialog gives the focus back to who opened it', async ({ page }) => {
  await open(page)
  const button = page.getByRole('button', { name: 'Export' })
  await button.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: 'Export' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(button).toBeFocused()
})

test('forced colours keep shapes and words', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active' })
  await open(page)
  await expect(openNote(page)).toBeVisible()
  const { violations } = await new AxeBuilder({ page }).disableRules(['color-contrast']).analyze()
  expect(violations.map(one => one.id)).toEqual([])
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

  test('one view at a time, each a step that Back undoes', async ({ page }) => {
    await open(page)
    const bar = page.getByRole('navigation', { name: 'Views' })
    await bar.getByRole('button', { name: /Problems/ }).tap()
    await expect(problems(page).first()).toBeVisible()
    await expect(code(page)).toBeHidden()
    await page.goBack()
    await expect(code(page)).toBeVisible()
  })

  test('nothing is wider than the screen, and every button is large enough to touch', async ({ page }) => {
    await open(page)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    const [all, small] = await page.evaluate(() => {
      const boxes = [...document.querySelectorAll<HTMLElement>('#toolbar button, #phone-bar button')].filter(button => button.offsetParent !== null).map(button => button.getBoundingClientRect())
      return [boxes.length, boxes.filter(box => box.height < 43.5 || box.width < 43.5).length]
    })
    expect(all).toBeGreaterThan(5)
    expect(small).toBe(0)
  })

  test('code is large enough that focusing it does not zoom', async ({ page }) => {
    await open(page)
    expect(await code(page).evaluate(element => parseFloat(getComputedStyle(element).fontSize))).toBeGreaterThanOrEqual(16)
  })

  test('the steps above the code walk through the findings', async ({ page }) => {
    await open(page)
    await page.getByRole('button', { name: 'Next finding' }).tap()
    await expect(page.locator('.walker')).toContainText(/\d of 4/)
  })
})

test('the page works on a screen of 320 pixels', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 })
  await open(page)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
})
