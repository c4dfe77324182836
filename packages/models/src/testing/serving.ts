import { type ScoringServer, startScoringServer } from '../serve/http-server.ts'
import { openScorer, type ScorerOptions } from '../serve/open-scorer.ts'
import type { RequestLog } from '../serve/request-log.ts'

/** A model behind HTTP on a free port of the loopback. */
export async function serveFolder(
  folder: string,
  pool: Partial<ScorerOptions['pool']> = {},
  maxBody = 2 ** 20,
  log?: RequestLog,
): Promise<ScoringServer> {
  const options: ScorerOptions = {
    environment: { envManager: 'local', env: process.env, onProgress: () => {} },
    forcePython: false,
    pool: {
      workers: 1,
      threads: 1,
      maxBatchRows: 1,
      maxBatchDelay: 0,
      maxWaiting: 100,
      timeout: 30_000,
      onTrouble: () => {},
      ...pool,
    },
  }
  const opened = await openScorer(folder, options)
  return startScoringServer({
    ...opened,
    name: 'model',
    host: '127.0.0.1',
    port: 0,
    maxBody,
    ...(log && { log }),
  })
}
