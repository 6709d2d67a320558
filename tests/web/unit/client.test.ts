// client.test.ts: the supervisor against workers that delay, reorder, lie, fall silent and die. Time is the test's own.

import { describe, expect, test } from 'vitest'
import { createClient, Stale, type CheckerStatus, type CheckResult, type Client } from '../../../web/src/checker/client.ts'
import type { FromWorker, Put, ToWorker, WorkerLike } from '../../../web/src/checker/protocol.ts'
import type { FixReply, Report } from '../../../web/src/checker/report.ts'

function fakeTime() {
  let now = 0, next = 1
  const timers = new Map<number, { at: number; run: () => void }>()
  return {
    now: () => now,
    set: (run: () => void, ms: number) => { timers.set(next, { at: now + ms, run }); return next++ },
    clear: (timer: number) => { timers.delete(timer) },
    /** Runs everything due within the time, in order. */
    pass(ms: number) {
      const end = now + ms
      for (;;) {
        const due = [...timers].filter(([, one]) => one.at <= end).sort((a, b) => a[1].at - b[1].at)[0]
        if (!due) break
        timers.delete(due[0])
        now = due[1].at
        due[1].run()
      }
      now = end
    },
  }
}

class FakeWorker implements WorkerLike {
  readonly heard: ToWorker[] = []
  dead = false
  onmessage: WorkerLike['onmessage'] = null
  onerror: WorkerLike['onerror'] = null
  onmessageerror: WorkerLike['onmessageerror'] = null
  postMessage(message: ToWorker): void { this.heard.push(message) }
  terminate(): void { this.dead = true }
  say(message: FromWorker): void { this.onmessage?.({ data: message }) }
  asks() { return this.heard.filter(message => message.t === 'ask') }
  syncs() { return this.heard.filter(message => message.t === 'sync') }
  lastAsk() { const ask = this.asks().at(-1); if (!ask) throw new Error('nothing was asked'); return ask }
}

const report = (headline: string): Report => ({ headline, findings: [], ignored: [] }) as unknown as Report
const fixReply = { edits: [], creates: [], applied: [], refused: [], proof: { state: 'proved', text: '', new: [] } } as FixReply
const file = (path: string, ver: number): Put => ({ path, ver, bytes: new Uint8Array([ver]) })

interface World { client: Client; workers: FakeWorker[]; time: ReturnType<typeof fakeTime>; results: CheckResult[]; statuses: CheckerStatus[]; quarantined: string[]; worker(): FakeWorker; answerCheck(headline: string): void }

async function world(): Promise<World> {
  const workers: FakeWorker[] = []
  const time = fakeTime()
  const results: CheckResult[] = [], statuses: CheckerStatus[] = [], quarantined: string[] = []
  const client = createClient({
    spawn: () => { const worker = new FakeWorker(); workers.push(worker); return worker },
    module: () => Promise.resolve({} as WebAssembly.Module),
    clock: time, quarantineReason: 'kept apart',
    onStatus: status => statuses.push(status), onResult: result => results.push(result), onQuarantine: path => quarantined.push(path),
  })
  await Promise.resolve()
  const worker = (): FakeWorker => { const last = workers.at(-1); if (!last) throw new Error('no worker'); return last }
  const answerCheck = (headline: string): void => {
    const ask = worker().lastAsk()
    worker().say({ t: 'answer', id: ask.id, gen: ask.gen, answer: { t: 'check', report: report(headline), ms: 5, heap: 1 } })
  }
  return { client, workers, time, results, statuses, quarantined, worker, answerCheck }
}

async function ready(): Promise<World> {
  const w = await world()
  w.worker().say({ t: 'ready', proto: 1, ms: 1, warm: null })
  return w
}

