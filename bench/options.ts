import { parseArgs } from 'node:util'
import { BACKEND_NAMES, type BackendName } from './backend.ts'
import { LOADS } from './loads/index.ts'
import { SERVER_NAMES, type ServerName } from './servers.ts'

export interface Options {
  /** Names of loads, or beginnings of names. Empty: all. */
  only: string[]
  servers: ServerName[]
  quick: boolean
  backend: BackendName
  /** Whether seeded databases went through ANALYZE. */
  statistics: boolean
  json?: string
  list: boolean
}

export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string', default: '' },
      servers: { type: 'string', default: SERVER_NAMES.join() },
      database: { type: 'string', default: 'sqlite' },
      quick: { type: 'boolean', default: false },
      'no-statistics': { type: 'boolean', default: false },
      json: { type: 'string' },
      list: { type: 'boolean', default: false },
    },
  })
  const only = split(values.only)
  const unknownLoad = only.find((prefix) => !LOADS.some(({ name }) => name.startsWith(prefix)))
  if (unknownLoad) throw new Error(`No load is called ${unknownLoad}; --list names them`)
  const servers = split(values.servers)
  const unknownServer = servers.find((name) => !SERVER_NAMES.some((known) => known === name))
  if (unknownServer)
    throw new Error(`No server is called ${unknownServer}; there are ${SERVER_NAMES.join(', ')}`)
  const backend = BACKEND_NAMES.find((name) => name === values.database)
  if (!backend)
    throw new Error(`No database is called ${values.database}; there are ${BACKEND_NAMES.join(', ')}`)
  // In our order, so that ours is the last column.
  return {
    ...values,
    backend,
    statistics: !values['no-statistics'],
    only,
    servers: SERVER_NAMES.filter((name) => servers.includes(name)),
  }
}

function split(list: string): string[] {
  return list.split(',').filter((name) => name !== '')
}
