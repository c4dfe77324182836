import { randomUUID } from 'node:crypto'
import { type ArtifactRepository, openRepository } from '@millrace/artifacts'
import { MlflowError } from '@millrace/contract'
import type { FastifyInstance } from 'fastify'
import { type Logger, pino } from 'pino'
import { createApp } from './app.ts'
import { Changes } from './changes.ts'
import { type Config, ConfigError } from './config.ts'
import { type Database, openDatabase } from './db/open.ts'
import type { Deps } from './deps.ts'
import { LONG_READS } from './long-reads.ts'
import { Webhooks } from './webhooks/webhooks.ts'

/** A server that is ready to listen or to be injected. */
export interface RunningServer {
  readonly app: FastifyInstance
  readonly deps: Deps
  /** Takes no more requests, commits what was accepted, closes the database. */
  close(): Promise<void>
}

const WORKER = new URL(
  import.meta.url.endsWith('.ts') ? './reader-worker.ts' : './reader-worker.js',
  import.meta.url,
)

/** What a stopping server gives requests that are under way; supervisors kill after ten seconds and more. */
const PATIENCE_MS = 6_000

/** The stores that a configuration names. */
export interface Stores extends Database {
  /** Where models and prompts are kept; the backend store itself where none is named. */
  readonly registry: Database
  readonly proxied: ArtifactRepository | undefined
}

/** @throws ConfigError or UnusableDatabase with a sentence for a person. */
export async function openStores(config: Config, warn?: (sentence: string) => void): Promise<Stores> {
  // Before the database: a wrong destination must leave no new database behind.
  const proxied = await openDestination(config)
  const database = await openDatabase({
    ...databaseOptions(config, warn),
    uri: config.artifactsOnly ? 'sqlite://' : config.backendStoreUri,
    readReplicaUri: config.readReplicaUri,
  })
  try {
    const registry = await openRegistry(config, database, warn)
    return { ...database, registry, proxied, close: () => closeAll(database, registry) }
  } catch (error) {
    await database.close()
    throw error
  }
}

async function openRegistry(
  config: Config,
  backend: Database,
  warn: ((sentence: string) => void) | undefined,
): Promise<Database> {
  const { registryStoreUri, backendStoreUri, artifactsOnly } = config
  if (artifactsOnly || registryStoreUri === backendStoreUri) return backend
  return openDatabase({ ...databaseOptions(config, warn), uri: registryStoreUri, readReplicaUri: undefined })
}

function databaseOptions(
  { artifactRoot, poolSize, poolRecycle }: Config,
  warn: ((sentence: string) => void) | undefined,
) {
  return {
    artifactRoot,
    poolSize,
    poolRecycle,
    warn,
    longReads: LONG_READS,
    workerScript: WORKER,
    now: Date.now(),
  }
}

async function closeAll(database: Database, registry: Database): Promise<void> {
  await database.close()
  if (registry !== database) await registry.close()
}

/** Opens the stores and makes the app; listening is the caller's. */
export async function startServer(
  config: Config,
  log: Logger = pino({ level: config.logLevel, serializers: { err: withoutSql } }),
): Promise<RunningServer> {
  const stores = await openStores(config, (sentence) => log.warn(sentence))
  const deps = makeDeps(config, stores, log)
  const app = await createApp(deps, config)
  if (!config.artifactsOnly) await deps.webhooks.start()
  const sweeping = startSweeping(deps)
  return {
    app,
    deps,
    async close() {
      clearInterval(sweeping)
      deps.changes.close()
      const patience = setTimeout(() => app.server.closeAllConnections(), PATIENCE_MS)
      await app.close()
      clearTimeout(patience)
      await deps.webhooks.close()
      await stores.close()
    },
  }
}

const DAY_MS = 24 * 60 * 60 * 1000

/** Removes, now and every day, what broken uploads have left for longer than a day. */
function startSweeping({ proxied, clock, log }: Deps): NodeJS.Timeout {
  const sweep = async () => {
    const swept = await proxied?.sweep?.(clock() - DAY_MS)
    if (swept) log.info({ files: swept }, 'unfinished uploads were removed')
  }
  const failed = (err: unknown) => log.warn({ err }, 'unfinished uploads could not be removed')
  void sweep().catch(failed)
  return setInterval(() => void sweep().catch(failed), DAY_MS).unref()
}

/** MySQL's driver puts the whole statement into its errors, users' values and all. */
function withoutSql(error: Error) {
  const { sql: _, ...shown } = pino.stdSerializers.err(error)
  return shown
}

async function openDestination(config: Config): Promise<ArtifactRepository | undefined> {
  if (!config.serveArtifacts) return undefined
  try {
    return await openRepository(config.artifactsDestination)
  } catch (error) {
    if (!(error instanceof MlflowError)) throw error
    throw new ConfigError(`--artifacts-destination: ${error.message}`, { cause: error })
  }
}

function makeDeps(config: Config, stores: Stores, log: Logger): Deps {
  return {
    db: stores.db,
    gather: stores.gather,
    writer: stores.writer,
    longReads: stores.longReads,
    registry: stores.registry,
    changes: new Changes(stores.news),
    webhooks: new Webhooks(stores, config.webhooks, log),
    artifactRoot: config.artifactRoot,
    locations: config.locations,
    proxied: stores.proxied,
    presignedSeconds: config.presignedSeconds,
    truncateLongValues: config.truncateLongValues,
    permanentDelete: config.permanentDelete,
    clock: Date.now,
    newId: () => randomUUID().replaceAll('-', ''),
    log,
  }
}
