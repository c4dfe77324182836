import type { ServerLoad } from '../load.ts'
import { measure } from '../measure.ts'
import { API, post } from '../requests.ts'
import { WARM_DELETES } from '../scale.ts'
import { EXPERIMENT_ID, runId } from '../seed-data.ts'

/** Comes last on its dataset: the runs are gone afterwards. */
export const deleteLoad: ServerLoad = {
  name: 'delete-runs-8',
  title: 'deleting 1,000 runs, 8 clients',
  dataset: 'histories',
  unit: 's',
  async run({ server, scale }) {
    const requests = Array.from({ length: scale.deletes + WARM_DELETES }, (_, index) =>
      post(`${API}/runs/delete`, { run_id: runId(index) }),
    )
    const { acknowledged, ...measured } = await measure(server, {
      clients: 8,
      from: 0,
      to: requests.length,
      warm: WARM_DELETES,
      seconds: 120,
      task: (connection, index) => connection.send(requests[index] as Buffer),
    })
    const deleted = await server.database.count('deleted', EXPERIMENT_ID)
    if (acknowledged !== requests.length || deleted !== requests.length) {
      throw new Error(`${deleted} runs deleted, ${acknowledged} acknowledged, of ${requests.length}`)
    }
    return { ...measured, value: measured.seconds }
  },
}
