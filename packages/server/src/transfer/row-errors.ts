import { MlflowError } from '@millrace/contract'

const SQLITE = /^SQLITE_(CONSTRAINT|MISMATCH|TOOBIG)/
/** Classes of SQLSTATE: data that does not fit, and constraints. */
const SQLSTATE = /^2[23]/
/** MySQL's for what a column cannot hold and for checks, which carry a general SQLSTATE. */
const ERRNO: ReadonlySet<unknown> = new Set([1366, 1406, 1264, 3819])

/** Of a folder: what it cannot hold at all, and names that cannot be files. */
const REFUSALS: ReadonlySet<string> = new Set(['NOT_IMPLEMENTED', 'INVALID_PARAMETER_VALUE'])

/** Something that belongs to an experiment which is not there. */
export const NO_EXPERIMENT = 'its experiment was not copied'

/** Whether a store refused certain rows, so that others may still go in. */
export function isAboutRows(error: unknown): boolean {
  if (error instanceof MlflowError) return REFUSALS.has(error.code)
  const { code, sqlState, errno } = error as { code?: unknown; sqlState?: unknown; errno?: unknown }
  return (
    SQLITE.test(String(code)) ||
    SQLSTATE.test(String(sqlState ?? code)) ||
    ERRNO.has(errno) ||
    error instanceof RangeError
  )
}
