import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { ServerFlags } from '@millrace/server'

const FOLDER = './mlruns'

/** Where no store is named, one in the working folder is opened, as MLflow does, even beside a `mlflow.db`. */
export function withFoundFileStore<Flags extends Pick<ServerFlags, 'backendStoreUri' | 'artifactsOnly'>>(
  flags: Flags,
): Flags {
  const isNamed = flags.backendStoreUri !== undefined || process.env.MLFLOW_BACKEND_STORE_URI
  if (isNamed || flags.artifactsOnly || !holdsExperiments(FOLDER)) return flags
  console.error(
    `millrace: no store is named, so the file store ${FOLDER} is opened, as MLflow does. For a database give --backend-store-uri sqlite:///mlflow.db; millrace migrate-filestore takes the folder over into one.`,
  )
  return { ...flags, backendStoreUri: FOLDER }
}

function holdsExperiments(folder: string): boolean {
  if (!existsSync(folder)) return false
  return readdirSync(folder).some((name) => /^\d+$/.test(name) && existsSync(join(folder, name, 'meta.yaml')))
}
