// abi.ts: the only file that knows the C ABI of checker.wasm; usable in the page, in a worker and in Node.
// It decides nothing: bytes in, the core's own JSON out.

import type { Catalog, FixReply, FixSelection, Page, Report, SchemaQuery, SideBySide, Wanted } from './report.ts'

export type SchemaSide = 'models' | 'migrations'
export type TextFormat = 'text' | 'sarif' | 'github' | 'markdown' | 'facts'

/** One workspace of the core. After a trap it must not be called again. */
export interface Core {
  setFile(path: string, bytes: Uint8Array): void
  setOpaque(path: string, reason: string): void
  removeFile(path: string): void
  clear(): void
  check(): Report
  fix(selection: FixSelection): FixReply
  /** The last report in another format, as the command line prints it. */
  report(format: TextFormat): string
  /** Both schemas, side by side. */
  schema(query: SchemaQuery): SideBySide
  /** One of them as CREATE TABLE statements. */
  ddl(of: SchemaSide, query: SchemaQuery): string
  /** All rules. `pages` is rule-pages.txt, which lies beside checker.wasm; without it no rule has examples. */
  catalog(pages: Uint8Array): Catalog
  page(markdown: string): Page
  wants(path: string): Wanted
  /** Bytes of linear memory in use. */
  memory(): number
}

interface Exports {
  readonly memory: WebAssembly.Memory
  _initialize?(): void
  limbeck_allocate(size: number): number
  limbeck_free(pointer: number): void
  limbeck_set_file(path: number, pathSize: number, bytes: number, byteSize: number): void
  limbeck_set_opaque(path: number, pathSize: number, reason: number, reasonSize: number): void
  limbeck_remove_file(path: number, pathSize: number): void
  limbeck_clear(): void
  limbeck_check(): number
  limbeck_fix(selection: number, size: number): number
  limbeck_report(format: number, size: number): number
  limbeck_schema(query: number, size: number): number
  limbeck_catalog(pages: number, size: number): number
  limbeck_page(markdown: number, size: number): number
  limbeck_wants(path: number, size: number): number
  limbeck_reply(): number
}

/**
 * The core does no I/O, so whatever the toolchain imports may answer "nothing happened"; that it was asked for shows that the core works.
 * `grown`: it has taken some more memory.
 */
function inertImports(module: WebAssembly.Module, moving: () => void, grown: () => void): WebAssembly.Imports {
  const imports: Record<string, Record<string, WebAssembly.ImportValue>> = {}
  for (const wanted of WebAssembly.Module.imports(module)) {
    if (wanted.kind !== 'function') continue
    const room = (imports[wanted.module] ??= {})
    room[wanted.name] = wanted.name === 'proc_exit'
      ? () => { throw new WebAssembly.RuntimeError('the checker ended itself') }
      : wanted.name === 'emscripten_notify_memory_growth' ? () => { moving(); grown() }
      : () => { moving(); return 0 }
  }
  return imports
}

/** `moving`: called now and then while a call of the core is under way. */
export async function instantiate(module: WebAssembly.Module, moving: () => void = () => undefined): Promise<Core> {
  let wasm: Exports | undefined
  const instance = await WebAssembly.instantiate(module, inertImports(module, moving, () => { if (wasm) growOn(wasm.memory) }))
  wasm = instance.exports as unknown as Exports
  wasm._initialize?.()
  return connect(wasm)
}

const PAGE = 2 ** 16
/** At most this much at once. */
const STEP = 64 * 2 ** 20

/** The core takes the 64 KB it needs, and the engine moves the whole memory for them. Half as much again spares it most of the moves. */
function growOn(memory: WebAssembly.Memory): void {
  try { memory.grow(Math.min(memory.buffer.byteLength / 2, STEP) / PAGE | 0) } catch { /* then it goes on by small steps */ }
}

function connect(wasm: Exports): Core {
  const encoder = new TextEncoder()
  const decoder = new TextDecoder()

  // Memory may grow in any call, so every view of it is made anew.
  function passing<T>(parts: readonly Uint8Array[], call: (...places: number[]) => T): T {
    const places: number[] = []
    try {
      for (const bytes of parts) {
        const pointer = wasm.limbeck_allocate(bytes.byteLength || 1)
        new Uint8Array(wasm.memory.buffer, pointer, bytes.byteLength).set(bytes)
        places.push(pointer, bytes.byteLength)
      }
      return call(...places)
    } finally {
      for (let i = 0; i < places.length; i += 2) wasm.limbeck_free(places[i] ?? 0)
    }
  }
  const reply = (size: number): string =>
    decoder.decode(new Uint8Array(wasm.memory.buffer, wasm.limbeck_reply(), size))
  const utf8 = (text: string): Uint8Array => encoder.encode(text)
  // The one cast of the page: the shape is promised by the core and tested against report.ts.
  const json = <T>(size: number): T => JSON.parse(reply(size)) as T

  return {
    setFile: (path, bytes) => passing([utf8(path), bytes], (p = 0, n = 0, b = 0, m = 0) => wasm.limbeck_set_file(p, n, b, m)),
    setOpaque: (path, reason) => passing([utf8(path), utf8(reason)], (p = 0, n = 0, r = 0, m = 0) => wasm.limbeck_set_opaque(p, n, r, m)),
    removeFile: path => passing([utf8(path)], (p = 0, n = 0) => wasm.limbeck_remove_file(p, n)),
    clear: () => wasm.limbeck_clear(),
    check: () => json<Report>(wasm.limbeck_check()),
    fix: selection => passing([utf8(JSON.stringify(selection))], (p = 0, n = 0) => json<FixReply>(wasm.limbeck_fix(p, n))),
    report: format => passing([utf8(format)], (p = 0, n = 0) => reply(wasm.limbeck_report(p, n))),
    schema: query => passing([utf8(JSON.stringify({ ...query, of: 'both' }))], (p = 0, n = 0) => json<SideBySide>(wasm.limbeck_schema(p, n))),
    ddl: (of, query) => passing([utf8(JSON.stringify({ ...query, of, format: 'sql' }))], (p = 0, n = 0) => reply(wasm.limbeck_schema(p, n))),
    catalog: pages => passing([pages], (p = 0, n = 0) => json<Catalog>(wasm.limbeck_catalog(p, n))),
    page: markdown => passing([utf8(markdown)], (p = 0, n = 0) => json<Page>(wasm.limbeck_page(p, n))),
    wants: path => passing([utf8(path)], (p = 0, n = 0) => json<Wanted>(wasm.limbeck_wants(p, n))),
    memory: () => wasm.memory.buffer.byteLength,
  }
}
