import { delimiter } from 'node:path'
import type { Env } from '@millrace/sdk'
import type { ProjectEnvironment } from '../project.ts'

/** What makes an environment: MLflow's words for it, and `node` for packages by a lockfile. */
export type EnvManager = 'local' | 'virtualenv' | 'uv' | 'conda' | 'node'

export interface EnvironmentRequest {
  readonly folder: string
  readonly environment: ProjectEnvironment
  /** Variables of this process: where programs are found, and environments kept. */
  readonly env: Env
  readonly signal: AbortSignal
  /** Told what happens, a line at a time. */
  readonly report: (line: string) => void
}

/** An environment that is there, whole. */
export interface Environment {
  /** What `mlflow.project.env` says; undefined where MLflow sets none. */
  readonly tag: string | undefined
  /** What a process in it is given: its programs come first in the PATH. */
  readonly variables: Readonly<Record<string, string>>
  /** What is installed in it, as a file to keep with the run. */
  readonly frozen: { readonly name: string; readonly text: string } | undefined
}

/** Makes environments of one kind. */
export interface EnvironmentMaker {
  /**
   * Refuses what cannot be made here, before a run is.
   * @throws InvalidValueError naming what is missing, and what to install
   */
  check(request: Pick<EnvironmentRequest, 'environment' | 'env'>): Promise<void> | void
  /** Makes one, once for all who ask; answers at once where it is there. */
  prepare(request: EnvironmentRequest): Promise<Environment>
}

/** The PATH with a folder before all others. */
export function pathWith(folder: string, env: Env): string {
  return env.PATH ? `${folder}${delimiter}${env.PATH}` : folder
}
