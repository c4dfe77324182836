import { MlflowError } from '@millrace/contract'
import type { Awaitable, Executor, Gather, Gathered } from './executor.ts'
import { transientReason } from './transient.ts'

/** Runs a job on an executor of its own: in a transaction, or just reading. */
type Run = <T>(job: (tx: Executor) => Awaitable<T>) => Promise<T>

interface Passenger<Item, T> {
  readonly item: Item
  readonly resolve: (value: T) => void
  readonly reject: (error: unknown) => void
}

/** One is being made durable while the next does its work; more would only make each of them smaller. */
const FLIGHTS = 2

/** Keeps statements and transactions small. */
const SEATS = 128

/** Makes a {@link Gather} of a way to run single jobs. */
export function gathering(run: Run): Gather {
  const lanes = new Map<unknown, unknown>()
  return <Item, T>(job: Gathered<Item, T>, item: Item): Promise<T> => {
    let lane = lanes.get(job) as Lane<Item, T> | undefined
    if (lane === undefined) {
      lane = new Lane(run, job)
      lanes.set(job, lane)
    }
    return lane.take(item)
  }
}

/** The items of one kind, on their way in groups. */
class Lane<Item, T> {
  readonly #run: Run
  readonly #job: Gathered<Item, T>
  #waiting: Passenger<Item, T>[] = []
  #flights = 0
  /** A transaction is about to begin and will take whoever has come by then. */
  #boarding = false

  constructor(run: Run, job: Gathered<Item, T>) {
    this.#run = run
    this.#job = job
  }

  take(item: Item): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject })
      this.#depart()
    })
  }

  #depart(): void {
    if (this.#boarding || this.#waiting.length === 0 || this.#flights >= FLIGHTS) return
    this.#boarding = true
    this.#flights += 1
    void this.#fly().finally(() => {
      this.#flights -= 1
      this.#depart()
    })
  }

  #board(): Passenger<Item, T>[] {
    this.#boarding = false
    const passengers = this.#waiting.splice(0, SEATS)
    this.#depart()
    return passengers
  }

  async #fly(): Promise<void> {
    let passengers: Passenger<Item, T>[] | undefined
    let refused = false
    const job = async (tx: Executor) => {
      // A transaction that is tried again has the same ones on board.
      passengers ??= this.#board()
      refused = true
      const outcomes = await this.#job(
        tx,
        passengers.map(({ item }) => item),
      )
      refused = false
      return outcomes
    }
    try {
      const outcomes = await this.#run(job)
      passengers?.forEach((passenger, i) => {
        settle(passenger, outcomes[i] as T | MlflowError)
      })
    } catch (error) {
      passengers ??= this.#board()
      // What broke at the commit may have been made already; what is away is away for each of them.
      const isSure = (refused && !transientReason(error)) || isRefusal(error)
      if (isSure && passengers.length > 1) await this.#oneByOne(passengers)
      else for (const { reject } of passengers) reject(error)
    }
  }

  async #oneByOne(passengers: readonly Passenger<Item, T>[]): Promise<void> {
    await Promise.all(
      passengers.map(({ item, resolve, reject }) => this.#run(alone(this.#job, item)).then(resolve, reject)),
    )
  }
}

/** Before a commit somebody may refuse too: nothing was made then. */
function isRefusal(error: unknown): boolean {
  return error instanceof MlflowError && error.code !== 'TEMPORARILY_UNAVAILABLE'
}

/** The job for one item as a write of its own. */
export function alone<Item, T>(job: Gathered<Item, T>, item: Item) {
  return async (tx: Executor): Promise<T> => {
    const [outcome] = await job(tx, [item])
    if (outcome instanceof MlflowError) throw outcome
    return outcome as T
  }
}

/** What a job found out, or why it refuses: an outcome. */
export async function refusalOr<T>(promise: Promise<T>): Promise<T | MlflowError> {
  try {
    return await promise
  } catch (error) {
    if (error instanceof MlflowError) return error
    throw error
  }
}

function settle<Item, T>({ resolve, reject }: Passenger<Item, T>, outcome: T | MlflowError): void {
  if (outcome instanceof MlflowError) reject(outcome)
  else resolve(outcome)
}
