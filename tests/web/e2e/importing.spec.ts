// importing.spec.ts: folders, files and archives on their way in, the hostile ones among them.

import { zipSync, type Zippable } from 'fflate'
import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { checked, code, codes, drop, expect, inWorker, open, pick, problems, row, statusBar, test, text, typeIn } from '../support/page.ts'
import { api, folder, manyModules, models, utf8 } from '../support/projects.ts'

const zip = (files: Record<string, string | Uint8Array>): Uint8Array => {
  const tree: Zippable = {}
  for (const [path, content] of Object.entries(files)) tree[path] = typeof content === 'string' ? utf8(content) : content
  return zipSync(tree)
}
const message = (page: Parameters<typeof open>[0]) => page.getByRole('dialog', { name: 'Nothing was opened' })

test('a dropped folder of 150 files arrives whole, though the browser lists a hundred at a time', async ({ page }) => {
  await open(page)
  await drop(page, [folder(manyModules())])
  await expect(statusBar(page)).toContainText('150 files')
  await checked(page)
  await expect(statusBar(page)).toContainText('50 of 50 modules pass')
  await expect(row(page, 'shop-project/modules/standard/part49')).toBeAttached()
  await expect(page.getByRole('button', { name: 'Workspace: shop-project' })).toBeVisible()
})

test('what is not relevant is counted, named by reason, and its folders are not read', async ({ page }) => {
  await open(page)
  await drop(page, [folder({ 'modules/standard/shop/models.py': models('Item'), 'modules/standard/shop/api.py': api('Item'), 'logo.png': 'x', 'notes.docx': 'x', 'node_modules/x/index.py': 'x' })])
  await expect(statusBar(page)).toContainText('2 files')
  await page.getByRole('button', { name: '2 skipped' }).click()
  const dialog = page.getByRole('dialog', { name: 'Skipped files' })
  await dialog.locator('summary').click()
  await expect(dialog).toContainText('shop-project/logo.png')
  await expect(dialog).not.toContainText('node_modules')
})

test('a folder without any file for us says so, and the work before it stays', async ({ page }) => {
  await open(page)
  const root = folder({ 'readme.png': 'x' })
  await drop(page, [root])
  await expect(message(page)).toContainText('No file in there is one that Limbeck reads.')
  await message(page).getByRole('button', { name: 'Close' }).last().click()
  await expect.poll(() => text(page)).toContain('def initialize')
})

test('an empty folder says so too', async ({ page }) => {
  await open(page)
  const root = folder({ 'x.py': '' })
  mkdirSync(join(root, 'empty'))
  await drop(page, [join(root, 'empty')])
  await expect(message(page)).toBeVisible()
})

test('a project dropped over edited work asks where to put it, and going back loses nothing', async ({ page }) => {
  await open(page)
  await typeIn(page, 'Control+Home', '# mine\n')
  await drop(page, [folder({ 'modules/standard/shop/models.py': models('Item'), 'modules/standard/shop/api.py': api('Item') })])
  await page.getByRole('dialog').getByRole('button', { name: 'New workspace' }).click()
  await expect(page.locator('#banner')).toContainText('Your previous work')
  await page.locator('#banner').getByRole('button', { name: 'go back' }).click()
  await expect.poll(() => text(page)).toContain('# mine')
})

test('adding to the workspace names what it replaces, and is one step to undo', async ({ page }) => {
  await open(page)
  await typeIn(page, 'Control+End', '# mine\n')
  await pick(page, 'Open zip…', [{ name: 'more.zip', bytes: zip({ 'modules/standard/billing/api.py': 'replaced = True\n', 'modules/standard/billing/extra.py': 'x = 1\n' }) }])
  const dialog = page.getByRole('dialog', { name: 'Where shall they go?' })
  await expect(dialog).toContainText('modules/standard/billing/api.py')
  await dialog.getByRole('button', { name: 'Add to this one' }).click()
  await expect.poll(() => text(page)).toContain('replaced = True')
  await page.locator('.brand').click()
  await page.keyboard.press('Control+z')
  await expect.poll(() => text(page)).toContain('# mine')
  await expect(page.getByRole('treeitem', { name: /extra\.py/ })).toHaveCount(0)
})

test('a zip is opened, and only what is wanted is unpacked', async ({ page }) => {
  await open(page)
  await pick(page, 'Open zip…', [{ name: 'shop.zip', bytes: zip({ 'shop/modules/standard/shop/models.py': models('Item'), 'shop/modules/standard/shop/api.py': api('Item'), 'shop/big.bin': new Uint8Array(10_000) }) }])
  await expect(statusBar(page)).toContainText('2 files')
  await expect(page.getByRole('button', { name: 'Workspace: shop' })).toBeVisible()
})

