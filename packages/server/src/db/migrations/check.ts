import { assertRevision } from '../revision.ts'
import { withoutPassword } from '../uri.ts'
import { withDatabase } from './database.ts'
import { readRevision } from './read-revision.ts'
import { describeDifference, differences } from './shape.ts'

/** What is wrong with a database, each in a line; nothing is changed. @throws UnusableDatabase where it is not of this schema. */
export async function checkDatabase(uri: string): Promise<string[]> {
  return withDatabase(uri, 'check', async (database) => {
    const revision = await readRevision(database)
    assertRevision(database.where, await database.tables(), revision, withoutPassword(uri))
    return differences(await database.shape(), await database.target()).map(describeDifference)
  })
}
