import { rm } from 'node:fs/promises'
import type { Backend } from '../backend.ts'
import type { Measurement, ServerLoad, StartLoad } from '../load.ts'
import { quantile } from '../measure.ts'
import type { Scale } from '../scale.ts'
import { startServer } from '../server-process.ts'
import type { ServerSpec } from '../servers.ts'

/** Existing: the server's own database of a moment ago. New: an empty folder. */
async function coldStart(
  spec: ServerSpec,
  scale: Scale,
  folder: string,
  backend: Backend,
  kind: 'new' | 'existing',
): Promise<Measurement> {
  let database = await backend.create(folder, undefined, false)
  const begin = async (): Promise<number> => {
    const server = await startServer(spec, folder, database)
    await server.stop()
    return server.startSeconds
  }
  const times: number[] = []
  if (kind === 'existing') await begin()
  while (times.length < scale.starts) {
    if (kind === 'new') {
      await rm(folder, { recursive: true, force: true })
      database = await backend.create(folder, undefined, false)
    }
    times.push(await begin())
  }
  return {
    value: quantile(times, 0.5),
    requests: times.length,
    seconds: times.reduce((sum, time) => sum + time, 0),
  }
}

export const startupLoads: StartLoad[] = [
  {
    name: 'start-existing',
    title: 'cold start, existing database',
    dataset: 'none',
    unit: 's',
    run: (spec, scale, folder, backend) => coldStart(spec, scale, folder, backend, 'existing'),
  },
  {
    name: 'start-new',
    title: 'cold start, new database',
    dataset: 'none',
    unit: 's',
    run: (spec, scale, folder, backend) => coldStart(spec, scale, folder, backend, 'new'),
  },
]

/** Once in the life of a database: whatever a server adds to one that MLflow made. */
export const firstStartLoad: ServerLoad = {
  name: 'start-first-large',
  title: "first start on MLflow's database of 100,000 runs",
  dataset: 'runs-large',
  unit: 's',
  run: async ({ server }) => ({ value: server.startSeconds, requests: 1, seconds: server.startSeconds }),
}
