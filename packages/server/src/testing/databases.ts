import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { createConnection } from 'mysql2/promise'
import { Client } from 'pg'
import { inject } from 'vitest'

/** A kind of backend store that the tests run on. */
export interface TestDatabase {
  readonly name: string
  /** Only where MILLRACE_TEST_DATABASES names it: what it does is shown by test/interop. */
  readonly onDemand?: boolean
  /** Makes an empty database of the test's own, its files (if any) below `folder`. @returns its URI. */
  create(folder: string): Promise<string>
  /** The same where names that differ in case only are different; absent where they always are. */
  createExact?(): Promise<string>
}

const services = inject('services')

/** A folder in the manner of MLflow's file store. */
export const FILE_STORE: TestDatabase = {
  name: 'filestore',
  create: async (folder) => `file://${join(folder, 'mlruns')}`,
  onDemand: true,
}

const KNOWN: readonly TestDatabase[] = [
  { name: 'sqlite', create: async (folder) => `sqlite:///${join(folder, 'test.db')}` },
  FILE_STORE,
  ...onServer('postgresql', createPostgres),
  ...onServer('mysql', createMysql('utf8mb4_general_ci'), createMysql('utf8mb4_bin')),
]

const wanted = process.env.MILLRACE_TEST_DATABASES?.split(',')

/** Those that are there; MILLRACE_TEST_DATABASES narrows them to some, by name. */
export const DATABASES = KNOWN.filter(({ name, onDemand }) => wanted?.includes(name) ?? !onDemand)

type Create = (server: string) => Promise<string>

function onServer(name: string, create: Create, createExact?: Create): TestDatabase[] {
  const server = services[name]
  if (server === undefined) return []
  return [{ name, create: () => create(server), createExact: createExact && (() => createExact(server)) }]
}

function newName(): string {
  return `test_${randomUUID().replaceAll('-', '')}`
}

/** The whole server goes when the tests end; nobody drops its databases one by one. */
async function createPostgres(server: string): Promise<string> {
  const name = newName()
  const client = new Client({ connectionString: server })
  await client.connect()
  await client.query(`create database ${name}`)
  await client.end()
  return server.replace(/[^/]*$/, name)
}

function createMysql(collation: string): Create {
  return async (server) => {
    const name = newName()
    const connection = await createConnection(server)
    await connection.query(`create database ${name} character set utf8mb4 collate ${collation}`)
    await connection.end()
    return server.replace(/[^/]*$/, name)
  }
}
