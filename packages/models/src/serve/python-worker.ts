import { type ChildProcess, spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { MlflowError } from '@millrace/contract'
import { Arrivals } from './arrivals.ts'
import { type Frame, readFrames, writeFrame } from './frames.ts'
import { JSON_TYPE, type ScoringReply } from './scorer.ts'

/** Beside the bundle, where there is one. */
const WORKER_SCRIPT = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../python/worker.py' : './python/worker.py', import.meta.url),
)

export interface WorkerOptions {
  /** The interpreter of an environment that holds the model's mlflow. */
  python: string
  /** The model's folder. */
  model: string
  /** Requests that one process works on at the same time. */
  threads: number
  /** Bytes of data that the process may hold; undefined for no limit. */
  memory?: number
  /** Load the model without mlflow, where that is known to be the same; mlflow is then loaded when something needs it. */
  quick?: boolean
  env?: Readonly<Record<string, string>>
}

/** What a worker says of its model once that is loaded. */
export interface WorkerFacts {
  /** The version of mlflow it was loaded with. */
  mlflow: string
  /** Whether it can be given columns that were checked here. */
  takesColumns: boolean
  /** Whether its pandas makes the nearest number of a text. */
  readsNearest: boolean
  /** Whether it can tell a prediction part by part. */
  streams: boolean
}

export interface WorkerReply {
  id: number
  status?: number
  type?: string
  /** Bytes of each part of the payload. */
  lengths?: number[]
  /** The payload holds an array of this type, and this shape. */
  dtype?: string
  shape?: number[]
  /** A stream is over. */
  end?: boolean
  /** Why it ended early, in the model's words. */
  message?: string
  /** With what the scoring server of mlflow would have answered. */
  body?: string
  /** The columns could not be predicted, or not told apart: ask with the request. */
  failed?: boolean
  /** A traceback: the worker itself failed. */
  error?: string
}

/** The process ended before it answered. */
export class WorkerGone extends Error {}

/** The model failed while it told a prediction; `reply` is what mlflow would have answered, where it would have. */
export class StreamFailed extends Error {
  readonly reply: ScoringReply | undefined

  constructor({ message = '', status, body }: WorkerReply) {
    super(message)
    this.reply = body === undefined ? undefined : { status: status ?? 500, type: JSON_TYPE, body }
  }
}

interface Waiting {
  resolve: (frame: Frame<WorkerReply>) => void
  reject: (reason: Error) => void
}

/** One Python process with the model loaded. */
export class PythonWorker {
  readonly ready: Promise<WorkerFacts>
  readonly ended: Promise<void>
  readonly #process: ChildProcess
  readonly #sink: Writable
  readonly #waiting = new Map<number, Waiting>()
  readonly #streams = new Map<number, Arrivals<string>>()
  #nextId = 1

  constructor({ python, model, env, ...options }: WorkerOptions) {
    this.#process = spawn(python, ['-u', WORKER_SCRIPT, model, JSON.stringify(options)], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, ...env },
      // Ctrl-C ends the server, which ends its workers when their requests are answered.
      detached: true,
    })
    const { stdin, stdout } = this.#process as { stdin: Writable; stdout: Readable }
    this.#sink = stdin
    stdin.on('error', ignoreBrokenPipe)
    this.ended = new Promise((resolve) => {
      this.#process.once('error', () => resolve())
      this.#process.once('close', () => resolve())
    })
    this.ready = this.#untilReady(stdout)
    // Whoever waits for it hears of the failure; it must not end the server by itself.
    this.ready.catch(() => {})
    void this.ended.then(() => this.#failAll(new WorkerGone('The Python process ended before it answered.')))
  }

  get pid(): number | undefined {
    return this.#process.pid
  }

  get busy(): number {
    return this.#waiting.size
  }

  /** Sends a frame and waits for its answer. */
  ask(header: object, payload: readonly Uint8Array[]): Promise<Frame<WorkerReply>> {
    const id = this.#nextId++
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      writeFrame(this.#sink, { ...header, id }, payload)
    })
  }

  /**
   * The parts of a prediction as they come. Leaving the loop, or aborting, tells the model to stop.
   * @throws StreamFailed, WorkerGone
   */
  async *stream(request: Uint8Array, signal: AbortSignal): AsyncGenerator<string, void, void> {
    const id = this.#nextId++
    const arrivals = new Arrivals<string>()
    this.#streams.set(id, arrivals)
    const abort = () => arrivals.fail(signal.reason as Error)
    signal.addEventListener('abort', abort, { once: true })
    writeFrame(this.#sink, { op: 'stream', id }, [request])
    try {
      for await (const part of arrivals) {
        yield part
        writeFrame(this.#sink, { op: 'more', of: id }, [])
      }
    } finally {
      signal.removeEventListener('abort', abort)
      if (this.#streams.delete(id)) writeFrame(this.#sink, { op: 'stop', of: id }, [])
    }
  }

  /** Ends the process, whatever it does. */
  async kill(): Promise<void> {
    this.#process.kill('SIGKILL')
    await this.ended
  }

  #untilReady(stdout: Readable): Promise<WorkerFacts> {
    return new Promise((resolve, reject) => {
      let isReady = false
      readFrames<WorkerReply & WorkerFacts>(stdout, (frame) => {
        if (isReady) return this.#take(frame)
        isReady = true
        if (frame.header.error === undefined) resolve(frame.header)
        else
          reject(
            new Error(`The model cannot be loaded: ${lastLine(frame.header.error)}`, {
              cause: frame.header.error,
            }),
          )
      })
      this.#process.once('error', (cause) =>
        reject(new MlflowError('BAD_REQUEST', `Python cannot be started: ${cause.message}`, { cause })),
      )
      void this.ended.then(() =>
        reject(new WorkerGone('The Python process ended before the model was loaded.')),
      )
    })
  }

  #take(frame: Frame<WorkerReply>): void {
    const stream = this.#streams.get(frame.header.id)
    if (stream) {
      this.#takePart(stream, frame)
      return
    }
    const waiting = this.#waiting.get(frame.header.id)
    this.#waiting.delete(frame.header.id)
    if (frame.header.error === undefined) waiting?.resolve(frame)
    else waiting?.reject(new Error(frame.header.error))
  }

  #takePart(stream: Arrivals<string>, { header, payload }: Frame<WorkerReply>): void {
    if (!header.end) {
      stream.add(payload.toString())
      return
    }
    this.#streams.delete(header.id)
    if (header.message === undefined) stream.end()
    else stream.fail(new StreamFailed(header))
  }

  #failAll(reason: Error): void {
    for (const stream of this.#streams.values()) stream.fail(reason)
    this.#streams.clear()
    for (const { reject } of this.#waiting.values()) reject(reason)
    this.#waiting.clear()
  }
}

function lastLine(traceback: string): string {
  return traceback.trimEnd().split('\n').at(-1) ?? ''
}

/** What is written to a process that has just ended; its end is told by `ended`. */
function ignoreBrokenPipe(error: NodeJS.ErrnoException): void {
  if (!['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED'].includes(error.code ?? '')) throw error
}
