import { assertRevision } from '../revision.ts'
import { withoutPassword } from '../uri.ts'
import { withDatabase } from './database.ts'
import { findOrphans } from './orphans.ts'
import { readRevision } from './read-revision.ts'
import { describeDifference, differences } from './shape.ts'

/** What is wrong with a database, each in a line; nothing is changed. @throws UnusableDatabase where it is not of this schema. */
export async function checkDatabase(uri: string): Promise<string[]> {
  return withDatabase(uri, 'check', async (database) => {
    const revision = await readRevision(database)
    assertRevision(database.where, await database.tables(), revision, withoutPassword(uri))
    const target = await database.target()
    const wrong = differences(await database.shape(), target)
    const unreadable = new Set(
      wrong.filter(({ part }) => part === 'table' || part === 'column').map(({ table }) => table),
    )
    const right = new Set([...target.keys()].filter((table) => !unreadable.has(table)))
    return [...wrong.map(describeDifference), ...(await findOrphans(database.db, right))]
  })
}
