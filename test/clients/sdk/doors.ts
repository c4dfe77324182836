import { mkdirSync } from 'node:fs'
import type { ClientOptions } from '@millrace/sdk'
import { MLFLOW_VERSION, realMlflow } from '../../helpers/mlflow.ts'
import { findProgram } from '../../helpers/programs.ts'
import type { Scratch } from '../../helpers/scratch.ts'
import { MILLRACE, mlflowProgram, type ServerProgram, startServer } from '../../helpers/server.ts'

/** A way to a tracking store that the SDK's tests take. */
export interface TestDoor {
  readonly name: string
  /** Whether our own calls are known there. */
  readonly isOurs: boolean
  /** Why it cannot be tried here. */
  readonly missing: string | false
  open(folder: Scratch): Promise<{ options: ClientOptions; close(): Promise<void> }>
}

const overHttp = (program: () => Promise<ServerProgram>) => async (folder: Scratch) => {
  const files = { database: folder.file('mlflow.db'), artifacts: folder.file('artifacts') }
  const server = await startServer(files, await program())
  return { options: { trackingUri: server.url, env: {} }, close: () => server.stop() }
}

const withoutPython = !process.env.MLFLOW_BIN && !findProgram('python3') && 'python3 not installed'

export const DOORS: readonly TestDoor[] = [
  { name: 'Millrace over HTTP', isOurs: true, missing: false, open: overHttp(async () => MILLRACE) },
  {
    name: `MLflow ${MLFLOW_VERSION} over HTTP`,
    isOurs: false,
    missing: withoutPython,
    open: overHttp(async () => mlflowProgram((await realMlflow()).bin)),
  },
  {
    name: 'no server, SQLite',
    isOurs: true,
    missing: false,
    async open(folder) {
      mkdirSync(folder.file('artifacts'))
      const options = {
        trackingUri: `sqlite:///${folder.file('mlflow.db')}`,
        env: { MLFLOW_DEFAULT_ARTIFACT_ROOT: folder.file('artifacts') },
      }
      return { options, close: async () => {} }
    },
  },
]

/** A name that no other test uses. */
export function uniqueName(prefix: string): string {
  return `${prefix}-${crypto.randomUUID()}`
}
