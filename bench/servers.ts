import { existsSync } from 'node:fs'
import { join } from 'node:path'

export const ROOT = join(import.meta.dirname, '..')
const MLFLOW = process.env.MLFLOW_BIN ?? '/work/scratch/oracle/bin/mlflow'
export const MILLRACE = process.env.MILLRACE_BIN ?? join(ROOT, 'packages/cli/dist/millrace.js')

export interface ServerSpec {
  name: ServerName
  title: string
  command: string
  args: string[]
  /** Must exist for the server to take part. */
  needs: string
  missing: string
}

export const SERVER_NAMES = ['mlflow', 'mlflow1', 'millrace'] as const
export type ServerName = (typeof SERVER_NAMES)[number]

export const SERVERS: Record<ServerName, ServerSpec> = {
  mlflow: {
    name: 'mlflow',
    title: 'MLflow',
    command: MLFLOW,
    args: ['server'],
    needs: MLFLOW,
    missing: 'set MLFLOW_BIN to the mlflow command of a Python environment with mlflow 3.17.2',
  },
  mlflow1: {
    name: 'mlflow1',
    title: 'MLflow, 1 worker',
    command: MLFLOW,
    args: ['server', '--workers', '1'],
    needs: MLFLOW,
    missing: 'set MLFLOW_BIN to the mlflow command of a Python environment with mlflow 3.17.2',
  },
  millrace: {
    name: 'millrace',
    title: 'Millrace',
    command: process.execPath,
    args: [MILLRACE, 'server'],
    needs: MILLRACE,
    missing: 'run `npm run build` first, or set MILLRACE_BIN',
  },
}

/** The Python beside the mlflow command: it has the published client. */
export const PYTHON = process.env.MLFLOW_PYTHON ?? join(MLFLOW, '../python')

/** Keeps MLflow off the network; the rest is as a user gets it. */
export const SERVER_ENV = { MLFLOW_DISABLE_TELEMETRY: 'true', DO_NOT_TRACK: 'true' }

export function isAvailable(spec: ServerSpec): boolean {
  return existsSync(spec.needs)
}
