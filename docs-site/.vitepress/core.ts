// core.ts: the checker itself, in Node, at build time. Every word about a rule and every finding on these pages is its own.

import { readFileSync } from 'node:fs'
import { instantiate, type Core } from '../../web/src/checker/abi.ts'
import type { Catalog, CatalogRule, NewFile, Report } from '../../web/src/checker/report.ts'

const wasm = new URL('../../build/wasm/checker.wasm', import.meta.url)
const pages = new URL('rule-pages.txt', wasm)

let opened: Promise<Core> | undefined

function open(): Promise<Core> {
  opened ??= WebAssembly.compile(readFileSync(wasm)).then(instantiate)
  return opened
}

export async function catalogue(): Promise<Catalog> {
  return (await open()).catalog(readFileSync(pages))
}

export async function check(files: readonly NewFile[]): Promise<Report> {
  const core = await open()
  const encoder = new TextEncoder()
  core.clear()
  for (const { path, text } of files) core.setFile(path, encoder.encode(text))
  return core.check()
}

/** Rules by family, in the order of the families; a family without a rule yet is left out. */
export function byFamily({ families, rules }: Catalog): { title: string; rules: CatalogRule[] }[] {
  return families
    .map(({ prefix, title }) => ({ title, rules: rules.filter(({ code }) => code.startsWith(prefix)) }))
    .filter((family) => family.rules.length > 0)
}
