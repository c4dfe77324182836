import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { createConnection } from 'mysql2/promise'
import { Client } from 'pg'
import { inject } from 'vitest'

/** A kind of backend store that the tests run on. */
export interface TestDatabase {
  readonly name: string
  /** Makes an empty database of the test's own, its files (if any) below `folder`. @returns its URI. */
  create(folder: string): Promise<string>
}

const services = inject('services')

const KNOWN: readonly TestDatabase[] = [
  { name: 'sqlite', create: async (folder) => `sqlite:///${join(folder, 'test.db')}` },
  ...onServer('postgresql', createPostgres),
  ...onServer('mysql', createMysql),
]

const wanted = process.env.MILLRACE_TEST_DATABASES?.split(',')

/** Those that are there; MILLRACE_TEST_DATABASES narrows them to some, by name. */
export const DATABASES = KNOWN.filter((database) => wanted?.includes(database.name) ?? true)

function onServer(name: string, create: (server: string) => Promise<string>): TestDatabase[] {
  const server = services[name]
  return server === undefined ? [] : [{ name, create: () => create(server) }]
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

async function createMysql(server: string): Promise<string> {
  const name = newName()
  const connection = await createConnection(server)
  await connection.query(`create database ${name} character set utf8mb4 collate utf8mb4_general_ci`)
  await connection.end()
  return server.replace(/[^/]*$/, name)
}
