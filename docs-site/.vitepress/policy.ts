// policy.ts: the pages under the policy of netlify.toml: no inline script, no inline style. VitePress writes a few; a
// script becomes a file of its own, and a style of the theme is dropped, since our sheet says the same.

import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Rewrites one page; files go below `folder`, which is served at `base`. */
export function obeyPolicy(html: string, folder: string, base: string): string {
  const withFiles = html.replace(/<script\b([^>]*)>([^]*?)<\/script>/g, (whole, attributes: string, body: string) => {
    if (/\bsrc=/.test(attributes) || /\btype="application\/json"/.test(attributes) || body.trim() === '') return whole
    const name = `inline.${createHash('sha256').update(body).digest('hex').slice(0, 8)}.js`
    mkdirSync(join(folder, 'assets'), { recursive: true })
    writeFileSync(join(folder, 'assets', name), body)
    const kept = attributes.replace(/\s*id="[^"]*"/, '')
    return `<script${kept} src="${base}assets/${name}"></script>`
  })
  return withFiles.replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle="[^"]*"/g, ''))
}