describe('checking', () => {
  test('an idle worker begins at once, and one check with the newest text follows a burst behind it', async () => {
    const w = await ready()
    w.client.update([file('a.py', 1)])
    expect(w.worker().asks()).toHaveLength(1)
    for (const ver of [2, 3, 4]) w.client.update([file('a.py', ver)])
    expect(w.worker().syncs().map(sync => sync.put.map(put => put.ver))).toEqual([[1]])
    w.answerCheck('first')
    expect(w.worker().asks()).toHaveLength(2)
    expect(w.worker().syncs().at(-1)?.put.map(put => put.ver)).toEqual([4])
  })

  test('a change that comes while a fix is tried waits for that, and is then checked at once', async () => {
    const w = await ready()
    w.client.update([file('a.py', 1)])
    w.answerCheck('first')
    const fix = w.client.fix({ safe: true })
    const ask = w.worker().lastAsk()
    w.client.update([file('a.py', 2)])
    w.client.update([file('a.py', 3)])
    expect(w.worker().lastAsk()).toBe(ask)
    w.worker().say({ t: 'answer', id: ask.id, gen: ask.gen, answer: { t: 'fix', reply: fixReply } })
    await expect(fix).rejects.toBeInstanceOf(Stale)
    expect(w.worker().lastAsk().question.t).toBe('check')
    expect(w.worker().syncs().at(-1)?.put.map(put => put.ver)).toEqual([3])
  })

  test('while a check runs at most one more waits, and it takes the newest text', async () => {
    const w = await ready()
    w.client.update([file('a.py', 1)])
    w.time.pass(60)
    for (let ver = 2; ver < 6; ver++) { w.client.update([file('a.py', ver)]); w.time.pass(60) }
    expect(w.worker().asks()).toHaveLength(1)
    w.answerCheck('old')
    w.time.pass(60)
    expect(w.worker().asks()).toHaveLength(2)
    w.answerCheck('new')
    expect(w.results.map(result => result.report.headline)).toEqual(['old', 'new'])
    expect(w.results.at(-1)?.vers.get('a.py')).toBe(5)
  })

  test('an answer that names another generation is dropped', async () => {
    const w = await ready()
    w.client.update([file('a.py', 1)])
    w.time.pass(60)
    const ask = w.worker().lastAsk()
    w.worker().say({ t: 'answer', id: ask.id, gen: ask.gen + 7, answer: { t: 'check', report: report('a lie'), ms: 1, heap: 1 } })
    expect(w.results).toHaveLength(0)
  })

  test('an answer given twice counts once', async () => {
    const w = await ready()
    w.client.update([file('a.py', 1)])
    w.time.pass(60)
    w.answerCheck('once')
    w.answerCheck('once')
    expect(w.results).toHaveLength(1)
  })

  test('only changed files travel again, and removed ones are told', async () => {
    const w = await ready()
    w.client.update([file('a.py', 1), file('b.py', 2)])
    w.time.pass(60)
    w.answerCheck('first')
    w.client.update([file('a.py', 3)])
    w.time.pass(60)
    const sync = w.worker().syncs().at(-1)
    expect(sync?.put.map(put => put.path)).toEqual(['a.py'])
    expect(sync?.del).toEqual(['b.py'])
  })

})

