// tokens.test.ts: every pair of colours that meets on the page keeps its contrast, computed from the sheet itself.

import { readFileSync } from 'node:fs'
import { expect, describe, test } from 'vitest'

const css = readFileSync(new URL('../../../web/src/tokens.css', import.meta.url), 'utf8')
const tokens = new Map([...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(([, name = '', light = '', dark = '']) => [name, { light, dark }] as const))

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16) / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
function contrast(one: string, other: string, theme: 'light' | 'dark'): number {
  const a = luminance(tokens.get(one)?.[theme] ?? ''), b = luminance(tokens.get(other)?.[theme] ?? '')
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

const grounds = ['paper', 'surface', 'raised', 'accent-soft'] as const
const texts = ['ink', 'ink-2', 'ink-3', 'accent', 'error', 'warn', 'ok', 'info', 'copper', 'code-keyword', 'code-string', 'code-number'] as const
const lanes = ['lane-0', 'lane-1', 'lane-2', 'lane-3', 'lane-4'] as const
const onOwnTint = [['error', 'error-soft'], ['warn', 'warn-soft'], ['ok', 'ok-soft'], ['info', 'info-soft'], ['copper', 'copper-soft'], ['ink', 'error-soft'], ['ink', 'ok-soft'], ['ink', 'warn-soft'], ['ink', 'copper-soft'], ['ink-2', 'error-soft'], ['ink-2', 'ok-soft']] as const

for (const theme of ['light', 'dark'] as const) describe(`in the ${theme} theme`, () => {
  for (const ground of grounds) for (const text of texts) {
    if (ground === 'accent-soft' && !['ink', 'ink-2', 'accent', 'error', 'warn'].includes(text)) continue
    test(`${text} is readable on ${ground}`, () => expect(contrast(text, ground, theme)).toBeGreaterThanOrEqual(4.7))
  }
  for (const [text, ground] of onOwnTint) test(`${text} is readable on ${ground}`, () => expect(contrast(text, ground, theme)).toBeGreaterThanOrEqual(4.7))
  test('paper is readable on a pressed button', () => expect(contrast('paper', 'accent', theme)).toBeGreaterThanOrEqual(4.7))
  for (const ground of ['paper', 'surface', 'accent-soft'] as const) for (const lane of lanes) test(`a line of ${lane} is visible on ${ground}`, () => expect(contrast(lane, ground, theme)).toBeGreaterThanOrEqual(3.4))
  for (const ground of ['paper', 'surface', 'raised'] as const) test(`a control's edge is visible on ${ground}`, () => expect(contrast('edge', ground, theme)).toBeGreaterThanOrEqual(3.4))
})
