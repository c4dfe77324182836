import { UnusableDatabase } from '../revision.ts'
import { databaseKind } from '../uri.ts'
import type { Shape } from './shape.ts'
import type { Session } from './step.ts'

/** The statements around the steps that change rows. */
export interface TablePlan {
  /** Tables and columns that rows go into. */
  readonly before: readonly string[]
  /** What needs the rows to be where they belong. */
  readonly after: readonly string[]
}

/** An open database that may have the schema of an older MLflow. */
export interface MigratableDatabase extends Session {
  /** Names it to a person, without a password. */
  readonly where: string
  /** Its tables but ours. */
  tables(): Promise<string[]>
  shape(): Promise<Shape>
  /** The schema of this version, in the words of this database. */
  target(): Promise<Shape>
  /** What makes its tables those of the target. */
  plan(): Promise<TablePlan>
  execute(sql: string): Promise<void>
  /** Copies it as it is before the upgrade; absent where the database's own tools must. @returns the copy's name. */
  backup?(label: string): Promise<string>
}

/** `upgrade` keeps all others from changing the schema meanwhile, and undoes everything when the job throws, where it can. */
export type Purpose = 'upgrade' | 'check'

type Open = <T>(
  uri: string,
  purpose: Purpose,
  job: (database: MigratableDatabase) => Promise<T>,
) => Promise<T>

/** Opens the database behind a URI for a job. @throws UnusableDatabase with advice. */
export const withDatabase: Open = async (uri, purpose, job) => {
  switch (databaseKind(uri)) {
    case 'sqlite':
      return (await import('./sqlite-database.ts')).withSqlite(uri, purpose, job)
    case 'postgresql':
      return (await import('./postgres-database.ts')).withPostgres(uri, purpose, job)
    case 'mysql':
      return (await import('./mysql-database.ts')).withMysql(uri, purpose, job)
    case 'folder':
      throw new UnusableDatabase(
        `${uri} is a folder, which has no schema; millrace migrate-filestore takes one over into a database.`,
      )
  }
}
