import { nothingIn, recogniseRevision } from '../revision.ts'
import type { MigratableDatabase } from './database.ts'

/** The revision of a database. @throws UnusableDatabase where it is not MLflow's, or of a newer one. */
export async function readRevision({ db, where, tables }: MigratableDatabase): Promise<string> {
  const names = await tables()
  if (names.length === 0) throw nothingIn(where)
  const revision = names.includes('alembic_version') ? await revisionRow(db) : undefined
  recogniseRevision(where, names, revision)
  return revision ?? ''
}

async function revisionRow(db: MigratableDatabase['db']): Promise<string | undefined> {
  const [row] = await db.query(db.builder.selectFrom('alembic_version').select('version_num'))
  return row?.version_num
}
