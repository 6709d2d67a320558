// client.ts: the supervisor of the checking worker, and the only one who talks to it.
// It judges no finding: it keeps order, drops stale answers, and replaces a worker that died or fell silent.

import type { Ahead } from './ahead.ts'
import type { SchemaSide, TextFormat } from './abi.ts'
import type { Answer, FromWorker, Gen, Id, Put, Question, Stage, Ver, WorkerLike } from './protocol.ts'
import type { Catalog, FixReply, FixSelection, Report, SchemaQuery, SideBySide, Wanted } from './report.ts'

export type CheckerStatus =
  | { readonly t: 'loading' | 'idle' }
  /** `reading`: the core is still being handed files. `long`: for a while already. */
  | { readonly t: 'checking'; readonly reading?: { readonly done: number; readonly of: number } | undefined; readonly long?: boolean }
  | { readonly t: 'slow' | 'recovering'; readonly stage?: Stage | undefined; readonly path?: string | undefined }
  | { readonly t: 'safe' | 'failed'; readonly why: string }
  /** Somebody wanted no more of it. */
  | { readonly t: 'stopped' }

/** Nothing is checked, and nothing can be asked of the core. */
export const paused = (status: CheckerStatus): boolean => status.t === 'safe' || status.t === 'failed' || status.t === 'stopped'

export interface CheckResult {
  readonly report: Report
  readonly gen: Gen
  /** Versions of the files that were checked; a finding belongs to a text only when they agree. */
  readonly vers: ReadonlyMap<string, Ver>
  readonly ms: number
  readonly heap: number
}

export interface Clock {
  now(): number
  set(run: () => void, ms: number): number
  clear(timer: number): void
}

export interface ClientOptions {
  spawn(): WorkerLike
  module(): Promise<WebAssembly.Module>
  readonly clock?: Clock
  /** The first worker, if it was begun before anybody could ask it something. */
  readonly ahead?: Ahead
  /** What the core is told about a file that killed it. */
  readonly quarantineReason: string
  onStatus(status: CheckerStatus): void
  onResult(result: CheckResult): void
  onQuarantine(path: string): void
}

/** The text changed, or the worker went away, before the answer came. */
export class Stale extends Error {}

interface Waiting {
  readonly id: Id
  readonly gen: Gen
  readonly question: Question
  readonly settle: (answer: Answer) => void
  readonly refuse: (reason: Error) => void
}

const SLOW = 1_000
/** How long nothing may be heard of a worker that was asked something. */
const SILENT = 10_000
/** To link and to try a fix are one step each, and they take longer the more files there are. */
const SILENT_PER_FILE = 50
/** What the first files take on a machine where those two are right; on a slower one they are longer by as much. */
const WARM = 80
const SLOWEST = 30
const TWICE_WITHIN = 60_000
/** How often somebody is told how far the reading is. */
const TOLD = 100

const wallClock: Clock = {
  now: () => performance.now(),
  set: (run, ms) => setTimeout(run, ms) as unknown as number,
  clear: timer => clearTimeout(timer),
}

export interface Client {
  /** The files as they are now; a check follows by itself. */
  update(files: readonly Put[]): void
  fix(select: FixSelection): Promise<FixReply>
  wants(paths: readonly string[]): Promise<readonly Wanted[]>
  catalog(pages: Uint8Array): Promise<Catalog>
  report(format: TextFormat): Promise<string>
  schema(query: SchemaQuery): Promise<SideBySide>
  ddl(of: SchemaSide, query: SchemaQuery): Promise<string>
  /** Ends what is under way; nothing is checked until somebody resumes. */
  halt(): void
  /** Leaves safe mode, gives quarantined files another chance; or goes on after a halt. */
  resume(): void
  retry(path: string): void
  gen(): Gen
  stop(): void
}

