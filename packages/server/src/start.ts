import { randomUUID } from 'node:crypto'
import { openRepository } from '@millrace/artifacts'
import type { FastifyInstance } from 'fastify'
import { type Logger, pino } from 'pino'
import { createApp } from './app.ts'
import { Changes } from './changes.ts'
import type { Config } from './config.ts'
import { type Database, openDatabase } from './db/open.ts'
import type { Deps } from './deps.ts'
import { LONG_READS } from './long-reads.ts'

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

/** Opens the stores and makes the app; listening is the caller's. */
export async function startServer(
  config: Config,
  log: Logger = pino({ level: config.logLevel }),
): Promise<RunningServer> {
  const database = openDatabase({
    uri: config.artifactsOnly ? 'sqlite://' : config.backendStoreUri,
    artifactRoot: config.artifactRoot,
    longReads: LONG_READS,
    workerScript: WORKER,
    now: Date.now(),
  })
  const deps = await makeDeps(config, database, log)
  const app = await createApp(deps, config)
  return {
    app,
    deps,
    async close() {
      deps.changes.close()
      await app.close()
      await database.close()
    },
  }
}

async function makeDeps(config: Config, database: Database, log: Logger): Promise<Deps> {
  return {
    db: database.db,
    writer: database.writer,
    longReads: database.longReads,
    changes: new Changes(database.version),
    artifactRoot: config.artifactRoot,
    proxied: config.serveArtifacts ? await openRepository(config.artifactsDestination) : undefined,
    truncateLongValues: config.truncateLongValues,
    clock: Date.now,
    newId: () => randomUUID().replaceAll('-', ''),
    log,
  }
}
