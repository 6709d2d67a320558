// editing.spec.ts: typing, walking from finding to finding, fixing, undoing.

import { checked, code, codes, drop, expect, open, openNote, paste, problems, row, test, text, typeIn } from '../support/page.ts'
import { api, folder, models } from '../support/projects.ts'

test('pasted code is checked while it is typed, and F8 walks to its finding', async ({ page }) => {
  await open(page)
  await paste(page, 'modules/standard/shop/models.py', models('Item'))
  await checked(page)
  await expect(page.getByRole('tab', { name: 'models.py' })).toBeVisible()
  await typeIn(page, 'Control+End', '    metadata = Column(Integer)\n')
  await expect(problems(page).filter({ hasText: 'MC401' })).toHaveCount(1)
  await page.keyboard.press('Control+Home')
  for (let i = 0; i < 5; i++) {
    await page.keyboard.press('F8')
    if (await openNote(page, 'MC401').count() > 0) break
  }
  await expect(openNote(page, 'MC401')).toContainText('metadata')
  await expect(page.locator('#live')).toContainText(/MC401, line \d+ of \d+/)
})

test('F8 goes on into the next file and around, and back with Shift', async ({ page }) => {
  await open(page)
  const all = await codes(page)
  const seen: (string | null)[] = []
  for (let i = 0; i <= all.length; i++) {
    await page.keyboard.press('F8')
    seen.push(await page.locator('#panel-body .problem.is-current').getAttribute('data-code'))
  }
  const first = all.indexOf(seen[0] ?? '')
  expect(seen).toEqual(Array.from({ length: all.length + 1 }, (_, i) => all[(first + i) % all.length]))
  await page.keyboard.press('Shift+F8')
  await expect(page.locator('#panel-body .problem.is-current')).toHaveAttribute('data-code', all[(first + all.length - 1) % all.length] ?? '')
})

