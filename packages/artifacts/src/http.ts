import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { invalidParameter } from '@millrace/contract'
import { egress } from './egress.ts'
import type { OpenOptions } from './open.ts'
import { openProxied, PROXY_ROOT, type SendRequest } from './proxied.ts'
import type { ArtifactRepository } from './repository.ts'
import { decodeOnce, safePath } from './safe-path.ts'

/**
 * Artifacts behind the proxy of another MLflow server: `http(s)://host/…/api/2.0/mlflow-artifacts/artifacts/folder` or
 * `mlflow-artifacts://host:port/folder`, which means https where the port is 443 and http elsewhere.
 */
export function openHttp(uri: string, options: OpenOptions = {}): ArtifactRepository {
  const address = addressOf(uri)
  const mark = address.pathname.indexOf(PROXY_ROOT)
  if (mark < 0)
    throw invalidParameter(`An artifact location on another server has '${PROXY_ROOT}' in its path.`)
  const folder = safePath(address.pathname.slice(mark + PROXY_ROOT.length).replace(/^\/+/, ''))
  return openProxied(sender(address, address.pathname.slice(0, mark), options), folder)
}

function addressOf(uri: string): URL {
  const [, authority = '', path = ''] = /^mlflow-artifacts:\/\/([^/?#]+)([^?#]*)$/i.exec(uri) ?? []
  const scheme = authority.endsWith(':443') ? 'https' : 'http'
  const text = authority === '' ? uri : `${scheme}://${authority}${PROXY_ROOT}${path}`
  // The URI may hold a password: it is not repeated.
  if (!URL.canParse(text)) throw invalidParameter('The artifact location is no address that can be called.')
  return new URL(text)
}

function sender(base: URL, prefix: string, options: OpenOptions): SendRequest {
  const send = egress(options)
  // A host that a client chose gets what the client wrote into the address, and nothing that is this server's own.
  const credentials = credentialsOf(base, options.isAllowedAddress ? {} : process.env)
  return async (method, path, { headers, body, signal }) =>
    responseOf(
      await send(base, {
        method,
        path: `${prefix}${path}`,
        headers: { ...credentials, ...headers },
        ...(body && { body: Readable.fromWeb(body as never) }),
        ...(signal && { signal }),
      }),
    )
}

/** MLflow's own way: what the address holds, else what the environment holds. */
function credentialsOf(base: URL, env: NodeJS.ProcessEnv): Record<string, string> {
  const user = decodeOnce(base.username) || env.MLFLOW_TRACKING_USERNAME
  const password = decodeOnce(base.password) || env.MLFLOW_TRACKING_PASSWORD || ''
  if (user) return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` }
  const token = env.MLFLOW_TRACKING_TOKEN
  return token ? { authorization: `Bearer ${token}` } : {}
}

const NO_BODY = new Set([204, 205, 304])

function responseOf(incoming: IncomingMessage): Response {
  const { statusCode: status = 502, headers } = incoming
  const pairs = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, [value].flat().join(', ')] as [string, string]],
  )
  if (!NO_BODY.has(status)) return new Response(Readable.toWeb(incoming) as never, { status, headers: pairs })
  incoming.resume()
  return new Response(null, { status, headers: pairs })
}
