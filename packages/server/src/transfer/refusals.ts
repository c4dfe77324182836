import { RestError } from './rest.ts'

/** What a server would not take at the end of a copy, told in a sentence for each kind: one of it ends nothing. */
export class Refusals {
  readonly #by = new Map<string, { count: number; first: string }>()

  /** @returns whether it was taken. */
  async attempt(what: string, job: () => Promise<unknown>): Promise<boolean> {
    try {
      await job()
      return true
    } catch (error) {
      if (!(error instanceof RestError)) throw error
      const { count = 0, first = error.message } = this.#by.get(what) ?? {}
      this.#by.set(what, { count: count + 1, first })
      return false
    }
  }

  notes(): string[] {
    return [...this.#by].map(
      ([what, { count, first }]) => `The target refused ${count} ${what}, the first so: ${first}`,
    )
  }
}
