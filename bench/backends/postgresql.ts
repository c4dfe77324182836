import { Client } from 'pg'
import { POSTGRES_SCHEMA } from '../../packages/server/src/db/generated/postgres-schema.ts'
import { SCHEMA_REVISION } from '../../packages/server/src/db/generated/tables.ts'
import { startPostgres } from '../../test/services/postgres.ts'
import { type Backend, type BenchDatabase, countSql } from '../backend.ts'
import { seededRows } from './seeded-rows.ts'

/** A PostgreSQL server as Debian sets it up, commits synced; a database of its own for each server under test. */
export async function postgresBackend(): Promise<Backend> {
  const service = await startPostgres({ durable: true })
  if (service === undefined) throw new Error('PostgreSQL is not installed')
  const uriOf = (name: string) => service.uri.replace(/[^/]*$/, name)
  const templates = new Map<string, string>()
  let made = 0
  const execute = (text: string) => withClient(service.uri, (client) => client.query(text))

  /** Filled once, then copied file by file. */
  const templateOf = async (seed: string, statistics: boolean): Promise<string> => {
    const known = templates.get(seed)
    if (known) return known
    const name = `seed_${templates.size}`
    await execute(`create database ${name}`)
    await withClient(uriOf(name), (client) => fill(client, seed, statistics))
    templates.set(seed, name)
    return name
  }

  return {
    async create(_folder, seed, statistics) {
      const name = `bench_${made++}`
      const template = seed === undefined ? '' : ` template ${await templateOf(seed, statistics)}`
      await execute(`create database ${name}${template}`)
      return database(uriOf(name))
    },
    stop: () => service.stop(),
  }
}

function database(uri: string): BenchDatabase {
  return {
    // The driver that is easy to install; ours passes it over.
    uri: uri.replace('postgresql:', 'postgresql+psycopg2:'),
    async count(what, experiment) {
      const { rows } = await withClient(uri, (client) =>
        client.query<{ n: string }>(countSql(what, experiment)),
      )
      return Number(rows[0]?.n)
    },
  }
}

async function withClient<T>(uri: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: uri })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

async function fill(client: Client, seed: string, statistics: boolean): Promise<void> {
  for (const statement of POSTGRES_SCHEMA) await client.query(statement)
  await client.query('insert into alembic_version (version_num) values ($1)', [SCHEMA_REVISION])
  await client.query("insert into workspaces (name, description) values ('default', '')")
  for (const { table, rows } of seededRows(seed)) {
    const columns = Object.keys(rows[0] ?? {}).map((name) => `"${name}"`)
    await client.query(
      `insert into ${table} (${columns}) select ${columns} from json_populate_recordset(null::${table}, $1::json)`,
      [JSON.stringify(rows)],
    )
  }
  await client.query(
    "select setval('experiments_experiment_id_seq', (select max(experiment_id) from experiments))",
  )
  await client.query(statistics ? 'vacuum analyze' : 'vacuum')
}
