import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { TransferError } from '../transfer/store.ts'
import { holdsFileStore } from './layout.ts'

/** A file store, which may be the `mlruns` of the folder given. @throws TransferError in MLflow's words where there is none. */
export function findFileStore(folder: string): string {
  const found = [join(folder, 'mlruns'), folder].find((root) => existsSync(root) && holdsFileStore(root))
  if (found !== undefined) return found
  throw new TransferError(`Cannot find mlruns directory in '${folder}'`)
}
