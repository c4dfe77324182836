import { type StoreFailure, storeError } from './store-error.ts'

/** Replies of one store: what went wrong is told as an error of ours that names the key. */
export abstract class Replies {
  /** What keys are below in errors: `s3://bucket`. */
  abstract readonly name: string

  abstract failureOf(error: unknown): StoreFailure

  /** Whether the store said that there is no object of this key. */
  protected abstract isMissing(failure: StoreFailure): boolean

  async answered<T>(key: string, reply: Promise<T>): Promise<T> {
    try {
      return await reply
    } catch (error) {
      throw this.error(key, error)
    }
  }

  async answeredUnlessMissing<T>(key: string, reply: Promise<T>): Promise<T | undefined> {
    try {
      return await reply
    } catch (error) {
      if (this.isMissing(this.failureOf(error))) return undefined
      throw this.error(key, error)
    }
  }

  error(key: string, error: unknown, failure = this.failureOf(error)): unknown {
    return storeError(error, `${this.name}/${key}`, failure)
  }
}
