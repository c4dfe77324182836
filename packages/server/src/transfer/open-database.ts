import { type Database, openDatabase } from '../db/open.ts'
import { LONG_READS } from '../long-reads.ts'

/** Opens a database that is only read, or one that takes a great deal at once. */
export function openForTransfer(uri: string, { readOnly }: { readOnly: boolean }): Promise<Database> {
  return openDatabase({
    uri,
    readOnly,
    bulk: !readOnly,
    readReplicaUri: undefined,
    artifactRoot: 'mlflow-artifacts:/',
    longReads: LONG_READS,
    workerScript: new URL(import.meta.url),
    now: Date.now(),
    poolSize: 4,
  })
}