test('applying a proved fix removes the finding, undo brings it back, redo removes it again', async ({ page }) => {
  await open(page)
  // A module whose one unregistered model stands in the file of the fix: what is undone is in sight.
  await paste(page, 'modules/standard/shop/api.py', `${models('Item')}\n\n${models('Extra').slice(models('').indexOf('class'))}\n\ndef initialize(app_context):\n    app_context.register_models([Item])\n`)
  await checked(page)
  await problems(page).filter({ hasText: 'MR201' }).click()
  const before = await text(page)
  await expect(openNote(page, 'MR201')).toContainText('✓')
  await openNote(page, 'MR201').getByRole('button', { name: 'Apply fix' }).click()
  await expect(page.locator('.editor-host .note-ghost')).toContainText('Fixed.')
  await expect.poll(() => codes(page)).not.toContain('MR201')
  const after = await text(page)
  expect(after).not.toBe(before)
  await expect(page.locator('.editor-host .note-ghost').getByRole('button', { name: 'Undo' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect.poll(() => text(page)).toBe(before)
  await expect.poll(() => codes(page)).toContain('MR201')
  await code(page).focus()
  await page.keyboard.press('Control+y')
  await expect.poll(() => text(page)).toBe(after)
  await page.keyboard.press('Control+z')
  await expect.poll(() => text(page)).toBe(before)
})

test('an unsafe fix opens its diff first and is applied only from there', async ({ page }) => {
  await open(page)
  const before = await text(page)
  await problems(page).filter({ hasText: 'TC302' }).click()
  await openNote(page, 'TC302').getByRole('button', { name: 'Review fix…' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.locator('.diff-del')).toContainText('__table__')
  await expect.poll(() => text(page)).toBe(before)
  await dialog.getByRole('button', { name: /^Apply/ }).click()
  await expect.poll(() => codes(page)).not.toContain('TC302')
})

test('fixing everything safe over five files is one review and one undo', async ({ page }) => {
  await open(page)
  const files: Record<string, string> = {}
  for (const name of ['a', 'b', 'c', 'd', 'e']) {
    files[`modules/standard/${name}/models.py`] = models(`First${name}`) + models(`Second${name}`).slice(models('').indexOf('\n\nclass'))
    files[`modules/standard/${name}/api.py`] = api(`First${name}`)
  }
  await drop(page, [folder(files)])
  await expect(page.getByRole('tree')).toContainText('models.py')
  await checked(page)
  await expect(problems(page).filter({ hasText: 'MR201' })).toHaveCount(5)
  await page.keyboard.press('Alt+Shift+F')
  const dialog = page.getByRole('dialog')
  await expect(dialog.locator('.review-file')).toHaveCount(5)
  // Proved is all of it together.
  await expect(dialog.locator('.proof')).toContainText('✓')
  await dialog.getByRole('checkbox').first().uncheck()
  await expect(dialog).not.toContainText('✓')
  await expect(dialog.getByRole('button', { name: 'Apply anyway' })).toBeVisible()
  await dialog.getByRole('checkbox').first().check()
  await expect(dialog.locator('.proof')).toContainText('✓')
  await dialog.getByRole('button', { name: 'Apply in 5 files' }).click()
  await expect(problems(page).filter({ hasText: 'MR201' })).toHaveCount(0)
  await page.locator('#banner').getByRole('button', { name: 'Undo' }).click()
  await expect(problems(page).filter({ hasText: 'MR201' })).toHaveCount(5)
  await expect(page.locator('#banner')).toContainText('Undone')
})

test('undoing a step over several files names the file that changed afterwards', async ({ page }) => {
  await open(page)
  await page.keyboard.press('Alt+Shift+F')
  await page.getByRole('dialog').getByRole('button', { name: /^Apply/ }).click()
  await expect(page.getByRole('dialog')).toBeHidden()
  await typeIn(page, 'Control+End', '# later\n')
  await page.locator('#banner').getByRole('button', { name: 'Undo' }).click()
  await expect(page.locator('#banner')).toContainText('changed afterwards')
  await expect.poll(() => text(page)).toContain('# later')
})

test('an ignored finding asks for a reason, leaves the list, and stays visible under its filter', async ({ page }) => {
  await open(page)
  await problems(page).filter({ hasText: 'TC302' }).click()
  await openNote(page, 'TC302').getByRole('button', { name: 'Ignore…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Ignore this finding' })
  await expect(dialog.getByRole('button', { name: 'Ignore', exact: true })).toBeDisabled()
  await dialog.getByLabel('Reason').fill('demo table, dropped at start')
  await dialog.getByRole('button', { name: 'Ignore', exact: true }).click()
  await expect.poll(() => text(page)).toContain('limbeck: ignore[TC302] demo table, dropped at start')
  await expect.poll(() => codes(page)).not.toContain('TC302')
  await page.getByRole('button', { name: 'Ignored 1' }).click()
  await expect.poll(() => codes(page)).toEqual(['TC302'])
})

test('underlines stay with their text while somebody types above them', async ({ page }) => {
  // High enough that every line is drawn: marks outside the viewport are no elements.
  await page.setViewportSize({ width: 1280, height: 2400 })
  await open(page)
  const marked = (): Promise<string[]> => page.locator('.editor-host .mark-error').allTextContents()
  const before = (await marked()).join('')
  expect(before).not.toBe('')
  await typeIn(page, 'Control+Home', '# one\n# two\n')
  await expect.poll(async () => (await marked()).join('')).toBe(before)
  await checked(page)
  await expect.poll(async () => (await marked()).join('')).toBe(before)
})

test('find in file opens on demand', async ({ page }) => {
  await open(page)
  await code(page).focus()
  await page.keyboard.press('Control+f')
  await expect(page.locator('.editor-host .cm-search input').first()).toBeFocused()
})

test('invisible and turning characters are drawn as code points', async ({ page }) => {
  await open(page)
  await paste(page, 'modules/standard/x/models.py', 'a = "\u202e\u200b"\n')
  await expect(page.locator('.editor-host .cm-specialChar')).toHaveText(['U+202E', 'U+200B'])
})

test('reviewing all of a rule applies them in one step', async ({ page }) => {
  await open(page)
  const files: Record<string, string> = {}
  for (const name of ['a', 'b', 'c']) {
    files[`modules/standard/${name}/models.py`] = models(`First${name}`) + models(`Second${name}`).slice(models('').indexOf('\n\nclass'))
    files[`modules/standard/${name}/api.py`] = api(`First${name}`)
  }
  // A finding of another rule, with a fix of its own that is not asked for.
  const kept = `${api('First')}x = 1  # limbeck: ignore[ZZ999] nobody\n`
  files['modules/standard/d/models.py'] = models('First')
  files['modules/standard/d/api.py'] = kept
  await drop(page, [folder(files)])
  await expect(page.locator('.workspace-name')).toContainText('shop-project')
  await checked(page)
  const shown = async (path: string): Promise<string> => { await row(page, path).click(); return text(page) }
  const before = await shown('a/api.py')
  await expect(problems(page).filter({ hasText: 'XX002' })).toHaveCount(1)
  await problems(page).filter({ hasText: 'MR201' }).first().click()
  await openNote(page, 'MR201').getByRole('button', { name: 'All 3 of MR201' }).click()
  const dialog = page.getByRole('dialog', { name: 'All fixes of MR201' })
  await expect(dialog.locator('.review-file')).toHaveCount(3)
  await dialog.getByRole('button', { name: 'Apply in 3 files' }).click()
  await expect(dialog).toBeHidden()
  await expect.poll(() => codes(page)).toEqual(['XX002'])
  for (const name of ['a', 'b', 'c']) expect(await shown(`${name}/api.py`)).toBe(api(`First${name}`, `Second${name}`))
  expect(await shown('d/api.py')).toBe(kept)
  await page.locator('#banner').getByRole('button', { name: 'Undo' }).click()
  await expect(problems(page).filter({ hasText: 'MR201' })).toHaveCount(3)
  expect(await shown('a/api.py')).toBe(before)
})