export function createClient(options: ClientOptions): Client {
  const clock = options.clock ?? wallClock
  let worker: WorkerLike | undefined
  let compiled: WebAssembly.Module | undefined
  let status: CheckerStatus = { t: 'loading' }
  let ready = false
  let careful = false
  let gen: Gen = 0
  let nextId: Id = 1
  /** How much slower this machine is than one that the limits were made for. */
  let pace = 1
  let ahead = options.ahead
  let files = new Map<string, Put>()
  let sent = new Map<string, Ver>()
  const quarantined = new Map<string, Ver>()
  const failures: number[] = []
  const waiting = new Map<Id, Waiting>()
  let unsent: Waiting[] = []
  let step: { stage: Stage; path?: string | undefined } | undefined
  let checking: { id: Id; gen: Gen; vers: Map<string, Ver> } | undefined
  let checkWanted = false
  let longAfter: number | undefined
  let long = false
  let watchdog: number | undefined
  let hush = 0
  /** Files handed over with the check that is under way, those of them that were read, and when that was last told. */
  let reading = { done: 0, of: 0, told: 0 }

  function tell(next: CheckerStatus): void {
    if (next.t === status.t && next.t !== 'slow' && next.t !== 'checking') return
    status = next
    options.onStatus(next)
  }

  function start(): void {
    ready = false
    sent = new Map()
    step = undefined
    checking = undefined
    const begun = ahead, mine = begun?.worker ?? options.spawn()
    ahead = undefined
    worker = mine
    mine.onmessage = event => { if (worker === mine) hear(event.data) }
    mine.onerror = event => {
      event.preventDefault?.()
      if (worker === mine) fail(event.message ?? 'the worker stopped')
    }
    mine.onmessageerror = () => { if (worker === mine) fail('a message of the worker could not be read') }
    const begin = (module: WebAssembly.Module): void => {
      compiled = module
      if (worker !== mine) return
      if (!begun) mine.postMessage({ t: 'init', proto: 1, module, careful, warm: [] })
      watch()
    }
    for (const message of begun?.heard ?? []) hear(message)
    if (compiled) begin(compiled)
    else (begun?.module ?? options.module()).then(begin, (problem: unknown) => {
      if (worker === mine) { worker = undefined; mine.terminate(); tell({ t: 'failed', why: String(problem) }) }
    })
  }

  // ---- watchdog: a worker that was asked something says at once that it has begun, and then whenever something moves in it. What
  // has begun may take long: the longer the slower the machine is, and the more files there are.
  function busy(): boolean { return worker !== undefined && (!ready || checking !== undefined || waiting.size > 0) }
  function unwatch(): void {
    if (watchdog !== undefined) clock.clear(watchdog)
    watchdog = undefined
  }
  // Never rearmed by what the page does: somebody typing steadily must not keep a dead worker alive.
  function watch(): void {
    if (!busy() || !compiled) { hush = 0; unwatch(); return }
    if (watchdog !== undefined) return
    watchdog = clock.set(() => {
      watchdog = undefined
      hush += SLOW
      if (hush >= (step ? pace * Math.max(SILENT, SILENT_PER_FILE * files.size) : SILENT)) { hush = 0; fail('no answer for too long'); return }
      if (status.t !== 'recovering' && status.t !== 'loading') tell({ t: 'slow', stage: step?.stage, path: step?.path })
      watch()
    }, SLOW)
  }
  function heard(): void { hush = 0; unwatch(); watch() }

  /** The worker goes, and with it what it was asked. */
  function end(why: string): void {
    worker?.terminate()
    worker = undefined
    ready = false
    hush = 0
    unwatch()
    calm()
    const lost = [...waiting.values()]
    waiting.clear()
    for (const one of lost) one.refuse(new Stale(why))
  }

  /** Nothing is sent until somebody resumes. */
  function pause(status: CheckerStatus): void {
    for (const one of unsent) one.refuse(new Stale('checking is paused'))
    unsent = []
    tell(status)
  }

  function calm(): void {
    if (longAfter !== undefined) clock.clear(longAfter)
    longAfter = undefined
    long = false
  }

  function fail(_message: string): void {
    end('the checker was restarted')
    const culprit = step?.stage === 'extract' ? step.path : undefined
    const named = careful && culprit !== undefined
    careful = false
    checking = undefined
    // A diagnosing run that names its culprit is progress, not a second failure.
    if (!named) failures.push(clock.now())
    while (failures.length > 0 && clock.now() - (failures[0] ?? 0) > TWICE_WITHIN) failures.shift()
    if (culprit !== undefined) {
      quarantined.set(culprit, files.get(culprit)?.ver ?? 0)
      options.onQuarantine(culprit)
    } else {
      careful = true
    }
    if (failures.length >= 2) {
      pause({ t: 'safe', why: culprit ?? '' })
      return
    }
    checkWanted = true
    tell({ t: 'recovering', path: culprit })
    start()
  }

  function hear(message: FromWorker): void {
    heard()
    if (message.t === 'ready') {
      ready = true
      if (message.warm !== null) pace = Math.min(SLOWEST, Math.max(1, message.warm / WARM))
      heard()
      if (status.t === 'loading') tell({ t: 'idle' })
      flush()
      return
    }
    if (message.t === 'step') { step = { stage: message.stage, path: message.path }; tellStep(message.stage); return }
    if (message.t === 'moving') return
    if (message.t === 'fail') { fail(message.message); return }
    step = undefined
    if (checking && message.id === checking.id) {
      const done = checking
      checking = undefined
      calm()
      heard()
      if (message.answer.t === 'check') {
        if (!checkWanted) tell({ t: 'idle' })
        if (message.gen === done.gen) options.onResult({ ...message.answer, gen: done.gen, vers: done.vers })
      }
      if (checkWanted && waiting.size === 0) flush()
      return
    }
    const one = waiting.get(message.id)
    if (!one) return
    waiting.delete(message.id)
    heard()
    // wants and catalog do not depend on the text; everything else is only true for the text it was asked of.
    const timeless = one.question.t === 'wants' || one.question.t === 'catalog'
    if (!timeless && (message.gen !== one.gen || one.gen !== gen)) one.refuse(new Stale('the text changed'))
    else one.settle(message.answer)
    if (!busy() && status.t === 'slow') tell({ t: 'idle' })
    if (checkWanted && !busy()) flush()
  }

  /** A few files are read before anybody could see it; of many it is told how far they are. */
  function tellStep(stage: Stage): void {
    if (!checking || status.t === 'recovering') return
    if (stage !== 'extract') { if (status.t === 'checking' && status.reading) tell({ t: 'checking', ...long && { long } }); return }
    const done = reading.done + 1
    const due = clock.now() - reading.told >= TOLD
    reading = { ...reading, done, told: due ? clock.now() : reading.told }
    if (due && done <= reading.of) tell({ t: 'checking', reading: { done, of: reading.of }, ...long && { long } })
  }

  function payload(file: Put): Put {
    return quarantined.has(file.path) ? { path: file.path, ver: file.ver, reason: options.quarantineReason } : file
  }

  function sync(): void {
    const put: Put[] = []
    for (const file of files.values()) if (sent.get(file.path) !== file.ver) put.push(payload(file))
    const del = [...sent.keys()].filter(path => !files.has(path))
    if (put.length === 0 && del.length === 0) return
    worker?.postMessage({ t: 'sync', gen, put, del })
    for (const file of put) sent.set(file.path, file.ver)
    for (const path of del) sent.delete(path)
    reading = { done: 0, of: put.length, told: clock.now() }
  }

  /** Sends what waits, if the worker is free for it. */
  function flush(): void {
    if (!worker || !ready) return
    sync()
    for (const one of unsent) {
      waiting.set(one.id, one)
      worker.postMessage({ t: 'ask', id: one.id, gen: one.gen, question: one.question })
    }
    unsent = []
    if (checkWanted && !checking) {
      checkWanted = false
      checking = { id: nextId++, gen, vers: new Map([...files].map(([path, file]) => [path, file.ver])) }
      if (status.t === 'idle') tell({ t: 'checking' })
      calm()
      longAfter = clock.set(() => { long = true; if (status.t === 'checking') tell({ ...status, long }) }, SLOW)
      worker.postMessage({ t: 'ask', id: checking.id, gen, question: { t: 'check' } })
    }
    watch()
  }

  /** A worker that has nothing to do begins at once; one that has takes the newest texts next. */
  function schedule(): void {
    checkWanted = true
    if (!paused(status) && !checking && waiting.size === 0) flush()
  }

  function ask(question: Question): Promise<Answer> {
    return new Promise((settle, refuse) => {
      if (paused(status)) { refuse(new Stale('checking is paused')); return }
      unsent.push({ id: nextId++, gen, question, settle, refuse })
      flush()
    })
  }

  start()
  return {
    update(now) {
      const next = new Map(now.map(file => [file.path, file]))
      const changed = next.size !== files.size || now.some(file => files.get(file.path)?.ver !== file.ver)
      if (!changed) return
      // A quarantined file gets another chance as soon as its text is another one.
      for (const [path, ver] of quarantined) if (next.get(path)?.ver !== ver) quarantined.delete(path)
      files = next
      gen++
      schedule()
    },
    gen: () => gen,
    async fix(select) {
      const answer = await ask({ t: 'fix', select })
      if (answer.t !== 'fix') throw new Stale('out of order')
      return answer.reply
    },
    async wants(paths) {
      const answer = await ask({ t: 'wants', paths })
      if (answer.t !== 'wants') throw new Stale('out of order')
      return answer.wanted
    },
    async catalog(pages) {
      const answer = await ask({ t: 'catalog', pages })
      if (answer.t !== 'catalog') throw new Stale('out of order')
      return answer.catalog
    },
    async report(format) {
      const answer = await ask({ t: 'report', format })
      if (answer.t !== 'report') throw new Stale('out of order')
      return answer.text
    },
    async schema(query) {
      const answer = await ask({ t: 'schema', query })
      if (answer.t !== 'schema') throw new Stale('out of order')
      return answer.both
    },
    async ddl(of, query) {
      const answer = await ask({ t: 'ddl', of, query })
      if (answer.t !== 'ddl') throw new Stale('out of order')
      return answer.text
    },
    retry(path) {
      quarantined.delete(path)
      sent.delete(path)
      gen++
      schedule()
    },
    halt() {
      if (paused(status)) return
      end('checking was stopped')
      checking = undefined
      pause({ t: 'stopped' })
    },
    resume() {
      if (status.t !== 'safe' && status.t !== 'stopped') return
      // After two failures the culprit is looked for.
      careful = status.t === 'safe'
      failures.length = 0
      quarantined.clear()
      checkWanted = true
      tell(careful ? { t: 'recovering' } : { t: 'checking' })
      start()
    },
    stop() {
      calm()
      unwatch()
      worker?.terminate()
      worker = undefined
    },
  }
}
