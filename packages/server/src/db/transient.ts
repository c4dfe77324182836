const AWAY = 'the database is busy or cannot be reached'

/** System and database errors that pass by themselves or with a person's help, by code or text, and what to say of them. */
const TRANSIENT: readonly (readonly [what: RegExp, why: string])[] = [
  [/^(SQLITE_FULL|ENOSPC|EDQUOT|53100|ER_DISK_FULL)/, 'the disk is full'],
  [/^(EACCES|EPERM|EROFS|EIO|ESTALE|EMFILE|ENFILE)/, 'a file of the store cannot be written'],
  [/^SQLITE_(BUSY|LOCKED|IOERR|CANTOPEN|READONLY)/, AWAY],
  // PostgreSQL's connection exceptions, shutdowns, lack of resources, read-only replicas, and what outlived its retries.
  [/^(08|53|57P|25006|40001|40P01)/, AWAY],
  [/^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|PROTOCOL_)/, AWAY],
  [/^ER_(LOCK_DEADLOCK|LOCK_WAIT_TIMEOUT|CON_COUNT_ERROR|SERVER_SHUTDOWN|OPTION_PREVENTS_STATEMENT)/, AWAY],
  // The drivers give these no code.
  [
    /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/,
    AWAY,
  ],
  [/^(Pool is closed|Connection lost|Can't add new command when connection is in closed state)/, AWAY],
]

/** An error's code, or its text where it has none. */
export function toldBy(error: unknown): string {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown }
  return String(code ?? message)
}

/** Why something failed that may go well later; undefined where trying again would not help. */
export function transientReason(error: unknown): string | undefined {
  const told = toldBy(error)
  return TRANSIENT.find(([what]) => what.test(told))?.[1]
}
