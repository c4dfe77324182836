import { createConnection } from 'mysql2/promise'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, type TestContext, test } from 'vitest'
import { type Database, openDatabase } from '../../packages/server/src/db/open.ts'
import { type Scratch, scratch } from '../helpers/scratch.ts'
import { startMariadb } from '../services/mariadb.ts'
import { startPostgres } from '../services/postgres.ts'
import { makeCertificate, type Service } from '../services/service.ts'

const POSTGRES_CIPHER = 'select cipher from pg_stat_ssl where pid = pg_backend_pid()'
const MYSQL_CIPHER =
  "select variable_value as cipher from information_schema.session_status where variable_name = 'Ssl_cipher'"

/** What a connection to the store is encrypted with; nothing where it is not. */
async function cipherOf(uri: string, query: string): Promise<string> {
  const database: Database = await openDatabase({
    uri,
    readReplicaUri: undefined,
    artifactRoot: 'mlflow-artifacts:/',
    longReads: {},
    workerScript: new URL('file:///none'),
    now: 0,
    poolSize: 1,
  })
  try {
    const [row] = await database.db.query<{ cipher: string | null }>({
      compile: () => ({ sql: query, parameters: [] }) as never,
    })
    return row?.cipher ?? ''
  } finally {
    await database.close()
  }
}

const KINDS = [
  {
    name: 'PostgreSQL',
    start: startPostgres,
    make: async (uri: string) => {
      const client = new Client({ connectionString: uri })
      await client.connect()
      await client.query('create database tls')
      await client.end()
    },
    query: POSTGRES_CIPHER,
    encrypted: ['sslmode=require', 'sslmode=prefer', '', 'sslmode=verify-full&sslrootcert=CERTIFICATE'],
    plain: ['sslmode=disable'],
    refused: ['sslmode=verify-full', 'sslmode=verify-full&sslrootcert=OTHER'],
  },
  {
    name: 'MariaDB',
    start: startMariadb,
    make: async (uri: string) => {
      const connection = await createConnection(uri)
      await connection.query('create database tls')
      await connection.end()
    },
    query: MYSQL_CIPHER,
    encrypted: ['ssl_ca=CERTIFICATE', 'ssl_mode=REQUIRED'],
    plain: ['', 'ssl_mode=DISABLED'],
    refused: ['ssl_ca=OTHER', 'ssl_verify_cert=true', 'ssl_ca=/nowhere/ca.pem'],
  },
]

describe.each(KINDS)('TLS to $name', ({ start, make, query, encrypted, plain, refused }) => {
  let service: Service | undefined
  let folder: Scratch
  let otherCertificate = ''

  beforeAll(async () => {
    folder = scratch('tls')
    otherCertificate = (await makeCertificate(folder.file(), undefined)).certificate
    service = await start({ tls: true })
    if (service) await make(service.uri)
  })
  afterAll(async () => {
    await service?.stop()
    folder.remove()
  })

  function uriWith(ctx: TestContext, options: string): string {
    if (service === undefined) return ctx.skip('the database server is not installed')
    const filled = options
      .replace('CERTIFICATE', service.certificate ?? '')
      .replace('OTHER', otherCertificate)
    return `${service.uri.replace('127.0.0.1', 'localhost').replace(/[^/]*$/, 'tls')}?${filled}`
  }

  test.for(encrypted)('is used: %s', async (options, ctx) => {
    expect(await cipherOf(uriWith(ctx, options), query)).not.toBe('')
  })

  test.for(plain)('is not used: %s', async (options, ctx) => {
    expect(await cipherOf(uriWith(ctx, options), query)).toBe('')
  })

  test.for(refused)('refuses a server that it cannot trust: %s', async (options, ctx) => {
    await expect(cipherOf(uriWith(ctx, options), query)).rejects.toThrow(/certificate|cannot be read/)
  })
})
