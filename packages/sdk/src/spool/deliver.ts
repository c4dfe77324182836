import type { Client } from '../client.ts'
import type { MillraceError, SpoolError } from '../errors.ts'
import { ExperimentChoice } from '../experiment-choice.ts'
import { type LaterRun, SPOOLED_AS } from '../later-run.ts'
import { deliver } from '../logging/deliver.ts'
import type { LoggingFailure } from '../logging/report.ts'
import { PARENT_TAG } from '../start-run.ts'
import type { Spooled, SpoolFile } from './file.ts'
import type { SpooledParcel } from './record.ts'

/** Not a path of the wire: a run that was begun while the server was away. */
export const NEW_RUN = 'new-run'

/** One that is away is to be noticed soon; the spool is what waits. */
const OPTIONS = { maxRetries: 1 }

type Report = (error: MillraceError | SpoolError, failure: LoggingFailure) => void

/**
 * Brings the oldest record to the server and strikes it off.
 * @throws a MillraceError when the server is away; the record stays
 */
export async function deliverSpooled(
  client: Client,
  file: SpoolFile,
  { record, end }: Spooled,
  report: Report,
) {
  const { parcel } = record
  if (parcel.path === NEW_RUN) {
    const runId = await beginRun(client, parcel, file.runs)
    return file.advance(end, { ...file.runs, [parcel.runId]: runId })
  }
  await deliver(client.transport, renamed(parcel, file.runs[parcel.runId]), report, OPTIONS)
  return file.advance(end)
}

/** Under the id that the server gave the run. */
function renamed(parcel: SpooledParcel, runId: string | undefined): SpooledParcel {
  if (runId === undefined) return parcel
  const [before, after] = [parcel.runId, runId].map((id) => `"run_id":${JSON.stringify(id)}`)
  return { ...parcel, runId, body: parcel.body.replace(before as string, after as string) }
}

async function beginRun(
  client: Client,
  { runId, body }: SpooledParcel,
  runs: SpoolFile['runs'],
): Promise<string> {
  const { experimentId, experimentName, ...fields } = JSON.parse(body) as LaterRun
  const choice = new ExperimentChoice(client, {
    MLFLOW_EXPERIMENT_ID: experimentId,
    MLFLOW_EXPERIMENT_NAME: experimentName,
  })
  const experiment = await choice.current()
  const filter = `tags.\`${SPOOLED_AS}\` = '${runId}'`
  const [begun] = (await client.runs.search({ experimentIds: [experiment], filter, view: 'all' }, OPTIONS))
    .items
  if (begun !== undefined) return begun.runId
  const parent = runs[fields.tags?.[PARENT_TAG] ?? '']
  const tags = { ...fields.tags, ...(parent && { [PARENT_TAG]: parent }), [SPOOLED_AS]: runId }
  return (await client.runs.create({ ...fields, experimentId: experiment, tags }, OPTIONS)).runId
}
