import type { Client, RunRecord } from '@millrace/sdk'
import type { RunHandle } from '../run-handle.ts'
import { TAG } from '../tags.ts'

/** The newest finished run of an experiment with this key. */
export async function findCached(
  client: Client,
  experimentId: string,
  key: string,
): Promise<RunRecord | undefined> {
  const { items } = await client.runs.search({
    experimentIds: [experimentId],
    filter: `tags.\`${TAG.cacheKey}\` = '${key}' AND attributes.status = 'FINISHED'`,
    orderBy: ['attributes.start_time DESC'],
    pageSize: 1,
  })
  return items[0]
}

/** A run that is there already, as if it had just been run. */
export function reusedRun({ runId, experimentId }: RunRecord): RunHandle {
  return {
    runId,
    experimentId,
    isReused: true,
    status: async () => 'finished',
    wait: async () => ({ status: 'finished', exitCode: 0 }),
    cancel: async () => {},
  }
}
