// ahead.ts: what takes longest on a visit is begun by the page's first script: the checker is compiled, its worker started, and the
// sample checked, while the application is on its way. It answers nothing, and keeps what it hears for whoever takes over.

import wasmUrl from 'limbeck:wasm'
import { trustedScript } from '../trusted.ts'
import type { FromWorker, Put, WorkerLike } from './protocol.ts'
import workerUrl from './worker.ts?worker&url'

export interface Ahead {
  readonly worker: WorkerLike
  readonly module: Promise<WebAssembly.Module>
  /** What the worker has said so far. */
  readonly heard: readonly FromWorker[]
}

export const spawn = (): WorkerLike => new Worker(trustedScript(workerUrl), { type: 'module' }) as unknown as WorkerLike
export const compile = (): Promise<WebAssembly.Module> => WebAssembly.compileStreaming(fetch(wasmUrl))

/** `warm`: the files of the first page, once they can be read. */
export function begin(warm: Promise<readonly Put[]>): Ahead {
  const worker = spawn(), module = compile(), heard: FromWorker[] = []
  worker.onmessage = event => { heard.push(event.data) }
  // Whoever takes over asks for the module as well, and says what is wrong.
  Promise.all([module, warm]).then(([module, warm]) => worker.postMessage({ t: 'init', proto: 1, module, careful: false, warm }), () => undefined)
  return { worker, module, heard }
}
