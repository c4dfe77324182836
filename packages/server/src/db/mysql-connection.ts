import { readFileSync } from 'node:fs'
import type { ConnectionOptions, SslOptions } from 'mysql2'
import { UnusableDatabase } from './revision.ts'
import { parsedUri } from './uri.ts'

const CONNECT_TIMEOUT_MS = 10_000

/** A SQLAlchemy-style URI of MySQL as its driver for Node takes it, with the TLS options of PyMySQL and mysqlclient. */
export function mysqlConnection(uri: string, env = process.env): ConnectionOptions {
  const { hostname, port, username, password, pathname, searchParams } = parsedUri(uri)
  const ssl = tlsOf(searchParams, env)
  const socketPath = searchParams.get('unix_socket')
  return {
    host: decodeURIComponent(hostname),
    ...(port && { port: Number(port) }),
    ...(socketPath && { socketPath }),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
    ...(ssl && { ssl }),
    connectTimeout: CONNECT_TIMEOUT_MS,
    charset: 'utf8mb4_general_ci',
    // JSON and numbers beyond 2^53 come as text.
    supportBigNumbers: true,
    jsonStrings: true,
  }
}

/** With a CA the server's certificate and name are checked, without one its traffic is only hidden, as those drivers do. */
function tlsOf(query: URLSearchParams, env: NodeJS.ProcessEnv): SslOptions | undefined {
  const file = (name: 'ca' | 'cert' | 'key') =>
    query.get(`ssl_${name}`) ?? env[`MLFLOW_MYSQL_SSL_${name.toUpperCase()}`]
  const [ca, cert, key] = [file('ca'), file('cert'), file('key')]
  const mode = query.get('ssl_mode')?.toUpperCase()
  if (mode === 'DISABLED' || isTrue(query.get('ssl_disabled'))) return undefined
  if (!ca && !cert && !key && mode === undefined && !query.has('ssl_verify_cert')) return undefined
  const verified = ca ? !isFalse(query.get('ssl_verify_cert')) : isTrue(query.get('ssl_verify_cert'))
  const named = ca
    ? !isFalse(query.get('ssl_check_hostname') ?? query.get('ssl_verify_identity')) && mode !== 'VERIFY_CA'
    : false
  return {
    ...(ca && { ca: read('ssl_ca', ca) }),
    ...(cert && { cert: read('ssl_cert', cert) }),
    ...(key && { key: read('ssl_key', key) }),
    rejectUnauthorized: verified || mode?.startsWith('VERIFY_') === true,
    verifyIdentity: named || mode === 'VERIFY_IDENTITY',
  }
}

function read(option: string, file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new UnusableDatabase(`${option}: ${file} cannot be read: ${(error as Error).message}`, {
      cause: error,
    })
  }
}

const isTrue = (text: string | null) => /^(true|1|yes)$/i.test(text ?? '')
const isFalse = (text: string | null) => /^(false|0|no)$/i.test(text ?? '')
