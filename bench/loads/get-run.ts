import type { ServerLoad } from '../load.ts'
import { measure, rate } from '../measure.ts'
import { API, get } from '../requests.ts'
import { seedSize } from '../scale.ts'
import { runId } from '../seed-data.ts'

/** Steps through the runs so that neighbours in time are not asked for one after the other. */
const STRIDE = 7919

export const getRunLoad: ServerLoad = {
  name: 'get-run-8',
  title: 'get-run, 8 clients',
  dataset: 'runs-small',
  unit: '/s',
  async run({ server, scale }) {
    const { runs } = seedSize(scale, 'runs-small')
    const requests = Array.from({ length: scale.requests }, (_, index) => {
      const id = runId((index * STRIDE) % runs)
      return get(`${API}/runs/get`, { run_uuid: id, run_id: id })
    })
    const measured = await measure(server, {
      clients: 8,
      from: 0,
      to: requests.length,
      warm: 40,
      seconds: scale.seconds,
      task: (connection, index) => connection.send(requests[index] as Buffer),
    })
    return rate(measured)
  },
}
