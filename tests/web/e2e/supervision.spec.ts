// supervision.spec.ts: the page when its checker dies or falls silent.

import { checked, code, codes, expect, open, openNote, statusBar, test, text, typeIn } from '../support/page.ts'
import type { Browser, Page, Worker } from '@playwright/test'
import { drop, problems } from '../support/page.ts'
import { api, folder, longRevisions, models } from '../support/projects.ts'

const checker = (page: Page): Worker => {
  const found = page.workers().find(worker => /\/worker-/.test(worker.url()))
  if (!found) throw new Error('no checker is running')
  return found
}
const kill = async (page: Page): Promise<void> => { await checker(page).evaluate(() => { setTimeout(() => { throw new Error('killed by a test') }) }) }

/** The browser's own processes run a quarter of the time: DevTools slow down the page's thread, and no worker. */
async function aQuarterOfTheSpeed(browser: Browser): Promise<() => void> {
  const session = await browser.newBrowserCDPSession()
  let renderers: number[] = [], turns = 0, on = true
  const signal = (name: 'SIGSTOP' | 'SIGCONT'): void => { for (const id of renderers) try { process.kill(id, name) } catch { /* it has ended */ } }
  const find = async (): Promise<void> => { renderers = (await session.send('SystemInfo.getProcessInfo')).processInfo.filter(one => one.type === 'renderer').map(one => one.id) }
  await find()
  const turn = (): void => {
    if (!on) return
    signal(turns++ % 4 === 0 ? 'SIGCONT' : 'SIGSTOP')
    if (turns % 40 === 1) void find()
    setTimeout(turn, 20)
  }
  turn()
  return () => { on = false; signal('SIGCONT') }
}

test('a slow machine is not taken for a worker that has died', async ({ page, browser }) => {
  test.setTimeout(240_000)
  const started: string[] = []
  page.on('worker', worker => { if (/\/worker-/.test(worker.url())) started.push(worker.url()) })
  const full = await aQuarterOfTheSpeed(browser)
  try {
    await page.goto('/')
    await expect(code(page)).toBeVisible({ timeout: 60_000 })
    await expect(statusBar(page)).toContainText(/\d ms/, { timeout: 60_000 })
    await drop(page, [folder(longRevisions(16))])
    const start = Date.now()
    await expect(statusBar(page)).toContainText('Stop', { timeout: 60_000 })
    // A check that takes longer than nothing may be heard of a worker on a fast machine.
    await expect(statusBar(page)).toContainText(/\d ms/, { timeout: 190_000 })
    expect(Date.now() - start).toBeGreaterThan(10_000)
    expect(started).toHaveLength(1)
    await expect(statusBar(page)).not.toContainText('paused')
  } finally { full() }
})

test('a long check can be stopped: what was there stays, and nothing is checked until somebody goes on', async ({ page }) => {
  test.setTimeout(90_000)
  await open(page)
  await checker(page).evaluate(() => {
    const scope = self as unknown as { onmessage: (event: unknown) => void }, answer = scope.onmessage
    scope.onmessage = event => { const end = performance.now() + 20_000; while (performance.now() < end); answer(event) }
  })
  await typeIn(page, 'Control+Home', '# x\n')
  await statusBar(page).getByRole('button', { name: 'Stop' }).click()
  await expect(statusBar(page)).toContainText('Checking was stopped.')
  await expect.poll(() => page.workers().filter(worker => /\/worker-/.test(worker.url())).length).toBe(0)
  expect(await codes(page)).toEqual(['MC401', 'MR201', 'TC302', 'MB102'])
  await page.keyboard.type('metadata = 1\n')
  await page.waitForTimeout(500)
  await expect(statusBar(page)).toContainText('Checking was stopped.')
  await statusBar(page).getByRole('button', { name: 'Check again' }).click()
  await expect(statusBar(page)).not.toContainText('stopped')
  await checked(page)
})

test('on a phone, where there is no status line, a long check is stopped beside the tabs', async ({ page }) => {
  test.setTimeout(90_000)
  await page.setViewportSize({ width: 390, height: 800 })
  await page.goto('/')
  await expect(code(page)).toBeVisible()
  await expect(statusBar(page)).toContainText(/\d ms/)
  await checker(page).evaluate(() => {
    const scope = self as unknown as { onmessage: (event: unknown) => void }, answer = scope.onmessage
    scope.onmessage = event => { const end = performance.now() + 20_000; while (performance.now() < end); answer(event) }
  })
  await typeIn(page, 'Control+Home', '# x\n')
  await page.locator('#tabs').getByRole('button', { name: 'Stop' }).click()
  await expect(page.locator('#tabs').getByRole('button', { name: 'Check again' })).toBeVisible()
})

