import { createHash } from 'node:crypto'
import type { Env } from '@millrace/sdk'
import type { DockerOptions } from '../backends/backend.ts'
import type { EnvManager } from '../environments/environment.ts'
import type { Resolved } from '../parameters.ts'
import type { EntryPoint, Project } from '../project.ts'
import { contentDigest, folderDigest } from './folder-digest.ts'

/** What decides the result of a step. */
interface Step {
  readonly project: Project
  readonly entryPoint: EntryPoint
  readonly parameters: Resolved
  readonly envManager: EnvManager | undefined
  readonly docker: DockerOptions
  /** Of the backend. */
  readonly config: Readonly<Record<string, unknown>>
  readonly env: Env
}

/**
 * A digest of a step's code, command, parameters and inputs: two steps with equal keys are the same work. Parameters of type
 * `path` count by what is there, wherever that is; all others by their text, so an address must name something that does not change.
 */
export async function cacheKeyOf(step: Step): Promise<string> {
  const { project, entryPoint, parameters, env } = step
  const declared = [...parameters.declared].map(async ([name, value]) => {
    const isPath = entryPoint.parameters.get(name)?.type === 'path'
    return [name, isPath ? await contentDigest(value) : value]
  })
  const parts = [
    await folderDigest(project.folder, env),
    [entryPoint.name, entryPoint.command],
    await Promise.all(declared),
    [...parameters.extra].sort(),
    [step.envManager ?? '', step.docker.args, step.config],
  ]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}
