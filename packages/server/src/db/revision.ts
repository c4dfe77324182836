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
 * @param uri what `millrace db upgrade` is given; without a password.
 */
export function assertRevision(
  where: string,
  tables: readonly string[],
  revision: string | undefined,
  uri = where,
): void {
  if (recogniseRevision(where, tables, revision) === 'current') return
  throw new UnusableDatabase(
    `${where} has the schema of an older MLflow (revision ${revision}). Upgrade it first: millrace db upgrade ${uri}`,
  )
}

export function nothingIn(where: string): UnusableDatabase {
  return new UnusableDatabase(`${where} holds no tables: millrace server makes them when it starts.`)
}

/** Refuses a database that is not MLflow's, or a newer one's. */
export function recogniseRevision(
  where: string,
  tables: readonly string[],
  revision: string | undefined,
): 'current' | 'older' {
  if (!tables.includes('alembic_version')) {
    throw new UnusableDatabase(
      `${where} holds tables that are not MLflow's (${tables.slice(0, 3).join(', ')} …); give another one.`,
    )
  }
  if (revision === SCHEMA_REVISION) return 'current'
  if (schemaFacts.tracking.revisions.some((known) => known.revision === revision)) return 'older'
  throw new UnusableDatabase(
    `${where} is at revision ${revision}, which this version does not know: a newer MLflow made it. It was not touched.`,
  )
}