test('a worker that is replaced is back soon, with fifty files', async ({ page, guard }) => {
  guard.allow(/killed by a test/)
  await open(page)
  const files = Object.fromEntries(Array.from({ length: 25 }, (_, i) => [[`modules/standard/p${i}/models.py`, models(`P${i}`)], [`modules/standard/p${i}/api.py`, api(`P${i}`)]] as const).flat())
  await drop(page, [folder(files)])
  await expect(page.locator('.workspace-name')).toHaveText('shop-project')
  await checked(page)
  const asked: string[] = []
  page.on('request', request => { asked.push(request.url()) })
  await page.evaluate(() => {
    const times: { restarting?: number; back?: number } = {}
    Object.assign(window, { times })
    new MutationObserver(() => {
      const said = document.getElementById('status')?.textContent ?? ''
      if (said.includes('Restarting')) times.restarting ??= performance.now()
      else if (times.restarting !== undefined && /\d ms/.test(said)) times.back ??= performance.now()
    }).observe(document.getElementById('status') as HTMLElement, { childList: true, characterData: true, subtree: true })
  })
  await kill(page)
  const took = await page.waitForFunction(() => { const { times } = window as unknown as { times: { restarting?: number; back?: number } }; return times.back !== undefined && times.restarting !== undefined ? times.back - times.restarting : false })
  console.log(`a worker with fifty files was replaced in ${Math.round(await took.jsonValue() as number)} ms`)
  expect(await took.jsonValue()).toBeLessThan(3_000)
  expect(asked.filter(url => /\.wasm/.test(url))).toEqual([])
})

test('an idle worker is asked at once', async ({ page }) => {
  await page.addInitScript(() => {
    const asked: number[] = [], keys: number[] = []
    Object.assign(window, { asked, keys })
    const post = Worker.prototype.postMessage
    Worker.prototype.postMessage = function (this: Worker, message: { question?: { t: string } }, ...rest: []) {
      if (message.question?.t === 'check') asked.push(performance.now())
      post.call(this, message, ...rest)
    }
    addEventListener('beforeinput', () => keys.push(performance.now()), true)
  })
  await open(page)
  await code(page).focus()
  await page.keyboard.press('Control+Home')
  const waits: number[] = []
  for (let i = 0; i < 7; i++) {
    await page.waitForTimeout(600)
    const before = await page.evaluate(() => (window as unknown as { asked: number[] }).asked.length)
    await page.keyboard.type('#')
    waits.push(await (await page.waitForFunction(n => { const { asked, keys } = window as unknown as { asked: number[]; keys: number[] }; return asked.length > n && (asked[n] ?? 0) - (keys.at(-1) ?? 0) }, before)).jsonValue() as number)
  }
  console.log(`from a key to the worker: ${waits.map(ms => ms.toFixed(1)).join(' ')} ms`)
  expect(waits.sort((a, b) => a - b)[3]).toBeLessThan(45)
})

test('an answer that nobody waits for any more opens nothing', async ({ page }) => {
  await open(page)
  await checker(page).evaluate(() => {
    const scope = self as unknown as { onmessage: (event: { data: { question?: { t: string } } }) => void }, answer = scope.onmessage
    scope.onmessage = event => { if (event.data.question?.t === 'fix') { const end = performance.now() + 1_500; while (performance.now() < end); } answer(event) }
  })
  await page.getByRole('button', { name: /^Fix 1 safe/ }).click()
  await expect(page.getByRole('dialog')).toContainText('Working')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.waitForTimeout(2_500)
  await expect(page.getByRole('dialog')).toHaveCount(0)
  expect(await problems(page).count()).toBeGreaterThan(0)
})

test('a killed worker is replaced, findings come back, and typing goes on', async ({ page, guard }) => {
  guard.allow(/killed by a test/)
  await open(page)
  await kill(page)
  await typeIn(page, 'Control+Home', '# typed while it was dead\n')
  await expect.poll(() => codes(page)).toEqual(['MC401', 'MR201', 'TC302', 'MB102'])
  await checked(page)
  await expect.poll(() => text(page)).toContain('# typed while it was dead')
  await page.keyboard.type('metadata = 1\n')
  await checked(page)
})

test('a worker that falls silent is noticed by the watchdog', async ({ page }) => {
  test.setTimeout(60_000)
  await open(page)
  await checker(page).evaluate(() => { (self as unknown as { onmessage: unknown }).onmessage = () => undefined })
  await typeIn(page, 'Control+Home', '# x\n')
  await expect(statusBar(page)).toContainText('Still checking')
  await page.keyboard.type('# still typing\n')
  await expect.poll(() => text(page)).toContain('# still typing')
  await expect(statusBar(page)).not.toContainText('Still checking', { timeout: 20_000 })
  await checked(page)
  await expect.poll(() => codes(page)).toEqual(['MC401', 'MR201', 'TC302', 'MB102'])
})

test('two failures pause checking; everything else works; resuming checks again', async ({ page, guard }) => {
  guard.allow(/killed by a test/)
  await open(page)
  await kill(page)
  await expect.poll(() => page.workers().length).toBeGreaterThan(0)
  await page.waitForTimeout(500)
  await kill(page)
  await expect(statusBar(page)).toContainText('Checking is paused')
  await typeIn(page, 'Control+Home', '# in safe mode\n')
  await expect.poll(() => text(page)).toContain('# in safe mode')
  await expect(openNote(page)).toContainText('cannot be tried while checking is paused')
  expect(await page.title()).toBe('Limbeck')
  await statusBar(page).getByRole('button', { name: 'Resume' }).click()
  await checked(page)
  await expect(openNote(page)).toContainText('✓')
})

test('a checker that cannot be loaded leaves an editor that works', async ({ page, guard }) => {
  guard.allow(/wasm|Failed to load/i)
  await page.route(/\.wasm$/, route => route.abort())
  await page.goto('/')
  await expect(code(page)).toBeVisible()
  await expect(statusBar(page)).toContainText('The checker could not be loaded')
  await code(page).focus()
  await page.keyboard.type('# works')
  await expect.poll(() => text(page)).toContain('# works')
})
