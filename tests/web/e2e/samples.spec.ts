// samples.spec.ts: the gallery, links to samples, and the rules' own pages.

import { checked, code, codes, expect, open, statusBar, test, text, typeIn } from '../support/page.ts'

test('a sample is found by typing and opened by Enter, and the focus comes back', async ({ page }) => {
  await open(page)
  await page.getByRole('button', { name: 'Samples' }).click()
  const dialog = page.getByRole('dialog', { name: 'Samples' })
  await expect(dialog.getByRole('searchbox')).toBeFocused()
  await expect(dialog.getByRole('listitem')).toHaveCount(12)
  await page.keyboard.type('wrong phase')
  await expect(dialog.getByRole('listitem')).toHaveCount(1)
  await dialog.getByRole('button', { name: /wrong phase/ }).focus()
  await page.keyboard.press('Enter')
  await expect.poll(() => codes(page)).toEqual(['MR202'])
  await expect(page).toHaveURL(/#sample\/wrong-phase$/)
})

for (const [slug, expected, says] of [
  ['default', ['MC401', 'MR201', 'TC302', 'MB102'], '0 of 1 module passes'], ['the-standards-own-examples', ['MC401'], ''], ['wrong-phase', ['MR202'], ''], ['two-bases', ['MB102'], ''],
  ['registered-in-a-helper', [], ''], ['everything-passes', [], ''], ['no-models', [], '1 of 1 module passes'], ['cannot-tell', ['XX004'], 'cannot tell'],
] as const) {
  test(`the address of the sample ${slug} opens it and finds exactly what it declares`, async ({ page }) => {
    await open(page, `/#sample/${slug}`)
    await expect.poll(() => codes(page)).toEqual([...expected])
    await expect(statusBar(page)).toContainText(says)
  })
}

test('an address with a sample that does not exist leaves the page as it is', async ({ page }) => {
  await open(page, '/#sample/no-such-thing')
  await expect.poll(() => text(page)).toContain('def initialize')
})

test('a clean project says what was read instead of showing nothing', async ({ page }) => {
  await open(page, '/#sample/everything-passes')
  await expect(page.locator('#panel-body .clean-line')).toBeVisible()
  await expect(page.locator('#panel-body .icon-pass').first()).toBeVisible()
  await expect(page.locator('#panel-body')).toContainText('mailer')
})

test('what cannot be decided is never shown as a pass', async ({ page }) => {
  await open(page, '/#sample/cannot-tell')
  await page.getByRole('tab', { name: 'Compliance' }).click()
  await expect(page.getByRole('button', { name: /^parcels A2: Cannot tell/ })).toBeVisible()
})

test('the hash leaves the address with the first edit, and the edited sample survives a reload', async ({ page }) => {
  await open(page, '/#sample/two-bases')
  await typeIn(page, 'Control+Home', '# edited\n')
  await expect(page).not.toHaveURL(/#/)
  await expect(page.locator('.saved')).toHaveText('saved')
  await page.reload()
  await expect(code(page)).toBeVisible()
  await expect.poll(() => text(page)).toContain('# edited')
})

test('rules whose pages cannot be loaded are shown without examples, and whole when they can', async ({ page, guard }) => {
  guard.allow(/rule-pages|Failed to load/i)
  await page.route(/rule-pages/, route => route.abort())
  await open(page)
  await checked(page)
  await page.locator('.editor-host .note.is-open .note-code').click()
  const drawer = page.getByRole('dialog', { name: 'Rules' })
  await expect(drawer.locator('.rule-page')).toBeVisible()
  await expect(drawer).toContainText('Its examples could not be loaded')
  await expect(drawer.locator('.example')).toHaveCount(0)
  await page.unroute(/rule-pages/)
  await drawer.getByRole('button', { name: 'All rules' }).click()
  await drawer.locator('.rule-code').first().click()
  await expect(drawer.locator('.example').first()).toBeVisible()
  await expect(drawer).not.toContainText('could not be loaded')
})

test('a rule opens beside the code, and its bad example can be tried', async ({ page }) => {
  await open(page)
  await page.locator('.editor-host .note.is-open .note-code').click()
  const drawer = page.getByRole('dialog', { name: 'Rules' })
  await expect(drawer).toContainText('TC302')
  await expect(drawer.locator('.sheet').first()).toBeVisible()
  await expect(drawer.locator('.pair-title')).toHaveText(['Not this', 'This'])
  await drawer.getByRole('button', { name: 'Try the bad example' }).click()
  await expect.poll(() => codes(page)).toContain('TC302')
  await expect(drawer).toBeHidden()
})

test('the list of rules is searched by code and by words', async ({ page }) => {
  await open(page)
  await page.getByRole('button', { name: 'Help' }).click()
  await page.getByRole('menuitem', { name: 'Rules…' }).click()
  const drawer = page.getByRole('dialog', { name: 'Rules' })
  await expect.poll(() => drawer.locator('.rule-code').count()).toBeGreaterThan(3)
  await drawer.getByRole('searchbox').fill('TC302')
  await expect(drawer.locator('.rule-code')).toHaveText(['TC302'])
  await page.keyboard.press('Escape')
  await expect(drawer).toBeHidden()
})

test('a sample that was edited is not overwritten by opening it again', async ({ page }) => {
  await open(page)
  await typeIn(page, 'Control+Home', '# kept\n')
  await page.getByRole('button', { name: 'Samples' }).click()
  await page.locator('.card', { hasText: 'breaks all four' }).getByRole('button').click()
  await expect.poll(() => text(page)).not.toContain('# kept')
  await page.locator('#banner').getByRole('button', { name: 'go back' }).click()
  await expect.poll(() => text(page)).toContain('# kept')
  await checked(page)
})
