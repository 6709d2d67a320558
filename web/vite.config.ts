// vite.config.ts: builds the page into dist/, beside the docs, which it leaves alone.

import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vite'
import { fillPage, loadCore, makeFirst, pagesPath, readSamples, wasmPath } from './tools/prerender.ts'

const root = dirname(fileURLToPath(import.meta.url))
const out = resolve(root, '../dist')

/** The core's list of characters that nobody sees, as the inside of a class of a regular expression with the flag `u`. */
function invisible(): string {
  const list = readFileSync(resolve(root, '../core/text/invisible.def'), 'utf8')
  return [...list.matchAll(/^\{0x([0-9A-F]+), 0x([0-9A-F]+)\},/gm)].map(([, first, last]) => `\\u{${first}}-\\u{${last}}`).join('')
}

function limbeck(): Plugin {
  return {
    name: 'limbeck',
    enforce: 'pre',
    resolveId(id) {
      if (id === 'limbeck:samples') return '\0limbeck:samples'
      if (id === 'limbeck:invisible') return '\0limbeck:invisible'
      if (id === 'limbeck:wasm') return `${wasmPath(root)}?url&no-inline`
      if (id === 'limbeck:pages') return `${pagesPath(root)}?url&no-inline`
      return null
    },
    async load(id) {
      if (id === '\0limbeck:invisible') return `export default ${JSON.stringify(invisible())}`
      if (id !== '\0limbeck:samples') return null
      const samples = readSamples(await loadCore(root), root)
      // A string parsed as JSON is read faster than a literal of the same content.
      return `export default JSON.parse(${JSON.stringify(JSON.stringify(samples))})`
    },
    transformIndexHtml: {
      order: 'pre',
      async handler(html) {
        const core = await loadCore(root)
        const sample = readSamples(core, root).find(one => one.slug === 'default')
        if (!sample) throw new Error('samples/default.md is missing')
        return fillPage(html, makeFirst(core, sample))
      },
    },
  }
}

/** What the page will need next is fetched while its first script still runs. */
function hints(): Plugin {
  return {
    name: 'limbeck-hints',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        const names = Object.keys(bundle ?? {})
        const find = (start: string, end: string): string | undefined => names.find(name => name.startsWith(`assets/${start}-`) && name.endsWith(end))
        const wasm = find('checker', '.wasm')
        const links = [find('app', '.js'), find('editor', '.js')].filter(name => name !== undefined).map(name => `<link rel="modulepreload" href="/${name}">`)
        if (wasm) links.push(`<link rel="preload" as="fetch" type="application/wasm" crossorigin href="/${wasm}">`)
        return html.replace('</head>', `  ${links.join('\n  ')}\n</head>`)
      },
    },
    buildStart() {
      if (!existsSync(out)) return
      for (const name of readdirSync(out)) if (name !== 'docs') rmSync(join(out, name), { recursive: true })
    },
  }
}

export default defineConfig({
  root,
  plugins: [limbeck(), hints()],
  build: {
    outDir: out,
    emptyOutDir: false,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // What the application and the views that come later share stays with the application: it is always there first.
    rolldownOptions: { output: { codeSplitting: { groups: [
      { name: 'index', test: /\/src\/(?:boot|fallback|trusted|project\/plain|checker\/ahead)\.ts$|\/checker\/worker\.ts\?worker&url$|\.wasm\?url/, priority: 2 },
      { name: 'app', test: /\/src\/app\.ts$/, priority: 1 },
    ] } } },
  },
  worker: { format: 'es' },
  test: { include: ['../tests/web/unit/**/*.test.ts'], environment: 'node', testTimeout: 30_000, root },
} as Parameters<typeof defineConfig>[0])
