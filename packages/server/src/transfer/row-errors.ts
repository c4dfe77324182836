import { MlflowError } from '@millrace/contract'

const SQLITE = /^SQLITE_(CONSTRAINT|MISMATCH|TOOBIG)/
/** Classes of SQLSTATE: data that does not fit, and constraints. */
const SQLSTATE = /^2[23]/
/** MySQL's for text or numbers that a column cannot hold, which carry a general SQLSTATE. */
const ERRNO: ReadonlySet<unknown> = new Set([1366, 1406, 1264])

/** Whether a database refused certain rows, so that others may still go in. */
export function isAboutRows(error: unknown): boolean {
  const { code, sqlState, errno } = error as { code?: unknown; sqlState?: unknown; errno?: unknown }
  return (
    SQLITE.test(String(code)) ||
    SQLSTATE.test(String(sqlState ?? code)) ||
    ERRNO.has(errno) ||
    // A folder cannot hold everything that a database can.
    error instanceof MlflowError ||
    error instanceof RangeError
  )
}
