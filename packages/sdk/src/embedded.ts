import { type Body, type Door, type Fetch, fetchDoor } from './door.ts'
import { InvalidValueError } from './errors.ts'
import type { ClientOptions, Env } from './options.ts'

type Server = Awaited<ReturnType<typeof import('@millrace/server')['startServer']>>

/** A whole tracking server in this process, without a port; its code is loaded by the first request. */
export function embeddedDoor(uri: string, options: ClientOptions, env: Env, outside: Fetch): Door {
  let starting: Promise<Server> | undefined
  const server = () => {
    starting ??= start(uri, options, env).catch((error) => {
      // What was in the way may be gone at the next call.
      starting = undefined
      throw error
    })
    return starting
  }
  const name = uri.replace(/\/\/[^@/]*@/, '//')
  return {
    name,
    uri: name,
    async send({ method, path, headers, body, signal }) {
      signal?.throwIfAborted()
      const { app } = await server()
      const reply = await app.inject({
        method: method as 'GET',
        url: path,
        headers: { host: 'localhost', ...headers },
        ...(body !== undefined && { payload: await payloadOf(body) }),
      })
      const bytes = reply.rawPayload as Uint8Array<ArrayBuffer>
      return new Response(bytes.length === 0 ? null : bytes, {
        status: reply.statusCode,
        headers: reply.headers as Record<string, string>,
      })
    },
    elsewhere: (origin) => fetchDoor(origin, {}, outside),
    async close() {
      const opened = starting
      starting = undefined
      // The call that could not open it has told so.
      const running = await opened?.catch(() => undefined)
      await running?.close()
    },
  }
}

async function payloadOf(body: Body): Promise<string | Buffer> {
  if (typeof body === 'string') return body
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  return Buffer.from(await new Response(body).arrayBuffer())
}

/** Variables of a server that would change what its tracking URI alone means. */
const SERVER_VARIABLES =
  /^(MLFLOW_(TRACKING_DIR|BACKEND_STORE_URI|ARTIFACTS_ONLY|STATIC_PREFIX|EXPOSE_PROMETHEUS|READ_REPLICA_BACKEND_STORE_URI|SERVE_ARTIFACTS|ENABLE_WORKSPACES|AUTH_.*|WORKSPACE_STORE_URI|GATEWAY_CONFIG|TRACE_ARCHIVAL_CONFIG|LOGGING_LEVEL))$/

/** Where the SDK is published, the server comes with the package `millrace`. */
async function loadServer(): Promise<typeof import('@millrace/server')> {
  try {
    return await import('@millrace/server')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error
    const message = 'A store without a server is opened by the package millrace: npm install millrace'
    throw new InvalidValueError(message, { cause: error })
  }
}

async function start(uri: string, options: ClientOptions, env: Env): Promise<Server> {
  const { ConfigError, readConfig, startServer, UnusableDatabase } = await loadServer()
  try {
    const kept = Object.entries(env).filter(([name]) => !SERVER_VARIABLES.test(name))
    const config = readConfig(
      {
        backendStoreUri: uri,
        // As MLflow's clients without a server: artifacts are files beside the store, opened by their path.
        serveArtifacts: options.artifactsDestination !== undefined,
        ...(options.artifactsDestination && { artifactsDestination: options.artifactsDestination }),
      },
      { ...Object.fromEntries(kept), MLFLOW_LOGGING_LEVEL: 'CRITICAL' },
    )
    return await startServer(config)
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof UnusableDatabase)) throw error
    throw new InvalidValueError(error.message, { cause: error })
  }
}