test('a zip that leaves its folder, lies about sizes or packs a bomb still gives its harmless files', async ({ page }) => {
  await open(page)
  const bytes = zip({ '../../evil.py': 'x', 'bomb.py': new Uint8Array(30 * 2 ** 20), 'modules/standard/shop/models.py': models('Item'), 'modules/standard/shop/api.py': api('Item') })
  await pick(page, 'Open zip…', [{ name: 'hostile.zip', bytes }])
  await expect(row(page, 'shop/models.py')).toBeVisible()
  await page.getByRole('button', { name: '2 skipped' }).click()
  const dialog = page.getByRole('dialog', { name: 'Skipped files' })
  await expect(dialog).toContainText('The path leaves its folder.')
  await expect(dialog).toContainText('The file is larger than 2 MB')
  await expect(page.getByRole('treeitem', { name: /evil/ })).toHaveCount(0)
})

test('an encrypted zip, a damaged one and one that is none are refused with a sentence each', async ({ page }) => {
  await open(page)
  const encrypted = zip({ 'a.py': 'x' })
  const view = new DataView(encrypted.buffer)
  for (let at = 0; at + 4 < encrypted.length; at++) if (view.getUint32(at, true) === 0x02014b50) view.setUint16(at + 8, 1, true)
  const damaged = zip({ 'a.py': 'x' })
  new DataView(damaged.buffer).setUint32(damaged.length - 22 + 16, damaged.length - 25, true)
  for (const [bytes, sentence] of [[encrypted, 'This archive is encrypted'], [damaged, 'This archive is damaged.'], [utf8('not a zip'), 'This file is not a zip archive.']] as const) {
    await pick(page, 'Open zip…', [{ name: 'bad.zip', bytes }])
    await expect(message(page)).toContainText(sentence)
    await page.keyboard.press('Escape')
    await expect(message(page)).toBeHidden()
  }
})

test('names that differ only by capitals are kept apart and reported', async ({ page }) => {
  await open(page)
  await pick(page, 'Open zip…', [{ name: 'c.zip', bytes: zip({ 'modules/standard/a/models.py': 'x = 1\n', 'modules/standard/a/Models.py': 'x = 2\n' }) }])
  await expect(page.locator('#banner')).toContainText('differ only by capitals')
  await expect(page.getByRole('treeitem', { name: /models\.py/i })).toHaveCount(2)
})

test('a path that looks like markup stays text everywhere', async ({ page }) => {
  await open(page)
  const path = 'modules/standard/<img src=x onerror=alert(1)>/models.py'
  await pick(page, 'Open zip…', [{ name: 'x.zip', bytes: zip({ [path]: `${models('Item')}    metadata = Column(Integer)  # <script>alert(1)</script>\n` }) }])
  await expect(page.getByRole('treeitem', { name: /<img src=x onerror=alert\(1\)>/ }).first()).toBeVisible()
  await expect(problems(page).first()).toBeVisible()
  await page.getByRole('tab', { name: 'Compliance' }).click()
  await page.keyboard.press('F8')
  expect(await page.evaluate(() => document.querySelectorAll('img, #panel script, #files script').length)).toBe(0)
})

test('bad bytes, NUL, a mark, CRLF and half a class: each file is shown, and the others are still checked', async ({ page }) => {
  await open(page)
  await pick(page, 'Open zip…', [{ name: 'odd.zip', bytes: zip({
    'modules/standard/odd/not_text.py': Uint8Array.of(0x78, 0x20, 0xff, 0xfe, 0x80, 0x0a),
    'modules/standard/odd/nul.py': 'x = 1\u0000\n', 'modules/standard/odd/mark.py': '\ufeffx = 1\n', 'modules/standard/odd/crlf.py': 'x = 1\r\ny = 2\r\n',
    'modules/standard/odd/half.py': 'class Half(\n', 'modules/standard/odd/archive.py': zip({ a: 'b' }),
    'modules/standard/shop/models.py': `${models('Item')}    metadata = Column(Integer)\n`, 'modules/standard/shop/api.py': api('Item'),
  }) }])
  await checked(page)
  await expect(statusBar(page)).toContainText('8 files')
  await expect(problems(page).filter({ hasText: 'MC401' })).toHaveCount(1)
  await page.getByRole('treeitem', { name: /not_text\.py/ }).click()
  await expect(page.locator('#file-note')).toContainText('Read-only')
  await code(page).focus()
  await page.keyboard.type('typed')
  expect(await text(page)).not.toContain('typed')
})

