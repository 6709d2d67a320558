// first_visit.spec.ts: what a newcomer sees, and how soon it answers.

import { code, codes, expect, notes, open, openNote, statusBar, test, text } from '../support/page.ts'

test('the page shows the sample, its findings and one open annotation before any script runs', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1280, height: 720 } })
  const page = await context.newPage()
  await page.goto(baseURL ?? '')
  await expect(page.locator('.static-code')).toContainText('def initialize(app_context)')
  await expect(page.locator('.static-code .note.is-open')).toHaveCount(1)
  await expect(page.locator('.static-code .note.is-open')).toContainText('Remove direct table creation calls and register models instead')
  await expect(page.getByRole('tree')).toContainText('models.py')
  await expect.poll(() => codes(page)).toEqual(['MC401', 'MR201', 'TC302', 'MB102'])
  await context.close()
})

test('the default sample fits a small laptop without scrolling', async ({ page }) => {
  await open(page)
  const overflow = await page.evaluate(() => {
    const scroller = document.querySelector('.editor-host')?.shadowRoot?.querySelector('.cm-scroller')
    const panel = document.getElementById('panel-body')
    return [scroller ? scroller.scrollHeight - scroller.clientHeight : -1, panel ? panel.scrollHeight - panel.clientHeight : -1, document.documentElement.scrollHeight - innerHeight]
  })
  expect(overflow).toEqual([0, 0, 0])
})

test('computed findings replace the prerendered ones without anything moving', async ({ page }) => {
  await page.addInitScript(() => {
    const shifts: number[] = []
    Object.assign(window, { shifts })
    new PerformanceObserver(list => { for (const entry of list.getEntries()) shifts.push((entry as PerformanceEntry & { value: number }).value) }).observe({ type: 'layout-shift', buffered: true })
  })
  let release: () => void = () => undefined
  const held = new Promise<void>(resolve => { release = resolve })
  await page.route(/\/assets\/app-.*\.js$/, async route => { await held; await route.continue() })
  await page.goto('/', { waitUntil: 'commit' })
  await expect(page.locator('#phone-bar')).toBeAttached()
  const before = await page.evaluate(() => [...document.querySelectorAll('.static-line, .static-note')].map(element => Math.round(element.getBoundingClientRect().top)))
  release()
  await expect(code(page)).toBeVisible()
  await expect(openNote(page)).toContainText('✓')
  await page.waitForTimeout(300)
  const after = await page.evaluate(() => [...document.querySelector('.editor-host')?.shadowRoot?.querySelectorAll('.cm-line, .cm-note') ?? []].map(element => Math.round(element.getBoundingClientRect().top)))
  expect(before.length).toBeGreaterThan(6)
  for (const [i, top] of before.entries()) expect(Math.abs((after[i] ?? -99) - top), `row ${i}`).toBeLessThanOrEqual(1)
  const shift = await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts.reduce((sum, value) => sum + value, 0))
  expect(shift).toBeLessThanOrEqual(0.02)
})

test('the checker is compiled, started and warm before the application is there', async ({ page }) => {
  await page.addInitScript(() => {
    const said: string[] = []
    Object.assign(window, { said })
    const Real = Worker
    window.Worker = class extends Real { constructor(url: string | URL, options?: WorkerOptions) { super(url, options); this.addEventListener('message', (event: MessageEvent<{ t: string; warm?: number }>) => { said.push(`${event.data.t} ${event.data.warm ?? ''}`) }) } }
  })
  let release: () => void = () => undefined
  const held = new Promise<void>(resolve => { release = resolve })
  await page.route(/\/assets\/app-.*\.js$/, async route => { await held; await route.continue() })
  await page.goto('/', { waitUntil: 'commit' })
  await expect.poll(() => page.evaluate(() => (window as unknown as { said: string[] }).said)).toContainEqual(expect.stringMatching(/^ready \d/))
  release()
  await expect(code(page)).toBeVisible()
  await expect(statusBar(page)).toContainText(/\d ms/)
  expect(page.workers().filter(worker => /\/worker-/.test(worker.url()))).toHaveLength(1)
})

test('what is typed before the editor is there is kept, and checked', async ({ page }) => {
  let release: () => void = () => undefined
  const held = new Promise<void>(resolve => { release = resolve })
  await page.route(/\/assets\/editor-.*\.js$/, async route => { await held; await route.continue() })
  await page.goto('/')
  await page.locator('.static-line').first().click()
  const area = page.locator('.fallback textarea')
  await expect(area).toBeFocused()
  await expect(page.locator('.fallback-notes .note')).not.toHaveCount(0)
  await area.press('Control+Home')
  await area.pressSequentially('# typed early\n')
  release()
  await expect(code(page)).toBeFocused()
  await expect.poll(() => text(page)).toContain('# typed early\ndef initialize')
  await page.keyboard.type('# and late')
  await expect.poll(() => text(page)).toContain('# typed early\n# and latedef initialize')
  await expect(notes(page)).not.toHaveCount(0)
})

test('a fix asked for before anything is loaded is shown once it can be', async ({ page }) => {
  let release: () => void = () => undefined
  const held = new Promise<void>(resolve => { release = resolve })
  await page.route(/\/assets\/app-.*\.js$/, async route => { await held; await route.continue() })
  // The first script asks for the second once it listens.
  const asked = page.waitForRequest(/\/assets\/app-.*\.js$/)
  await page.goto('/', { waitUntil: 'commit' })
  await asked
  await page.waitForTimeout(300)
  await page.locator('.static-code .note.is-open').getByRole('button', { name: 'Review fix…' }).click()
  release()
  await page.getByRole('dialog').getByRole('button', { name: /^Apply/ }).click()
  await expect(code(page)).toBeVisible()
  await expect.poll(() => text(page)).not.toContain('__table__')
})

test('nothing is asked of any other origin, and the policy would refuse it', async ({ page, guard }) => {
  guard.allow(/./)
  await open(page)
  expect(guard.foreign).toEqual([])
  const refused = await page.evaluate(async () => {
    const results: string[] = []
    await fetch('https://example.invalid/').then(() => results.push('fetched'), () => results.push('refused'))
    try { new WebSocket('wss://example.invalid/'); results.push('opened') } catch { results.push('refused') }
    try { document.body.insertAdjacentHTML('beforeend', '<b>x</b>'); results.push('inserted') } catch { results.push('refused') }
    return results
  })
  expect([refused[0], refused[2]]).toEqual(['refused', 'refused'])
  expect(guard.foreign).toEqual([])
})

test('the status line tells what was checked, and that nothing is sent', async ({ page }) => {
  await open(page)
  await expect(statusBar(page)).toContainText('2 files')
  await expect(statusBar(page)).toContainText('0 of 1 module passes')
  await expect(statusBar(page)).toContainText('nothing is sent')
})
