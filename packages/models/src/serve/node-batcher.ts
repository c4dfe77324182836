import type { LoadedModel } from '../flavors/flavor.ts'
import type { ModelInput } from '../scoring/input.ts'
import { canFollow, joined, rowCount } from '../scoring/join.ts'
import { type BatchLimits, type JoinRules, nextBatch } from './batching.ts'

interface Waiting {
  input: ModelInput
  params: Readonly<Record<string, unknown>>
  /** Only requests with the same parameters go together. */
  paramsText: string
  since: number
  resolve(predictions: string): void
  reject(reason: unknown): void
}

const RULES: JoinRules<Waiting> = {
  rowsOf: ({ input }) => rowCount(input),
  canJoin: (a, b) => a.paramsText === b.paramsText && canFollow(a.input, b.input),
}

/** A model that takes longer than this likely waits for something: the next batch then need not wait for it. */
const SLOW_MS = 20

type BatchModel = LoadedModel & Required<Pick<LoadedModel, 'predictParts'>>

/** Predicts the rows of requests that wait together, in this process. */
export class NodeBatcher {
  readonly #model: BatchModel
  readonly #limits: BatchLimits
  readonly #queue: Waiting[] = []
  #isBusy = false
  #wakeUp: NodeJS.Timeout | undefined

  constructor(model: BatchModel, limits: BatchLimits) {
    this.#model = model
    this.#limits = limits
  }

  predict(input: ModelInput, params: Readonly<Record<string, unknown>>): Promise<string> {
    return new Promise((resolve, reject) => {
      const paramsText = JSON.stringify(params)
      this.#queue.push({ input, params, paramsText, since: performance.now(), resolve, reject })
      this.#pump()
    })
  }

  #pump(): void {
    clearTimeout(this.#wakeUp)
    if (this.#isBusy || this.#queue.length === 0) return
    const { count, wait } = nextBatch(this.#queue, performance.now(), this.#limits, RULES)
    if (wait > 0) this.#wakeUp = setTimeout(() => this.#pump(), wait)
    else void this.#run(this.#queue.splice(0, count))
  }

  async #run(batch: readonly Waiting[]): Promise<void> {
    this.#isBusy = true
    const timer = setTimeout(() => this.#free(), SLOW_MS)
    await (batch.length > 1 ? this.#together(batch) : this.#oneByOne(batch))
    clearTimeout(timer)
    this.#free()
  }

  #free(): void {
    this.#isBusy = false
    this.#pump()
  }

  async #together(batch: readonly Waiting[]): Promise<void> {
    const [{ params }] = batch as [Waiting]
    const input = joined(batch.map((one) => one.input))
    const parts = batch.map((one) => rowCount(one.input) ?? 0)
    // Whose row it was that failed is found by asking for each.
    const texts = await this.#model.predictParts(input, params, parts).catch(() => undefined)
    if (!texts) return this.#oneByOne(batch)
    for (const [place, { resolve }] of batch.entries()) resolve(texts[place] ?? 'null')
  }

  async #oneByOne(batch: readonly Waiting[]): Promise<void> {
    await Promise.all(
      batch.map(({ input, params, resolve, reject }) =>
        this.#model.predict(input, params).then(resolve, reject),
      ),
    )
  }
}
