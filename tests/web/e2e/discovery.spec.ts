// discovery.spec.ts: whether Alembic sees each model: the column of the matrix, the chain of imports behind it, and the way there
// from a finding.

import { AxeBuilder } from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { code, codes, expect, open, openNote, problems, test, text } from '../support/page.ts'

const SAMPLE = '/#sample/registration-file'
const cell = (page: Page, verdict: string): Locator => page.getByRole('button', { name: new RegExp(`^project B1: ${verdict}`) })
const evidence = (page: Page): Locator => page.locator('.evidence')
const way = (page: Page, model: string): Locator => evidence(page).locator('.way', { has: page.locator('.way-model code', { hasText: model }) })
/** The line of the editor's cursor, counted from 1. */
const line = (page: Page): Promise<number> => code(page).evaluate(content => {
  const { state } = (content as unknown as { cmTile: { root: { view: { state: { doc: { lineAt(at: number): { number: number } }; selection: { main: { head: number } } } } } } }).cmTile.root.view
  return state.doc.lineAt(state.selection.main.head).number
})

async function openCell(page: Page, verdict: string): Promise<void> {
  await page.getByRole('tab', { name: 'Compliance' }).click()
  await cell(page, verdict).click()
  await expect(evidence(page).getByRole('heading')).toContainText('B1')
}

test('a forgotten domain fails, and the others show the way from env.py to their models', async ({ page }) => {
  await open(page, SAMPLE)
  await expect.poll(() => codes(page)).toContain('MR210')
  await openCell(page, 'Fails')
  await expect(evidence(page).locator('.way-model code')).toHaveText(['Vendor', 'Account', 'User'])
  await expect(way(page, 'Vendor')).toContainText('migrations/env.py')
  await expect(way(page, 'Vendor').locator('.way-model .icon-error')).toBeVisible()
  // The way breaks where the list of imports ends.
  await expect(way(page, 'Vendor').getByRole('button', { name: 'app/db/model_registration.py:3' })).toBeVisible()
  const steps = way(page, 'User').getByRole('listitem')
  await expect(steps).toHaveCount(3)
  await expect(steps.nth(0)).toContainText('migrations/env.py:6')
  await expect(steps.nth(1)).toContainText('app/db/model_registration.py:3')
  await expect(steps.last()).toContainText('Arrives at User')
})

test('a step goes to its file and line, and the model to its class', async ({ page }) => {
  await open(page, SAMPLE)
  await openCell(page, 'Fails')
  await way(page, 'User').getByRole('button', { name: 'app/db/model_registration.py:3' }).click()
  await expect(page.getByRole('tab', { name: /model_registration\.py/ })).toHaveAttribute('aria-selected', 'true')
  await expect.poll(() => line(page)).toBe(3)
  await way(page, 'User').getByRole('button', { name: /^app\/domains\/users\/models\.py:\d+$/ }).click()
  await expect(page.getByRole('tab', { name: /users\/models\.py/ })).toHaveAttribute('aria-selected', 'true')
  await expect.poll(() => line(page)).toBe(7)
})

test('a finding leads to the way that breaks, and its fix mends it', async ({ page }) => {
  await open(page, SAMPLE)
  await problems(page).filter({ hasText: 'MR210' }).click()
  await openNote(page, 'MR210').getByRole('button', { name: 'Show the way' }).click()
  await expect(page.getByRole('tab', { name: 'Compliance' })).toHaveAttribute('aria-selected', 'true')
  await expect(evidence(page).getByRole('heading')).toBeFocused()
  await expect(cell(page, 'Fails')).toHaveAttribute('aria-pressed', 'true')
  await expect(openNote(page, 'MR210')).toContainText('✓')
  await openNote(page, 'MR210').getByRole('button', { name: 'Apply fix' }).click()
  await expect(cell(page, 'Passes')).toBeVisible()
  await expect(way(page, 'Vendor').getByRole('listitem')).toHaveCount(3)
  await expect(way(page, 'Vendor').getByRole('listitem').last()).toContainText('Arrives at Vendor')
  await way(page, 'Vendor').getByRole('button', { name: /^app\/db\/model_registration\.py/ }).click()
  await expect.poll(() => text(page)).toContain('from app.domains.vendors.models import Vendor')
})

test('the way is shown and walked by keys alone', async ({ page }) => {
  await open(page, SAMPLE)
  await page.getByRole('tab', { name: 'Compliance' }).focus()
  await page.keyboard.press('Enter')
  await page.locator('.cell').first().focus()
  await page.keyboard.press('ArrowDown')
  await cell(page, 'Fails').focus()
  await page.keyboard.press('Enter')
  await way(page, 'User').getByRole('button').nth(1).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('tab', { name: /env\.py/ })).toHaveAttribute('aria-selected', 'true')
  await expect(code(page)).toBeFocused()
})

test('what breaks the way is one of its steps', async ({ page }) => {
  await open(page, '/#sample/plugin-registry')
  await openCell(page, 'Fails')
  await expect(way(page, 'Report').getByRole('listitem').first()).toContainText('app/domains/reports/models.py:8')
  await expect(way(page, 'Report').getByRole('listitem').last()).toContainText('Never arrives at Report')
})

for (const theme of ['light', 'dark'] as const) for (const slug of ['registration-file', 'auto-discovery', 'plugin-registry']) {
  test(`axe finds nothing wrong with the ways of ${slug} in the ${theme} theme`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    await open(page, `/#sample/${slug}`)
    await openCell(page, 'Fails')
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(one => `${one.id}: ${one.nodes.map(node => node.target.join(' ')).join(', ')}`)).toEqual([])
  })
}

test('the matrix fits its panel on a desktop', async ({ page }) => {
  await open(page, SAMPLE)
  await page.getByRole('tab', { name: 'Compliance' }).click()
  await expect(page.locator('.matrix')).toBeVisible()
  await expect.poll(() => page.locator('.matrix-wrap').evaluate(wrap => wrap.scrollWidth - wrap.clientWidth)).toBe(0)
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

  test('only the matrix scrolls sideways, and the name of the module stays in sight', async ({ page }) => {
    await open(page, SAMPLE)
    await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Compliance' }).tap()
    await cell(page, 'Fails').tap()
    await expect(way(page, 'User')).toBeVisible()
    await expect.poll(() => page.locator('#panel-body').evaluate(body => body.scrollWidth - body.clientWidth)).toBe(0)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    await expect(cell(page, 'Fails')).toBeInViewport()
    await expect(page.locator('.matrix-module', { hasText: 'project' })).toBeInViewport()
  })

  test('from a finding to its way, to a step, and back', async ({ page }) => {
    await open(page, SAMPLE)
    await expect(openNote(page, 'MR210')).toBeVisible()
    await openNote(page, 'MR210').getByRole('button', { name: 'Show the way' }).tap()
    await expect(evidence(page)).toBeInViewport()
    await expect(code(page)).toBeHidden()
    await way(page, 'Vendor').getByRole('button', { name: /vendors\/models\.py/ }).tap()
    await expect(code(page)).toBeVisible()
    await page.goBack()
    await expect(evidence(page)).toBeVisible()
    await page.goBack()
    await expect(code(page)).toBeVisible()
  })
})