describe('questions', () => {
  test('a fix whose text changed meanwhile is refused as stale', async () => {
    const w = await ready()
    w.client.update([file('a.py', 1)])
    w.time.pass(60)
    w.answerCheck('x')
    const fix = w.client.fix({ safe: true })
    const ask = w.worker().lastAsk()
    w.client.update([file('a.py', 2)])
    w.worker().say({ t: 'answer', id: ask.id, gen: ask.gen, answer: { t: 'fix', reply: fixReply } })
    await expect(fix).rejects.toBeInstanceOf(Stale)
  })

  test('a fix is asked of the newest text, before its check', async () => {
    const w = await ready()
    w.client.update([file('a.py', 1)])
    const fix = w.client.fix({ safe: true })
    expect(w.worker().syncs().at(-1)?.put.map(put => put.ver)).toEqual([1])
    const ask = w.worker().asks().find(one => one.question.t === 'fix')
    if (!ask) throw new Error('no fix was asked for')
    w.worker().say({ t: 'answer', id: ask.id, gen: ask.gen, answer: { t: 'fix', reply: fixReply } })
    await expect(fix).resolves.toBe(fixReply)
  })

  test('answers in another order reach who asked', async () => {
    const w = await ready()
    const one = w.client.wants(['a']), two = w.client.wants(['b'])
    const [first, second] = w.worker().asks()
    if (!first || !second) throw new Error('not asked')
    w.worker().say({ t: 'answer', id: second.id, gen: 0, answer: { t: 'wants', wanted: [{ keep: false }] } })
    w.worker().say({ t: 'answer', id: first.id, gen: 0, answer: { t: 'wants', wanted: [{ keep: true }] } })
    expect(await one).toEqual([{ keep: true }])
    expect(await two).toEqual([{ keep: false }])
  })
})

