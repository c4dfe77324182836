import { Client, type ClientConfig } from 'pg'
import { parsedUri, withoutDriver } from './uri.ts'

/** A server that does not answer the door is given up after this. */
const CONNECT_TIMEOUT_MS = 10_000

/**
 * A SQLAlchemy-style URI of PostgreSQL as its driver for Node takes it. `sslmode` means what it means to libpq, and so to
 * the drivers of Python: without it TLS is used where the server has it, `require` checks no certificate.
 */
export async function postgresConnection(uri: string): Promise<ClientConfig> {
  const plain = parsedUri(withoutDriver(uri)).href
  const parameters = new URLSearchParams(plain.split('?')[1])
  const sslmode = parameters.get('sslmode') ?? process.env.PGSSLMODE ?? 'prefer'
  const options = { connectionTimeoutMillis: CONNECT_TIMEOUT_MS, keepAlive: true }
  if (sslmode !== 'prefer' && sslmode !== 'allow')
    return { ...options, connectionString: withParameter(plain, 'uselibpqcompat', 'true') }
  const withoutTls = { ...options, connectionString: withParameter(plain, 'sslmode', 'disable') }
  if (parameters.get('host')?.startsWith('/')) return withoutTls
  const withTls = {
    ...options,
    connectionString: withParameter(withParameter(plain, 'sslmode', 'require'), 'uselibpqcompat', 'true'),
  }
  return (await answers(withTls)) ? withTls : withoutTls
}

function withParameter(uri: string, name: string, value: string): string {
  const [address = '', query = ''] = uri.split('?')
  const parameters = new URLSearchParams(query)
  parameters.set(name, value)
  return `${address}?${parameters}`
}

async function answers(config: ClientConfig): Promise<boolean> {
  const client = new Client(config)
  client.on('error', () => {})
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}
