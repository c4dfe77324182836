import type { Client, RunRecord } from '@millrace/sdk'
import { ExitError } from '../exit-error.ts'

interface Wanted {
  readonly experimentId: readonly string[]
  readonly experimentName: readonly string[]
  readonly filter: string
  readonly orderBy: readonly string[]
  readonly max: number
}

/** The first runs that a filter matches, of the experiments named or of all. */
export async function findRuns(client: Client, wanted: Wanted): Promise<RunRecord[]> {
  const { filter, orderBy, max } = wanted
  const experimentIds = await experimentsOf(client, wanted)
  const pageSize = Math.max(1, Math.min(max, 1000))
  return client.runs.search({ experimentIds, filter, orderBy, pageSize }).all(max)
}

async function experimentsOf(client: Client, { experimentId, experimentName }: Wanted): Promise<string[]> {
  if (experimentId.length + experimentName.length === 0) {
    return (await client.experiments.search().all()).map((experiment) => experiment.experimentId)
  }
  const named = experimentName.map(async (name) => {
    const found = await client.experiments.getByName(name)
    if (!found) throw new ExitError(`There is no experiment '${name}'.`)
    return found.experimentId
  })
  return [...experimentId, ...(await Promise.all(named))]
}
