// prerender.ts: at build time the core runs in Node: it parses the samples and checks the default one, so that the page's first
// sight is real HTML with real findings.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { instantiate, type Core } from '../src/checker/abi.ts'
import { highlightLines } from '../src/editor/highlight.ts'
import type { First } from '../src/fallback.ts'
import { firstState } from '../src/project/first.ts'
import { panelBody, regions } from '../src/regions.ts'
import { proofKey, type Sample } from '../src/state.ts'
import { firstCode } from '../src/views/first.ts'
import { nothing, type TemplateResult } from 'lit/html.js'
import { serialize } from './serialize.ts'

export const wasmPath = (root: string): string => process.env['LIMBECK_WASM'] ?? resolve(root, '../build/wasm/checker.wasm')

/** The pages of the rules, whole: they lie beside the checker. */
export const pagesPath = (root: string): string => join(dirname(wasmPath(root)), 'rule-pages.txt')

export async function loadCore(root: string): Promise<Core> {
  const path = wasmPath(root)
  if (!existsSync(path)) throw new Error(`${path} is not there: build the checker first (./dev build), or point LIMBECK_WASM at it.`)
  return instantiate(await WebAssembly.compile(readFileSync(path)))
}

/** Every sample, in the order of samples/order.json. */
export function readSamples(core: Core, root: string): Sample[] {
  const folder = join(root, 'samples')
  const order = JSON.parse(readFileSync(join(folder, 'order.json'), 'utf8')) as { slug: string; group: string }[]
  const slugs = readdirSync(folder).filter(name => name.endsWith('.md')).map(name => name.slice(0, -3))
  const unlisted = slugs.filter(slug => !order.some(one => one.slug === slug))
  if (unlisted.length > 0) throw new Error(`samples/order.json does not list ${unlisted.join(', ')}`)
  return order.map(({ slug, group }) => {
    const page = core.page(readFileSync(join(folder, `${slug}.md`), 'utf8'))
    const [example] = page.examples
    if (!example || example.files.length === 0) throw new Error(`samples/${slug}.md has no example with files`)
    return { slug, group, title: page.title, summary: page.summary, files: example.files, codes: example.expected.map(one => one.code) }
  })
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

/** The default sample, checked, with the worst finding of its first file open: that file is as long as a small screen is high. */
export function makeFirst(core: Core, sample: Sample): First {
  core.clear()
  for (const file of sample.files) core.setFile(file.path, encode(file.text))
  const report = core.check()
  const counted = report.findings.filter(finding => finding.because === undefined)
  const open = counted.find(finding => finding.path === sample.files[0]?.path) ?? counted[0]
  const proofs = (open?.fixes ?? []).flatMap((fix, i) => fix.class === 'advice' || !open ? [] : [[proofKey(open.id, i), { t: 'tried' as const, reply: core.fix({ finding: open.id, fix: i }) }] as const])
  return { slug: sample.slug, title: sample.title, files: sample.files, active: open?.path ?? sample.files[0]?.path ?? '', selected: open?.id ?? null, report, proofs }
}

// Handlers are left out of the serialised page, so nothing is ever emitted.
const nobody = (): void => undefined

export function fillPage(html: string, first: First): string {
  const state = firstState(first)
  const text = (template: TemplateResult | typeof nothing): string => template === nothing ? '' : serialize(template)
  const view = (id: string): string => {
    const region = regions.find(one => one.id === id)
    return region ? text(region.view(state, nobody)) : ''
  }
  const active = first.files.find(file => file.path === first.active)?.text ?? ''
  const fills: Readonly<Record<string, string>> = {
    toolbar: view('toolbar'), files: view('files'), tabs: view('tabs'), 'panel-tabs': view('panel-tabs'), panel: text(panelBody(state, nobody)),
    status: view('status'), phone: view('phone-bar'), code: text(firstCode(state, highlightLines(active))),
    first: JSON.stringify(first).replaceAll('<', '\\u003c'),
  }
  return html.replace(/<!--([\w-]+)-->/g, (whole, name: string) => fills[name] ?? whole)
}

