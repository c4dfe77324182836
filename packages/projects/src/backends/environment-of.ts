import type { Environment } from '../environments/environment.ts'
import { prepareEnvironment } from '../environments/prepare.ts'
import { TAG } from '../tags.ts'
import type { LaunchRequest } from './backend.ts'

/** The environment that the project asks for, made on this machine; what is in it is kept with the run. */
export async function environmentOf(request: LaunchRequest): Promise<Environment> {
  const { project, env, envManager, signal, report, client, run } = request
  const environment = await prepareEnvironment({ project, env, envManager, signal, report })
  if (environment.tag !== undefined) await client.runs.setTag(run.runId, TAG.environment, environment.tag)
  if (environment.frozen) {
    const { name, text } = environment.frozen
    await client.artifacts.write(run, `environment/${name}`, text)
  }
  return environment
}
