import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { ServerFlags } from '@millrace/server'

/**
 * MLflow opens a file store that it finds in the working folder where no store is named, even beside a `mlflow.db`; who
 * is used to that would wonder about an empty database.
 */
export function warnOfFileStore({ backendStoreUri }: ServerFlags): void {
  const isNamed = backendStoreUri !== undefined || process.env.MLFLOW_BACKEND_STORE_URI
  if (isNamed || !holdsExperiments('mlruns')) return
  console.error(
    'millrace: ./mlruns is an MLflow file store, which is not read; what is shown is sqlite:///mlflow.db. To take its experiments over: mlflow migrate-filestore --source . --target sqlite:///mlflow.db, then move ./mlruns away.',
  )
}

function holdsExperiments(folder: string): boolean {
  if (!existsSync(folder)) return false
  return readdirSync(folder).some((name) => /^\d+$/.test(name) && existsSync(join(folder, name, 'meta.yaml')))
}
