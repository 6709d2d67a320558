// The documentation as it is built: one page per rule, no dead link, nothing that its own policy would refuse.

import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, chromium, type Page } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { instantiate } from '../../web/src/checker/abi.ts'
import { serve } from '../../web/tools/serve.mjs'

const project = resolve(fileURLToPath(import.meta.url), '../../..')
const dist = join(project, 'dist')
const core = await instantiate(await WebAssembly.compile(readFileSync(join(project, 'build/wasm/checker.wasm'))))
const rules = core.catalog(readFileSync(join(project, 'build/wasm/rule-pages.txt'))).rules

const pages = readdirSync(join(dist, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.html'))
  .map((path) => `docs/${path}`)
  .sort()
const htmlOf = (page: string) => readFileSync(join(dist, page), 'utf8')

let server: Awaited<ReturnType<typeof serve>>
let browser: Browser
let origin: string

beforeAll(async () => {
  server = await serve({ root: dist, config: join(project, 'netlify.toml'), port: 0 })
  origin = `http://localhost:${server.port}`
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update'],
  })
}, 30_000)

afterAll(async () => {
  await browser?.close()
  server?.server.close()
})

describe.each(rules.map(({ code, name }) => ({ code, name })))('$code $name', ({ code, name }) => {
  test('has a page, and a short address that leads to it', async () => {
    const answer = await fetch(`${origin}/r/${code}`)
    expect(answer.status).toBe(200)
    expect(answer.url).toBe(`${origin}/docs/rules/${code}`)
    expect(await answer.text()).toContain(name)
  })
})

test('every rule has its page', () => {
  expect(rules.length).toBeGreaterThan(90)
  for (const { code } of rules) expect(pages).toContain(`docs/rules/${code}.html`)
})

test('the table names every rule', () => {
  const table = htmlOf('docs/rules/index.html')
  for (const { code } of rules) expect(table).toContain(`/docs/rules/${code}"`)
})

describe.each(pages)('%s', (page) => {
  const html = htmlOf(page)

  test('has no inline script, style or handler', () => {
    expect(html).toContain('<script')
    for (const [whole, attributes, body] of html.matchAll(/<script\b([^>]*)>([^]*?)<\/script>/g)) {
      expect(/\bsrc="/.test(attributes ?? '') || body?.trim() === '', whole.slice(0, 200)).toBe(true)
    }
    expect(html).not.toMatch(/<style\b/)
    expect(html).not.toMatch(/<[a-z][^>]*\s(?:style|on[a-z]+)="/i)
  })

  test('leads nowhere that is not there', async () => {
    const links = [...html.matchAll(/\b(?:href|src)="([^"]+)"/g)].map((match) => match[1] ?? '')
    expect(links.length).toBeGreaterThan(0)
    for (const link of new Set(links)) {
      const url = new URL(link, `${origin}/${page.replace(/(?:index)?\.html$/, '')}`)
      expect(url.origin, `${link} leads away`).toBe(origin)
      const answer = await fetch(url)
      expect(answer.status, link).toBe(200)
      if (url.hash) expect(await answer.text(), link).toContain(`id="${decodeURIComponent(url.hash.slice(1))}"`)
    }
  })
})

/** Opens a page that may complain to nobody: no console error, no refused policy, no request to elsewhere. */
async function visit(path: string, colorScheme: 'light' | 'dark', width: number): Promise<{ page: Page; complaints: string[] }> {
  const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 } })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => { if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text()) })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('request', (request) => { if (!request.url().startsWith(origin)) complaints.push(`asked ${request.url()}`) })
  await page.goto(origin + path, { waitUntil: 'networkidle' })
  return { page, complaints }
}

const first = rules[0]?.code ?? ''
const views = ['/docs/', '/docs/rules/', `/docs/rules/${first}`].flatMap((path) =>
  [{ scheme: 'light', width: 1280 }, { scheme: 'light', width: 390 }, { scheme: 'light', width: 320 }, { scheme: 'dark', width: 1280 }]
    .map(({ scheme, width }) => ({ path, scheme: scheme as 'light' | 'dark', width })))

test.each(views)('$path, $scheme, $width px wide, is at peace with its policy and with axe', { timeout: 30_000 }, async ({ path, scheme, width }) => {
  const { page, complaints } = await visit(path, scheme, width)
  onTestFinished(() => page.context().close())
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 'wider than the screen').toBeLessThanOrEqual(0)
  expect(complaints).toEqual([])
})

test('the table of rules can be searched', { timeout: 30_000 }, async () => {
  const { page, complaints } = await visit('/docs/rules/', 'light', 1280)
  onTestFinished(() => page.context().close())
  const rows = page.locator('.rules-table tbody td:first-child')
  await expect.poll(() => rows.count()).toBe(rules.length)
  await page.getByLabel('Words').fill(first)
  await expect.poll(() => rows.allTextContents()).toEqual([first])
  await page.getByLabel('Words').fill('nothing is called like this')
  await page.getByText('No rule is like that.').waitFor()
  expect(complaints).toEqual([])
})

test('the page of every rule shows its findings under their lines', () => {
  for (const { code, examples } of rules) {
    const own = examples.flatMap(({ expected }) => expected).length
    const html = htmlOf(`docs/rules/${code}.html`)
    expect(html.split('class="note note-').length - 1, code).toBe(own)
  }
})
