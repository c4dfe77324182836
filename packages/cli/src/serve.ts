import type { readConfig, ServerFlags, startServer } from '@millrace/server'
import { cannotListen } from './cannot-listen.ts'
import { ExitError } from './exit-error.ts'
import { stopOnSignals } from './stop-on-signals.ts'
import { boundYoungGeneration, giveBackMemory } from './young-generation.ts'

type Config = ReturnType<typeof readConfig>
type RunningServer = Awaited<ReturnType<typeof startServer>>

/** Uploads wait for the disk in node's pool of threads; with its usual four, a few of them hold up every other file. */
const FILE_THREADS = '16'
/** Who waits for the start is not to wait for what is tidied up behind it. */
const STARTED_MS = 1000

/**
 * Runs a server until a signal stops it.
 * @param onListening is told its address, prefix and all
 * @throws ExitError with what a person should read
 */
export async function serve(
  flags: ServerFlags,
  env: NodeJS.ProcessEnv,
  onListening: (address: string) => unknown,
): Promise<void> {
  // Read when the first file is opened, and never again.
  process.env.UV_THREADPOOL_SIZE ??= FILE_THREADS
  boundYoungGeneration()
  const { config, server } = await start(flags, env)
  const stop = stopOnSignals(() => server.close())
  try {
    const address = await listen(server, config)
    await onListening(`${address}${config.staticPrefix}`)
    setTimeout(giveBackMemory, STARTED_MS).unref()
  } catch (error) {
    await server.close()
    throw cannotListen(error, config.host, config.port)
  }
  await stop
}

async function start(flags: ServerFlags, env: NodeJS.ProcessEnv) {
  const { ConfigError, readConfig, startServer, UnusableDatabase } = await import('@millrace/server')
  try {
    const config = readConfig(flags, env)
    return { config, server: await startServer(config) }
  } catch (error) {
    if (error instanceof ConfigError) throw new ExitError(error.message, 2)
    if (error instanceof UnusableDatabase) throw new ExitError(error.message)
    throw error
  }
}

/** Fastify would announce the address too, without the prefix; its voice is the log's, so that is muted meanwhile. */
async function listen({ app, deps }: RunningServer, { host, port }: Config): Promise<string> {
  const { level } = deps.log
  if (deps.log.isLevelEnabled('info')) deps.log.level = 'warn'
  try {
    return await app.listen({ host, port })
  } finally {
    deps.log.level = level
  }
}