test('a line of ten megabytes and twenty thousand brackets leave the page alive', async ({ page }) => {
  test.setTimeout(60_000)
  await open(page)
  await pick(page, 'Open files…', [
    { name: 'brackets.py', bytes: utf8('('.repeat(20_000)) }, { name: 'wide.py', bytes: utf8(`x = "${'a'.repeat(10 * 2 ** 20)}"`) }, { name: 'models.py', bytes: utf8(models('Item')) },
  ])
  await checked(page)
  await page.getByRole('treeitem', { name: /wide\.py/ }).click()
  await expect(page.locator('#file-note')).toContainText('larger than 2 MB')
  await page.getByRole('treeitem', { name: /brackets\.py/ }).click()
  await code(page).focus()
  await page.keyboard.type('x')
  expect((await text(page)).length).toBeGreaterThan(100)
})

test('an unreadable file is named, and the others are checked', async ({ page }) => {
  const root = folder({ 'modules/standard/shop/models.py': models('Item'), 'modules/standard/shop/api.py': api('Item') })
  chmodSync(join(root, 'modules/standard/shop/api.py'), 0)
  // Root may read everything, so the browser's refusal is played.
  await inWorker(page, 'importer', `const read = Blob.prototype.arrayBuffer
    File.prototype.arrayBuffer = function () { return this.name === 'api.py' ? Promise.reject(new DOMException('no', 'NotReadableError')) : read.call(this) }`)
  await open(page)
  await drop(page, [root])
  await expect(page.getByRole('button', { name: '1 skipped' })).toBeVisible()
  await page.getByRole('treeitem', { name: /api\.py/ }).click()
  await expect(page.locator('#file-note')).toContainText('could not read the file')
  await checked(page)
  expect(await codes(page)).not.toContain('MR203')
})

test('the page measures, reads and unpacks no file itself', async ({ page }) => {
  await page.addInitScript(() => {
    const touched: string[] = []
    Object.assign(window, { touched })
    const size = Object.getOwnPropertyDescriptor(Blob.prototype, 'size')
    Object.defineProperty(Blob.prototype, 'size', { get(this: Blob) { touched.push('size'); return size?.get?.call(this) as number } })
    for (const name of ['arrayBuffer', 'text', 'stream'] as const) {
      const read = Blob.prototype[name] as (this: Blob) => unknown
      Object.assign(Blob.prototype, { [name](this: Blob) { touched.push(name); return read.call(this) } })
    }
  })
  await open(page)
  await drop(page, [folder({ ...manyModules(), 'logo.png': new Uint8Array(100) })])
  await expect(page.locator('.workspace-name')).toHaveText('shop-project')
  await checked(page)
  await expect(page.locator('#status')).toContainText('150 files')
  await pick(page, 'Open zip…', [{ name: 'more.zip', bytes: zip({ 'a/models.py': 'x = 1\n' }) }])
  await page.getByRole('dialog').getByRole('button', { name: 'New workspace' }).click()
  await expect(page.locator('.workspace-name')).toHaveText('more')
  expect(await page.evaluate(() => (window as unknown as { touched: string[] }).touched)).toEqual([])
})

test('cancelling half way keeps what was read, counts the rest as unread, and judges nothing by its absence', async ({ page }) => {
  await inWorker(page, 'importer', `const read = Blob.prototype.arrayBuffer
    File.prototype.arrayBuffer = async function () { await new Promise(resolve => setTimeout(resolve, 120)); return read.call(this) }`)
  await open(page)
  await drop(page, [folder(manyModules())])
  const dialog = page.getByRole('dialog', { name: 'Opening' })
  await expect(dialog).toContainText(/Reading [1-9]\d* of 150 files/)
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.locator('#banner')).toContainText('Cancelled')
  await checked(page)
  expect(await codes(page)).not.toContain('MR201')
})

test('a drop of loose files works, and a drop elsewhere never navigates away', async ({ page }) => {
  await open(page)
  const root = folder({ 'models.py': models('Item'), 'api.py': api('Item') })
  await drop(page, [join(root, 'models.py'), join(root, 'api.py')])
  await expect(statusBar(page)).toContainText('2 files')
  expect(new URL(page.url()).pathname).toBe('/')
})
