import { join } from 'node:path'

/** A kind of backend store that the tests run on. */
export interface TestDatabase {
  readonly name: string
  /** The URI of an empty database of the test's own, its files (if any) below `folder`. */
  uri(folder: string): string
}

const KNOWN: readonly TestDatabase[] = [
  { name: 'sqlite', uri: (folder) => `sqlite:///${join(folder, 'test.db')}` },
]

const wanted = process.env.MILLRACE_TEST_DATABASES?.split(',')

/** Those that are there; MILLRACE_TEST_DATABASES narrows them to some, by name. */
export const DATABASES = KNOWN.filter((database) => wanted?.includes(database.name) ?? true)
