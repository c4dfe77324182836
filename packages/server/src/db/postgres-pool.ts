import { Pool, type PoolConfig, types } from 'pg'
import { exactInteger } from './exact-integer.ts'

const asText = (text: string) => text

/** What columns become, by type: as SQLite gives them, so that features see one kind of row. */
const PARSERS: ReadonlyMap<number, (text: string) => unknown> = new Map<number, (text: string) => unknown>([
  [types.builtins.INT8, exactInteger],
  [types.builtins.BOOL, (text: string) => (text === 't' ? 1 : 0)],
  [types.builtins.JSON, asText],
  [types.builtins.JSONB, asText],
])

export function createPool(config: PoolConfig): Pool {
  return new Pool({
    ...config,
    types: { getTypeParser: (oid, format) => PARSERS.get(oid) ?? types.getTypeParser(oid, format) },
    application_name: 'millrace',
  })
}
