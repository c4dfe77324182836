import type { Executor } from '../db/executor.ts'
import { insertion } from '../db/insertion.ts'
import type { OwnTables } from '../db/own-tables.ts'
import type { Deps } from '../deps.ts'

/** What may change in a registered model or, where a version is named, in that version. */
type What = 'created' | 'deleted' | 'renamed' | 'description' | 'stage' | 'tag' | 'alias'

/** A change as it is kept. */
export interface Change {
  readonly name: string
  readonly version?: number
  readonly what: What
  /** The tag's key or the alias. */
  readonly subject?: string
  readonly was?: string | null | undefined
  readonly became?: string | null | undefined
}

/** A change as a row, without its number. */
export type HistoryRow = Omit<OwnTables['millrace_registry_history'], 'id'>

export const insertHistory = insertion<HistoryRow>()('millrace_registry_history', {
  columns: {
    at: 'at',
    who: 'who',
    name: 'name',
    version: 'version',
    what: 'what',
    subject: 'subject',
    was: 'was',
    became: 'became',
  },
})

/** Keeps what is being changed, in the transaction that changes it. What is set to what it was is no change. */
export async function record(
  tx: Executor,
  { user, clock }: Pick<Deps, 'user' | 'clock'>,
  changes: readonly Change[],
): Promise<void> {
  const at = clock()
  const rows = changes.map(({ name, version, what, subject, was, became }) => ({
    at,
    who: user ?? null,
    name,
    version: version ?? null,
    what,
    subject: subject ?? null,
    was: was ?? null,
    became: became ?? null,
  }))
  await tx.insert(
    insertHistory,
    rows.filter(({ what, was, became }) => was !== became || what === 'created' || what === 'deleted'),
  )
}

/** What a thing was made of, as one text. */
export function madeOf(parts: Readonly<Record<string, string>>, tags: readonly Tag[]): string {
  const given = Object.entries(parts).filter(([, value]) => value !== '')
  const list = tags.map(({ key, value }) => [key, value])
  return JSON.stringify({
    ...Object.fromEntries(given),
    ...(list.length > 0 && { tags: Object.fromEntries(list) }),
  })
}

interface Tag {
  readonly key: string
  readonly value: string
}
