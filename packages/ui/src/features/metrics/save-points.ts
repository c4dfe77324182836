import { ownUrl, send } from '../../api/client.ts'
import { save } from '../../charts/download.ts'
import type { ChartRun } from './chart-run.ts'

/** Saves every point of a metric as it was logged, not what is drawn of it. */
export async function savePoints(metric_key: string, runs: readonly ChartRun[]): Promise<void> {
  const response = await send(ownUrl('metrics/export'), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ run_ids: runs.map(({ id }) => id), metric_key }),
  })
  save(`${metric_key}.csv`, await response.blob())
}
