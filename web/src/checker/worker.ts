// worker.ts: runs the core off the page's thread. One instance, one question at a time.
// It never recovers: a trap is told once, and the page replaces the whole worker.

import { instantiate, type Core } from './abi.ts'
import { plainBytes } from '../project/encoding.ts'
import type { Answer, FromWorker, Put, Question, ToWorker } from './protocol.ts'

interface Scope {
  postMessage(message: FromWorker): void
  onmessage: ((event: { readonly data: ToWorker }) => void) | null
}
const scope = self as unknown as Scope
const say = (message: FromWorker): void => scope.postMessage(message)

let core: Core | undefined
let careful = false
let known = new Map<string, Put>()
let broken = false
/** Given before anything was asked, and perhaps of another project. */
let warmed: readonly Put[] = []

let said = 0
/** How often it is told that a call goes on. */
const OFTEN = 250
function moving(): void {
  const now = performance.now()
  if (now - said < OFTEN) return
  said = now
  say({ t: 'moving' })
}

function put(to: Core, file: Put): void {
  if ('text' in file) to.setFile(file.path, plainBytes(file.text, file.form))
  else if ('bytes' in file) to.setFile(file.path, file.bytes)
  else to.setOpaque(file.path, file.reason)
}

/** Every file alone in an empty workspace, announced first: whoever was announced last is the culprit. */
function tryEachAlone(to: Core): void {
  for (const file of known.values()) {
    say({ t: 'step', stage: 'extract', path: file.path })
    to.clear()
    put(to, file)
    to.check()
  }
  to.clear()
  say({ t: 'step', stage: 'check' })
  for (const file of known.values()) put(to, file)
}

function answer(to: Core, question: Question): Answer {
  switch (question.t) {
    case 'check': {
      const start = performance.now()
      say({ t: 'step', stage: 'check' })
      const report = to.check()
      return { t: 'check', report, ms: performance.now() - start, heap: to.memory() }
    }
    case 'fix':
      say({ t: 'step', stage: 'prove' })
      return { t: 'fix', reply: to.fix(question.select) }
    default:
      say({ t: 'step', stage: 'answer' })
      return told(to, question)
  }
}

function told(to: Core, question: Exclude<Question, { t: 'check' | 'fix' }>): Answer {
  switch (question.t) {
    case 'wants': return { t: 'wants', wanted: question.paths.map(path => to.wants(path)) }
    case 'catalog': return { t: 'catalog', catalog: to.catalog(question.pages) }
    case 'report': return { t: 'report', text: to.report(question.format) }
    case 'schema': return { t: 'schema', both: to.schema(question.query) }
    case 'ddl': return { t: 'ddl', text: to.ddl(question.of, question.query) }
  }
}

async function handle(message: ToWorker): Promise<void> {
  if (message.t === 'init') {
    const start = performance.now()
    careful = message.careful
    core = await instantiate(message.module, moving)
    const ready = performance.now()
    warmed = message.warm
    for (const file of warmed) put(core, file)
    if (warmed.length > 0) core.check()
    say({ t: 'ready', proto: 1, ms: ready - start, warm: warmed.length > 0 ? performance.now() - ready : null })
    return
  }
  if (!core) return
  if (message.t === 'sync') {
    for (const { path } of warmed) if (!message.put.some(file => file.path === path)) core.removeFile(path)
    warmed = []
    for (const path of message.del) { known.delete(path); core.removeFile(path) }
    for (const file of message.put) {
      known.set(file.path, file)
      say({ t: 'step', stage: 'extract', path: file.path })
      put(core, file)
    }
    if (careful) { careful = false; tryEachAlone(core) }
    return
  }
  say({ t: 'answer', id: message.id, gen: message.gen, answer: answer(core, message.question) })
}

// Instantiation is asynchronous, so messages wait in line behind it.
let line: Promise<void> = Promise.resolve()
scope.onmessage = event => {
  line = line.then(async () => {
    if (broken) return
    try {
      await handle(event.data)
    } catch (problem) {
      broken = true
      core = undefined
      known = new Map()
      say({ t: 'fail', message: problem instanceof Error ? problem.message : String(problem) })
    }
  })
}
