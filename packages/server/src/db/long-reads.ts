import { Worker } from 'node:worker_threads'
import type { Awaitable, Executor } from './executor.ts'
import { type PortableError, unpackError } from './portable-error.ts'

/**
 * A read that may take long: answers with JSON text, whole or in pieces that follow each other. Its input must survive
 * structured cloning.
 */
export type LongRead<Input> = (db: Executor, input: Input) => Awaitable<string | readonly string[]>

/** The bytes of an answer; megabytes of text are neither joined nor copied on the way. */
export function encodeAnswer(text: string | readonly string[]): Uint8Array {
  // Not a Buffer: small ones share memory that must not go to another thread.
  if (typeof text === 'string') return new TextEncoder().encode(text)
  const bytes = new Uint8Array(text.reduce((sum, piece) => sum + Buffer.byteLength(piece), 0))
  const encoder = new TextEncoder()
  let end = 0
  for (const piece of text) end += encoder.encodeInto(piece, bytes.subarray(end)).written
  return bytes
}

/** Names every long read, so that another thread can be told which to run. */
export type LongReadTable = Record<string, LongRead<never>>

/** Runs long reads where they do not hold up anybody else. */
export interface LongReads {
  run<Input>(name: string, input: Input): Promise<Uint8Array>
  close(): Promise<void>
}

/** For databases that only this connection sees (in memory). */
export class InlineLongReads implements LongReads {
  readonly #db: Executor
  readonly #table: LongReadTable

  constructor(db: Executor, table: LongReadTable) {
    this.#db = db
    this.#table = table
  }

  async run<Input>(name: string, input: Input): Promise<Uint8Array> {
    const read = this.#table[name] as LongRead<Input> | undefined
    if (!read) throw new Error(`no long read is named ${name}`)
    return encodeAnswer(await read(this.#db, input))
  }

  async close(): Promise<void> {}
}

interface Task {
  readonly name: string
  readonly input: unknown
  readonly resolve: (bytes: Uint8Array) => void
  readonly reject: (error: unknown) => void
}

/** What a worker answers. */
export type Reply = { readonly bytes: Uint8Array } | { readonly error: PortableError }

/** A third of what V8 takes for new objects by itself, and no slower: replies of megabytes are garbage at once. */
const MEMORY = { maxYoungGenerationSizeMb: 24 }

/** A few threads, each with a connection of its own; started at first need, one read at a time each. */
export class ThreadedLongReads implements LongReads {
  readonly #file: string
  readonly #script: URL
  readonly #limit: number
  readonly #idle: Worker[] = []
  readonly #busy = new Map<Worker, Task>()
  readonly #waiting: Task[] = []
  #closing = false

  constructor(file: string, script: URL, limit: number) {
    this.#file = file
    this.#script = script
    this.#limit = limit
  }

  run<Input>(name: string, input: Input): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ name, input, resolve, reject })
      this.#dispatch()
    })
  }

  async close(): Promise<void> {
    this.#closing = true
    await Promise.all([...this.#idle, ...this.#busy.keys()].map((worker) => worker.terminate()))
  }

  #dispatch(): void {
    while (this.#waiting.length > 0) {
      const worker = this.#idle.pop() ?? this.#start()
      if (worker === undefined) return
      const task = this.#waiting.shift() as Task
      this.#busy.set(worker, task)
      worker.ref()
      worker.postMessage({ name: task.name, input: task.input })
    }
  }

  #start(): Worker | undefined {
    if (this.#busy.size + this.#idle.length >= this.#limit) return undefined
    const worker = new Worker(this.#script, { workerData: { file: this.#file }, resourceLimits: MEMORY })
    worker.on('message', (reply: Reply) => this.#answered(worker, reply))
    worker.on('error', (error) => this.#lost(worker, error))
    worker.on('exit', () => this.#lost(worker, new Error('a reader thread stopped')))
    return worker
  }

  #answered(worker: Worker, reply: Reply): void {
    const task = this.#busy.get(worker)
    this.#busy.delete(worker)
    this.#idle.push(worker)
    worker.unref()
    if (task) 'bytes' in reply ? task.resolve(reply.bytes) : task.reject(unpackError(reply.error))
    this.#dispatch()
  }

  /** A thread that died takes only its own read with it; the next read starts another. */
  #lost(worker: Worker, error: Error): void {
    const task = this.#busy.get(worker)
    this.#busy.delete(worker)
    const index = this.#idle.indexOf(worker)
    if (index >= 0) this.#idle.splice(index, 1)
    task?.reject(error)
    if (!this.#closing) this.#dispatch()
  }
}
