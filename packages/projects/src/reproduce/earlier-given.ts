import type { Client, RunRecord } from '@millrace/sdk'
import type { DockerOptions } from '../backends/backend.ts'
import { GIVEN } from '../given-tags.ts'
import { TAG } from '../tags.ts'
import { readIfThere } from './read-if-there.ts'

/** What an earlier run was given. */
export interface EarlierGiven {
  /** Undefined where the run does not tell. */
  readonly parameters: Readonly<Record<string, string>> | undefined
  /** Where parameters of type `path` were: from the project's root, or absolute. */
  readonly paths: Readonly<Record<string, string>>
  /** For that backend alone. */
  readonly backendConfig: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly docker: Pick<DockerOptions, 'args' | 'buildImage'>
}

/** What is among the run's tags, and what was too long for them. */
export async function earlierGiven(client: Client, run: RunRecord): Promise<EarlierGiven> {
  const long = await readIfThere(client, run, GIVEN)
  const texts: Record<string, string> = { ...run.tags, ...(long && JSON.parse(Buffer.from(long).toString())) }
  const told = <T>(tag: string): T | undefined =>
    texts[tag] === undefined ? undefined : (JSON.parse(texts[tag]) as T)
  return {
    parameters: told(TAG.parameters),
    paths: told(TAG.paths) ?? {},
    backendConfig: told(TAG.backendConfig) ?? {},
    docker: { args: told(TAG.dockerArgs) ?? {}, buildImage: told(TAG.buildImage) ?? false },
  }
}
