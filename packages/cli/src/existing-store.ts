import { existsSync } from 'node:fs'
import { ExitError } from './exit-error.ts'

const SERVER = /^(?:https?:|databricks(?::|$))/i

/** The file or folder of a store that is not there, and that opening would make empty; undefined where all is well. */
export async function missingStore(uri: string): Promise<string | undefined> {
  if (SERVER.test(uri)) return undefined
  const path = await localPlace(uri)
  return path === undefined || existsSync(path) ? undefined : path
}

/** What names no store is refused by whoever opens it. */
async function localPlace(uri: string): Promise<string | undefined> {
  const { localPathOf, UnusableDatabase } = await import('@millrace/server')
  try {
    return localPathOf(uri)
  } catch (error) {
    if (error instanceof UnusableDatabase) return undefined
    throw error
  }
}

/** For commands that change or ask what is there, and make nothing. @param named how it is named */
export async function assertStoreExists(uri: string, named: string): Promise<void> {
  const path = await missingStore(uri)
  if (path !== undefined) throw new ExitError(`There is no store ${path}; name yours with ${named}.`)
}
