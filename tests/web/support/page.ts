// page.ts: the page under test, and the guard that fails any test in which the console complains, the policy is violated, or a
// request leaves the origin.

import { test as base, expect, type Page, type Locator } from '@playwright/test'

export interface Guard {
  /** Complaints that the test itself provokes. */
  allow(pattern: RegExp): void
  readonly foreign: string[]
}

export const test = base.extend<{ guard: Guard }>({
  guard: [async ({ page, context, baseURL }, use) => {
    const trouble: string[] = []
    const foreign: string[] = []
    // A statement about the speed of the machine, not about the page.
    const allowed: RegExp[] = [/preloaded using link preload but not used within a few seconds/]
    await context.route(url => url.origin !== new URL(baseURL ?? '').origin && /^https?:/.test(url.protocol), route => {
      foreign.push(route.request().url())
      return route.abort()
    })
    await page.addInitScript(() => {
      addEventListener('securitypolicyviolation', event => console.error(`policy violated: ${event.violatedDirective} ${event.blockedURI}`))
    })
    page.on('console', message => { if (message.type() === 'error' || message.type() === 'warning') trouble.push(`${message.type()}: ${message.text()}`) })
    page.on('pageerror', error => trouble.push(`uncaught: ${error.message}`))
    await use({ allow: pattern => { allowed.push(pattern) }, foreign })
    expect(trouble.filter(line => !allowed.some(pattern => pattern.test(line))), 'the console stays silent').toEqual([])
    expect(foreign.filter(url => !allowed.some(pattern => pattern.test(url))), 'nothing is asked of another origin').toEqual([])
  }, { auto: true }],
})

export { expect }

export const code = (page: Page): Locator => page.locator('.editor-host .cm-content')
export const notes = (page: Page): Locator => page.locator('.editor-host .note')
/** The open annotation of a rule; an annotation of another rule may name it too. */
export const openNote = (page: Page, code = ''): Locator => page.locator('.editor-host .note.is-open', { has: page.locator('.note-code', { hasText: code }) })
export const problems = (page: Page): Locator => page.locator('#panel-body [role="option"]')
export const statusBar = (page: Page): Locator => page.locator('#status')

/** The page, its editor and its first computed result. */
export async function open(page: Page, path = '/'): Promise<void> {
  await page.goto(path)
  await expect(code(page)).toBeVisible()
  await checked(page)
}

/** The newest text has been checked: a duration is shown and nothing is under way. */
export async function checked(page: Page): Promise<void> {
  await expect(statusBar(page)).toContainText(/\d ms/)
  await expect(statusBar(page)).not.toContainText(/…/)
}

/** The text of the shown file, all of it: only the lines near the viewport are elements, so the editor's own document is asked. */
export const text = (page: Page): Promise<string> => code(page).evaluate(content =>
  (content as unknown as { cmTile: { root: { view: { state: { doc: { toString(): string } } } } } }).cmTile.root.view.state.doc.toString())

/** The keyboard in the editor. A click would go to its middle, where an annotation may be by then. */
export async function typeIn(page: Page, place: 'Control+Home' | 'Control+End', what: string): Promise<void> {
  await code(page).focus()
  await page.keyboard.press(place)
  await page.keyboard.type(what)
}

/** Has a worker of the page begin with this script: what a test cannot reach once the worker runs. */
export async function inWorker(page: Page, name: string, script: string): Promise<void> {
  await page.route(url => url.pathname.startsWith(`/assets/${name}`) && url.pathname.endsWith('.js'), async route => {
    const answer = await route.fetch()
    await route.fulfill({ response: answer, body: `${script}\n${await answer.text()}` })
  })
}

/** The codes in the problems list, in order, consequences left out. */
export const codes = (page: Page): Promise<string[]> => page.locator('#panel-body [role="option"]:not(.is-consequence)').evaluateAll(all => all.map(one => one.getAttribute('data-code') ?? ''))

/** A row of the tree, by the end of its path. */
export const row = (page: Page, path: string): Locator => page.locator(`[role="treeitem"][data-path$="${path}"]`)

/** The graph of the sample with two heads. */
export async function openRevisions(page: Page): Promise<void> {
  await page.goto('/#sample/two-heads')
  await expect(page.locator('.workspace-name')).toContainText('Two heads')
  await expect(code(page)).toBeVisible()
  await checked(page)
  await page.getByRole('tab', { name: 'Revisions' }).click()
  await expect(page.locator('.history').first()).toBeVisible()
}

/** Empties the workspace, then pastes a file the way people do. */
export async function paste(page: Page, name: string, source: string): Promise<void> {
  await page.getByRole('button', { name: 'Open…' }).click()
  await page.getByRole('menuitem', { name: 'Paste code…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Paste code' })
  await dialog.getByLabel('Code').fill(source)
  await dialog.getByLabel('File name').fill(name)
  await dialog.getByRole('button', { name: 'Check it' }).click()
  await expect(dialog).toBeHidden()
}

/** Opens files through the picker, as `{name, bytes}`. */
export async function pick(page: Page, item: 'Open files…' | 'Open zip…', files: readonly { name: string; bytes: Uint8Array }[]): Promise<void> {
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Open…' }).click()
  await page.getByRole('menuitem', { name: item }).click()
  await (await chooser).setFiles(files.map(file => ({ name: file.name, mimeType: 'application/octet-stream', buffer: Buffer.from(file.bytes) })))
}

/** A real folder or file, dropped on the page by the browser itself. */
export async function drop(page: Page, paths: readonly string[]): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const data = { items: [], files: [...paths], dragOperationsMask: 1 }
  const { width, height } = page.viewportSize() ?? { width: 1280, height: 720 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) await session.send('Input.dispatchDragEvent', { type, x: width / 2, y: height / 2, data })
}
