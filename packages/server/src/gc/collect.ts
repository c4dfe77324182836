import { safePath } from '@millrace/artifacts'
import { locate } from '../artifacts/locate.ts'
import type { Deps } from '../deps.ts'
import { TransferError } from '../transfer/store.ts'
import { findGarbage, type Garbage, type GcRequest } from './find-garbage.ts'
import {
  type Candidate,
  experimentStillDeleted,
  modelStillDeleted,
  PURGE_EXPERIMENT,
  PURGE_MODEL,
  PURGE_RUN,
  runStillDeleted,
  type StillDeleted,
} from './queries.ts'

type GcDeps = Pick<Deps, 'db' | 'writer' | 'proxied'>

/** One thing that is gone, or would be. */
export interface Collected {
  readonly kind: 'Run' | 'Logged model' | 'Experiment'
  readonly id: string
  /** Why its artifacts are still there. */
  readonly artifactsLeft?: string
}

/**
 * Deletes for good, runs before models before experiments, each in a transaction of its own: what breaks off half-way can
 * be started again. Artifacts go first: without its row nobody would find them any more.
 * @param dryRun only tells what would be deleted.
 */
export async function* collectGarbage(
  deps: GcDeps,
  request: GcRequest,
  dryRun: boolean,
): AsyncGenerator<Collected> {
  for (const item of inOrder(await findGarbage(deps.db, request))) {
    const { kind, id } = item
    if (dryRun) {
      yield { kind, id }
      continue
    }
    if (!(await deps.db.first(item.still, { id: item.key }))) continue
    const artifactsLeft = item.artifact_uri ? await deleteArtifacts(deps, item.artifact_uri) : undefined
    await deps.writer.write(async (tx) => {
      for (const statement of item.purge) await tx.run(statement, { id: item.key })
    })
    yield artifactsLeft === undefined ? { kind, id } : { kind, id, artifactsLeft }
  }
}

interface Item {
  readonly kind: Collected['kind']
  readonly id: string
  readonly key: string | number
  readonly artifact_uri: string | null
  readonly purge: typeof PURGE_RUN
  readonly still: StillDeleted
}

function inOrder({ runs, models, experiments }: Garbage): Item[] {
  const withArtifacts = (kind: Item['kind'], how: Pick<Item, 'purge' | 'still'>) => (found: Candidate) => ({
    kind,
    ...how,
    id: found.id,
    key: found.id,
    artifact_uri: found.artifact_uri,
  })
  return [
    ...runs.map(withArtifacts('Run', { purge: PURGE_RUN, still: runStillDeleted })),
    ...models.map(withArtifacts('Logged model', { purge: PURGE_MODEL, still: modelStillDeleted })),
    ...experiments.map((id) => ({
      kind: 'Experiment' as const,
      purge: PURGE_EXPERIMENT,
      still: experimentStillDeleted,
      id: String(id),
      key: id,
      artifact_uri: null,
    })),
  ]
}

/**
 * @returns why they could not be deleted; the rows go all the same, as with MLflow.
 * @throws TransferError where the proxy's server is not reached, or refuses: later it may not, when the rows still tell
 *   where they are.
 */
async function deleteArtifacts(deps: GcDeps, uri: string): Promise<string | undefined> {
  try {
    const { repository, path } = await locate(deps, uri, safePath(''))
    await repository.delete(path)
    return undefined
  } catch (error) {
    if (error instanceof TransferError) throw error
    return `${uri}: ${(error as Error).message}`
  }
}
