import { credentialsFor } from '../credentials.ts'
import { fetchDoor } from '../door.ts'
import { InvalidValueError } from '../errors.ts'
import type { Context, Platform } from './platform.ts'

/** Browsers and edge workers: a server over fetch, nothing on disk, no process. */
export const platform: Platform = {
  env: {},
  openDoor(uri, options, env) {
    if (!/^https?:/i.test(uri)) {
      throw new InvalidValueError('Here only a tracking server works: give its trackingUri, https://….')
    }
    const { base, headers } = credentialsFor(uri, options, env)
    // Browsers call fetch as a method of the window only.
    return fetchDoor(base, headers, options.fetch ?? ((url, init) => fetch(url, init)))
  },
  localFiles: () => undefined,
  async openFile() {
    throw noDisk()
  },
  // biome-ignore lint/correctness/useYield: there is nothing to yield
  async *openFolder() {
    throw noDisk()
  },
  newContext: singleContext,
  contextTags: async () => ({ 'mlflow.source.type': 'LOCAL' }),
  onEnding: () => () => {},
  openSpool() {
    throw noDisk()
  },
  async sync() {
    throw noDisk()
  },
  startSystemMetrics() {
    throw new InvalidValueError('Here nothing is known of the machine: leave systemMetrics out.')
  },
}

function noDisk(): InvalidValueError {
  return new InvalidValueError('Here are no files: give the bytes themselves.')
}

/** One flow at a time: without AsyncLocalStorage nobody can tell two apart. */
function singleContext<T>(): Context<T> {
  let current: T | undefined
  return {
    get: () => current,
    async run(value, work) {
      const before = current
      current = value
      try {
        return await work()
      } finally {
        current = before
      }
    },
  }
}
