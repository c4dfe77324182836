import { setTimeout as sleep } from 'node:timers/promises'
import { asLists } from '../flavors/arrays-json.ts'
import { numbersOf } from '../scoring/input.ts'
import { type BatchLimits, nextBatch } from './batching.ts'
import type { Frame } from './frames.ts'
import { adaptTo, JOBS, type Job, messageOf } from './job.ts'
import { limited } from './limited.ts'
import {
  PythonWorker,
  type WorkerFacts,
  WorkerGone,
  type WorkerOptions,
  type WorkerReply,
} from './python-worker.ts'
import { JSON_TYPE, Overloaded, TimedOut } from './scorer.ts'

export interface PoolOptions extends BatchLimits {
  worker: WorkerOptions
  /** Processes. */
  workers: number
  /** Milliseconds from a request's arrival to its answer. */
  timeout: number
  /** Requests that may wait. */
  maxWaiting: number
  /** Told what operators should know: a worker that ended, or cannot be started. */
  onTrouble(message: string): void
}

/** A model that takes longer than this likely waits for something: the worker then gets another request. */
const SLOW_MS = 20
const FIRST_PAUSE_MS = 200
const LONGEST_PAUSE_MS = 30_000

interface Place {
  worker: PythonWorker
  running: Set<Job>
  /** When it was given something last. */
  givenAt: number
  /** Predictions that it tells part by part. */
  streams: number
}

/** Python processes that share a queue. One that ends or hangs is replaced; only what it worked on fails. */
export class WorkerPool {
  readonly #options: PoolOptions
  readonly #places = new Set<Place>()
  readonly #queue: Job[] = []
  #wakeUp: NodeJS.Timeout | undefined
  #closing = false
  #facts: WorkerFacts | undefined
  /** Why the model could not be loaded. */
  #failure: Error | undefined

  constructor(options: PoolOptions) {
    this.#options = options
  }

