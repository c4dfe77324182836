import schemaFacts from '../../../contract/facts/schema.json' with { type: 'json' }
import { SCHEMA_REVISION } from './generated/tables.ts'

/** A database that cannot be used; its message tells a person what to do. */
export class UnusableDatabase extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'UnusableDatabase'
  }
}

/**
 * Refuses a database that has tables but not the schema of this version.
 * @param where names the database to a person; without a password.
 * @param upgrade what `mlflow db upgrade` is given.
 */
export function assertRevision(
  where: string,
  tables: readonly string[],
  revision: string | undefined,
  upgrade = where,
): void {
  if (!tables.includes('alembic_version')) {
    throw new UnusableDatabase(
      `${where} holds tables that are not MLflow's (${tables.slice(0, 3).join(', ')} …); give another one.`,
    )
  }
  if (revision === SCHEMA_REVISION) return
  const known = schemaFacts.tracking.revisions.some((r) => r.revision === revision)
  throw new UnusableDatabase(
    known
      ? `${where} has the schema of an older MLflow (revision ${revision}). Upgrade it first: mlflow db upgrade ${upgrade}`
      : `${where} is at revision ${revision}, which this version does not know: a newer MLflow made it. It was not touched.`,
  )
}