describe('supervision', () => {
  test('after a second of silence the page says what takes so long', async () => {
    const w = await ready()
    w.client.update([file('slow.py', 1)])
    w.time.pass(60)
    w.worker().say({ t: 'step', stage: 'extract', path: 'slow.py' })
    w.time.pass(1_100)
    expect(w.statuses.at(-1)).toEqual({ t: 'slow', stage: 'extract', path: 'slow.py' })
  })

  test('of many files it is told how far they are read, and not at every one', async () => {
    const w = await ready()
    const before = w.statuses.length
    w.client.update(Array.from({ length: 40 }, (_, i) => file(`${i}.py`, i + 1)))
    w.time.pass(60)
    for (let i = 0; i < 40; i++) { w.worker().say({ t: 'step', stage: 'extract', path: `${i}.py` }); w.time.pass(30) }
    w.worker().say({ t: 'step', stage: 'check' })
    w.answerCheck('done')
    const told = w.statuses.slice(before)
    expect(told[0]).toEqual({ t: 'checking' })
    expect(told.slice(1, 4)).toEqual([3, 7, 11].map(done => ({ t: 'checking', reading: { done, of: 40 } })))
    expect(told.length).toBeLessThan(15)
    expect(told.slice(-2)).toEqual([{ t: 'checking', long: true }, { t: 'idle' }])
  })

  test('a step of a large project may take longer before its worker is given up', async () => {
    const w = await ready()
    w.client.update(Array.from({ length: 1_000 }, (_, i) => file(`${i}.py`, i + 1)))
    w.worker().say({ t: 'step', stage: 'check' })
    w.time.pass(40_000)
    expect(w.workers).toHaveLength(1)
    w.time.pass(11_000)
    expect(w.workers).toHaveLength(2)
  })

  test('on a slow machine a step may take longer by as much; a worker that has not even begun may not', async () => {
    for (const begins of [true, false]) {
      const w = await world()
      w.worker().say({ t: 'ready', proto: 1, ms: 1, warm: 320 })
      w.client.update([file('a.py', 1)])
      if (begins) w.worker().say({ t: 'step', stage: 'check' })
      w.time.pass(11_000)
      expect(w.workers).toHaveLength(begins ? 1 : 2)
      w.time.pass(30_000)
      expect(w.workers.length).toBeGreaterThan(1)
    }
  })

  test('whatever moves in it keeps a worker alive', async () => {
    const w = await ready()
    w.client.update([file('a.py', 1)])
    w.worker().say({ t: 'step', stage: 'check' })
    for (let i = 0; i < 10; i++) { w.time.pass(8_000); w.worker().say({ t: 'moving' }) }
    expect(w.workers).toHaveLength(1)
    w.time.pass(11_000)
    expect(w.workers).toHaveLength(2)
  })

  test('a worker that was begun ahead is taken over with what it has said, and the compiled module is kept', async () => {
    let compiled = 0
    const first = new FakeWorker(), workers: FakeWorker[] = [], statuses: CheckerStatus[] = []
    const client = createClient({
      ahead: { worker: first, module: Promise.resolve({} as WebAssembly.Module), heard: [{ t: 'ready', proto: 1, ms: 1, warm: 50 }] },
      spawn: () => { const worker = new FakeWorker(); workers.push(worker); return worker }, module: () => { compiled++; return Promise.resolve({} as WebAssembly.Module) },
      clock: fakeTime(), quarantineReason: '', onStatus: status => statuses.push(status), onResult: () => undefined, onQuarantine: () => undefined,
    })
    expect(statuses).toEqual([{ t: 'idle' }])
    await Promise.resolve()
    client.update([file('a.py', 1)])
    expect(first.heard.map(message => message.t)).toEqual(['sync', 'ask'])
    first.onerror?.({ message: 'gone' })
    expect([first.dead, workers.length, workers[0]?.heard[0]?.t, compiled]).toEqual([true, 1, 'init', 0])
    client.stop()
  })

  test('a check that takes long can be stopped; nothing is checked until somebody goes on', async () => {
    const w = await ready()
    w.client.update([file('a.py', 1)])
    expect(w.statuses.at(-1)).toEqual({ t: 'checking' })
    w.worker().say({ t: 'step', stage: 'check' })
    for (let i = 0; i < 4; i++) { w.time.pass(300); w.worker().say({ t: 'moving' }) }
    expect(w.statuses.at(-1)).toEqual({ t: 'checking', long: true })
    const wants = w.client.wants(['a'])
    w.client.halt()
    await expect(wants).rejects.toBeInstanceOf(Stale)
    expect([w.worker().dead, w.statuses.at(-1)]).toEqual([true, { t: 'stopped' }])
    w.client.update([file('a.py', 2)])
    w.time.pass(20_000)
    expect([w.workers.length, w.statuses.at(-1)?.t]).toEqual([1, 'stopped'])
    w.client.resume()
    expect(w.worker().heard[0]).toMatchObject({ t: 'init', careful: false })
    w.worker().say({ t: 'ready', proto: 1, ms: 1, warm: null })
    w.answerCheck('after all')
    expect([w.results.at(-1)?.vers.get('a.py'), w.statuses.at(-1)?.t]).toEqual([2, 'idle'])
  })

  test('after ten seconds of silence the worker is replaced and gets all files again', async () => {
    const w = await ready()
    w.client.update([file('a.py', 1), file('b.py', 2)])
    w.time.pass(60)
    w.time.pass(10_500)
    expect(w.workers).toHaveLength(2)
    expect(w.workers[0]?.dead).toBe(true)
    w.worker().say({ t: 'ready', proto: 1, ms: 1, warm: null })
    expect(w.worker().syncs().at(-1)?.put.map(put => put.path)).toEqual(['a.py', 'b.py'])
    w.answerCheck('back')
    expect(w.results.map(result => result.report.headline)).toEqual(['back'])
    expect(w.statuses.at(-1)).toEqual({ t: 'idle' })
  })

  test('somebody who types all the time does not keep a dead worker alive', async () => {
    const w = await ready()
    w.client.update([file('a.py', 1)])
    w.time.pass(60)
    for (let ver = 2; ver < 80; ver++) { w.client.update([file('a.py', ver)]); w.time.pass(200) }
    expect(w.workers.length).toBeGreaterThan(1)
  })

  test('the file named last before a trap is kept apart, and the others are checked', async () => {
    const w = await ready()
    w.client.update([file('good.py', 1), file('poison.py', 2)])
    w.time.pass(60)
    w.worker().say({ t: 'step', stage: 'extract', path: 'poison.py' })
    w.worker().say({ t: 'fail', message: 'unreachable' })
    expect(w.quarantined).toEqual(['poison.py'])
    w.worker().say({ t: 'ready', proto: 1, ms: 1, warm: null })
    const put = w.worker().syncs().at(-1)?.put ?? []
    expect(put.find(one => one.path === 'poison.py')).toEqual({ path: 'poison.py', ver: 2, reason: 'kept apart' })
    expect(put.find(one => one.path === 'good.py')).toHaveProperty('bytes')
  })

  test('a quarantined file is tried again once its text is another one', async () => {
    const w = await ready()
    w.client.update([file('poison.py', 1)])
    w.time.pass(60)
    w.worker().say({ t: 'step', stage: 'extract', path: 'poison.py' })
    w.worker().say({ t: 'fail', message: 'unreachable' })
    w.worker().say({ t: 'ready', proto: 1, ms: 1, warm: null })
    w.client.update([file('poison.py', 2)])
    w.answerCheck('without it')
    expect(w.worker().syncs().at(-1)?.put[0]).toHaveProperty('bytes')
  })

  test('a trap in the check starts a careful run, and its culprit costs no second life', async () => {
    const w = await ready()
    w.client.update([file('a.py', 1), file('poison.py', 2)])
    w.time.pass(60)
    w.worker().say({ t: 'step', stage: 'check' })
    w.worker().say({ t: 'fail', message: 'unreachable' })
    expect(w.worker().heard[0]).toMatchObject({ t: 'init', careful: true })
    w.worker().say({ t: 'ready', proto: 1, ms: 1, warm: null })
    w.worker().say({ t: 'step', stage: 'extract', path: 'poison.py' })
    w.worker().say({ t: 'fail', message: 'unreachable' })
    expect(w.quarantined).toEqual(['poison.py'])
    expect(w.statuses.at(-1)?.t).toBe('recovering')
    expect(w.worker().heard[0]).toMatchObject({ t: 'init', careful: false })
  })

  test('two failures within a minute pause checking, and resuming starts anew', async () => {
    const w = await ready()
    w.client.update([file('a.py', 1)])
    w.time.pass(60)
    w.worker().say({ t: 'step', stage: 'check' })
    w.worker().onerror?.({ message: 'gone' })
    w.worker().say({ t: 'ready', proto: 1, ms: 1, warm: null })
    w.worker().say({ t: 'step', stage: 'check' })
    w.worker().onmessageerror?.({})
    expect(w.statuses.at(-1)?.t).toBe('safe')
    await expect(w.client.fix({ safe: true })).rejects.toBeInstanceOf(Stale)
    const before = w.workers.length
    w.client.update([file('a.py', 2)])
    w.time.pass(5_000)
    expect(w.workers).toHaveLength(before)
    w.client.resume()
    w.worker().say({ t: 'ready', proto: 1, ms: 1, warm: null })
    w.answerCheck('resumed')
    expect(w.results.at(-1)?.report.headline).toBe('resumed')
  })

  test('two failures an hour apart do not pause checking', async () => {
    const w = await ready()
    w.client.update([file('a.py', 1)])
    w.time.pass(60)
    w.worker().onerror?.({ message: 'gone' })
    w.worker().say({ t: 'ready', proto: 1, ms: 1, warm: null })
    w.answerCheck('fine')
    w.time.pass(3_600_000)
    w.client.update([file('a.py', 2)])
    w.time.pass(60)
    w.worker().onerror?.({ message: 'gone' })
    expect(w.statuses.at(-1)?.t).toBe('recovering')
  })

  test('a dead worker that speaks after all is not heard', async () => {
    const w = await ready()
    w.client.update([file('a.py', 1)])
    w.time.pass(60)
    const old = w.worker()
    const ask = old.lastAsk()
    old.onerror?.({ message: 'gone' })
    old.say({ t: 'answer', id: ask.id, gen: ask.gen, answer: { t: 'check', report: report('ghost'), ms: 1, heap: 1 } })
    old.say({ t: 'fail', message: 'once more' })
    expect(w.results).toHaveLength(0)
    expect(w.workers).toHaveLength(2)
    expect(w.workers[1]?.dead).toBe(false)
  })
})