  /** Starts the processes; jobs may be submitted before. @throws Error when the model cannot be loaded */
  async start(): Promise<WorkerFacts> {
    const places = Array.from({ length: this.#options.workers }, () => this.#newPlace())
    try {
      const [facts] = await Promise.all(places.map(({ worker }) => worker.ready))
      this.#facts = facts
      if (facts) for (const job of this.#queue) adaptTo(facts, job)
      for (const place of places) this.#join(place)
      return facts as WorkerFacts
    } catch (error) {
      this.#failure = error as Error
      for (const job of this.#queue.splice(0)) job.reject(this.#failure)
      await Promise.all(places.map(({ worker }) => worker.kill()))
      throw error
    }
  }

  get pending(): number {
    return [...this.#places].reduce(
      (sum, { running, streams }) => sum + running.size + streams,
      this.#queue.length,
    )
  }

  submit(job: Job): void {
    if (this.#failure) {
      job.reject(this.#failure)
      return
    }
    if (this.#queue.length >= this.#options.maxWaiting) {
      job.reject(new Overloaded('Too many requests wait.'))
      return
    }
    if (this.#facts) adaptTo(this.#facts, job)
    const timer = setTimeout(() => this.#timeOut(job), this.#options.timeout)
    const settle = (settleJob: () => void) => {
      if (job.settled) return
      job.settled = true
      clearTimeout(timer)
      settleJob()
    }
    const { resolve, reject } = job
    job.resolve = (reply) => settle(() => resolve(reply))
    job.reject = (reason) => settle(() => reject(reason))
    this.#queue.push(job)
    this.#pump()
  }

  /** The parts of a prediction, told by the process that tells the fewest. */
  async *stream(request: Uint8Array, signal: AbortSignal): AsyncGenerator<string, void, void> {
    const { timeout, worker } = this.#options
    const [place] = [...this.#places].sort((a, b) => a.streams - b.streams)
    if (!place || place.streams >= worker.threads)
      throw new Overloaded('Too many predictions are told already.')
    place.streams += 1
    try {
      yield* limited((ends) => place.worker.stream(request, ends), { signal, timeout })
    } catch (error) {
      const isAlone = place.running.size === 0 && place.streams === 1
      if (error instanceof TimedOut && isAlone) this.#end(place)
      throw error
    } finally {
      place.streams -= 1
    }
  }

  #end({ worker }: Place): void {
    this.#options.onTrouble(`The Python process ${worker.pid} does not answer and is ended.`)
    void worker.kill()
  }

  async close(): Promise<void> {
    this.#closing = true
    clearTimeout(this.#wakeUp)
    await Promise.all([...this.#places].map(({ worker }) => worker.kill()))
  }

  #newPlace(): Place {
    return { worker: new PythonWorker(this.#options.worker), running: new Set(), givenAt: 0, streams: 0 }
  }

  #join(place: Place): void {
    this.#places.add(place)
    void place.worker.ended.then(() => {
      if (this.#closing) return
      this.#options.onTrouble(`The Python process ${place.worker.pid} ended; another takes its place.`)
      this.#replace(place)
    })
    this.#pump()
  }

  #replace(place: Place): void {
    if (this.#places.delete(place)) void this.#startAgain()
  }

  async #startAgain(): Promise<void> {
    for (let pause = FIRST_PAUSE_MS; !this.#closing; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      const place = this.#newPlace()
      try {
        await place.worker.ready
        if (this.#closing) await place.worker.kill()
        else this.#join(place)
        return
      } catch (error) {
        this.#options.onTrouble(`${(error as Error).message} Trying again in ${pause} ms.`)
        await place.worker.kill()
        await sleep(pause)
      }
    }
  }

  #pump(): void {
    while (this.#queue.length > 0) {
      const now = performance.now()
      const place = this.#freePlace(now)
      if (!place) {
        this.#pumpIn(SLOW_MS)
        return
      }
      const { count, wait } = nextBatch(this.#queue, now, this.#options, JOBS)
      if (wait > 0) {
        this.#pumpIn(wait)
        return
      }
      void this.#run(place, this.#queue.splice(0, count), now)
    }
  }

  #freePlace(now: number): Place | undefined {
    const places = [...this.#places]
    const isSlow = ({ running, givenAt }: Place) =>
      running.size < this.#options.worker.threads && now - givenAt >= SLOW_MS
    return places.find(({ running }) => running.size === 0) ?? places.find(isSlow)
  }

  /** Only the next look counts: it decides when to look again. */
  #pumpIn(milliseconds: number): void {
    clearTimeout(this.#wakeUp)
    this.#wakeUp = setTimeout(() => this.#pump(), milliseconds)
  }

  async #run(place: Place, jobs: Job[], now: number): Promise<void> {
    for (const job of jobs) place.running.add(job)
    place.givenAt = now
    let settle: () => void
    try {
      const { header, payload } = messageOf(jobs)
      const reply = await place.worker.ask(header, payload)
      settle = () => this.#answer(jobs, reply)
    } catch (error) {
      settle = () => this.#fail(jobs, error as Error)
    }
    for (const job of jobs) place.running.delete(job)
    // First of all the process gets something to do; what it answered is written out meanwhile.
    this.#pump()
    try {
      settle()
    } catch (error) {
      this.#fail(jobs, error as Error)
    }
    this.#pump()
  }

  /** Which of several jobs ended the process is not known: each is asked once more by itself. */
  #fail(jobs: readonly Job[], error: Error): void {
    if (jobs.length > 1 && error instanceof WorkerGone) this.#askOneByOne(jobs)
    else for (const job of jobs) job.reject(error)
  }

  #answer(jobs: readonly Job[], { header, payload }: Frame<WorkerReply>): void {
    if (header.failed) this.#askOneByOne(jobs)
    else if (header.dtype !== undefined) answerArray(jobs[0], header, payload)
    else if (header.lengths) answerParts(jobs, header.lengths, payload)
    else jobs[0]?.resolve({ status: header.status ?? 500, type: header.type ?? JSON_TYPE, body: payload })
  }

  #askOneByOne(jobs: readonly Job[]): void {
    const waiting = jobs.filter(({ settled }) => !settled)
    for (const job of waiting) job.input = undefined
    this.#queue.unshift(...waiting)
  }

  #timeOut(job: Job): void {
    const queued = this.#queue.indexOf(job)
    if (queued >= 0) this.#queue.splice(queued, 1)
    job.reject(new TimedOut('The model did not answer in time.'))
    for (const place of this.#places) {
      // Other threads of the process may be well: it ends when nobody waits for it any more.
      const isWanted = place.streams > 0 || [...place.running].some(({ settled }) => !settled)
      if (place.running.has(job) && !isWanted) this.#end(place)
    }
  }
}

function answerArray(job: Job | undefined, { dtype = '', shape = [] }: WorkerReply, payload: Buffer): void {
  const data = numbersOf(dtype, payload) ?? []
  job?.resolve({
    status: 200,
    type: JSON_TYPE,
    body: `{"predictions": ${asLists({ type: dtype, dims: shape, data })}}`,
  })
}

function answerParts(jobs: readonly Job[], lengths: readonly number[], payload: Buffer): void {
  let start = 0
  for (const [index, length] of lengths.entries()) {
    jobs[index]?.resolve({ status: 200, type: JSON_TYPE, body: payload.subarray(start, start + length) })
    start += length
  }
}
