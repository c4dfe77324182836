import { argumentsOf } from '../command.ts'
import { checkEnvironment } from '../environments/prepare.ts'
import type { Backend } from './backend.ts'
import { environmentOf } from './environment-of.ts'
import { startProcess } from './process.ts'

/** A process of this machine, or a container where the project asks for one. */
export const backend: Backend = {
  name: 'local',

  async check(request) {
    if (request.project.environment.kind === 'docker') return (await docker()).check?.(request)
    return checkEnvironment(request)
  },

  async launch(request) {
    if (request.project.environment.kind === 'docker') return (await docker()).launch(request)
    const { project, env, signal } = request
    const environment = await environmentOf(request)
    signal.throwIfAborted()
    return startProcess(argumentsOf(request.command), {
      cwd: project.folder,
      env: { ...env, ...environment.variables, ...request.variables },
    })
  },
}

async function docker(): Promise<Backend> {
  return (await import('./docker.ts')).backend
}
