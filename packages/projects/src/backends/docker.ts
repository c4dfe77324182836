import { InvalidValueError } from '@millrace/sdk'
import { argumentsOf } from '../command.ts'
import type { Backend, DockerOptions, LaunchRequest, RunEnd, SubmittedRun } from './backend.ts'
import { containerProgram } from './container-program.ts'
import {
  builtImage,
  dockerEnvironment,
  foundImage,
  type Image,
  imageName,
  imageTags,
  repositoryName,
} from './docker-image.ts'
import { placeOfProject, placeOfStores } from './docker-variables.ts'
import { startProcess } from './process.ts'
import { runProgram } from './programs.ts'
import { readSettings } from './settings.ts'

/** docker's own, where it could not begin. */
const COULD_NOT_BEGIN = 125

/** A container of this machine. MLflow calls it `local` too, for there it is the local backend that starts it. */
export const backend: Backend = {
  name: 'local',

  async check({ project, config, env, docker }) {
    readSettings('docker', config, {})
    const environment = dockerEnvironment('docker', project)
    placeOfProject(environment, env)
    willBuild(docker)
    await containerProgram(env)
  },

  async launch(request) {
    const program = await containerProgram(request.env)
    const image = await imageOf(program, request)
    await request.client.runs.logBatch(request.run.runId, { tags: imageTags(image) })
    const name = `mlflow-${request.run.runId}`
    const process = await startProcess([program, ...containerArguments(name, image, request)], {
      cwd: request.project.folder,
      env: { ...request.env, ...request.variables },
    })
    const container = new Container(name, program, process, request)
    if (request.signal.aborted) await container.cancel()
    return container
  },
}

/** MLflow once built an image unless it was told not to, and now builds one when it is told to. */
function willBuild({ buildImage, skipImageBuild }: DockerOptions): boolean {
  if (buildImage && skipImageBuild) {
    throw new InvalidValueError('Give either --build-image or --skip-image-build, not both.')
  }
  return buildImage
}

async function imageOf(program: string, request: LaunchRequest): Promise<Image> {
  const { project, docker, client, run } = request
  const { image } = dockerEnvironment('docker', project)
  if (!willBuild(docker)) return foundImage(program, image, request)
  const { tags } = await client.runs.get(run.runId)
  const uri = imageName(repositoryName(project.name), tags['mlflow.source.git.commit'])
  return builtImage(program, { folder: project.folder, base: image, uri }, request)
}

/** In the order of MLflow's, with a name behind `--rm` by which the container can be stopped. */
function containerArguments(name: string, image: Image, request: LaunchRequest): string[] {
  const { project, docker, variables, run, env, command } = request
  const stores = placeOfStores(variables, run.artifactUri, env)
  const own = placeOfProject(dockerEnvironment('docker', project), env)
  return [
    'run',
    '--rm',
    `--name=${name}`,
    ...Object.entries(docker.args).flatMap(option),
    ...[...stores.volumes, ...own.volumes].flatMap((volume) => ['-v', volume]),
    ...[...assigned(stores.variables), ...stores.inherited].flatMap((variable) => ['-e', variable]),
    ...[...assigned(own.variables), ...own.inherited].flatMap((variable) => ['-e', variable]),
    image.uri,
    ...argumentsOf(command, 'sh'),
  ]
}

function assigned(variables: Readonly<Record<string, string>>): string[] {
  return Object.entries(variables).map(([name, value]) => `${name}=${value}`)
}

/** `-A t` is `-t`, `-A gpus=all` is `--gpus all`. */
function option([name, value]: [string, string | true]): string[] {
  const flag = name.length === 1 ? `-${name}` : `--${name}`
  return value === true ? [flag] : [flag, value]
}

/** A program in front of a container: who ends the one has not surely ended the other. */
class Container implements SubmittedRun {
  readonly id: string
  readonly #program: string
  readonly #process: SubmittedRun
  readonly #request: LaunchRequest

  constructor(name: string, program: string, process: SubmittedRun, request: LaunchRequest) {
    this.id = name
    this.#program = program
    this.#process = process
    this.#request = request
  }

  get output() {
    return this.#process.output
  }

  status() {
    return this.#process.status()
  }

  async wait(): Promise<RunEnd> {
    const end = await this.#process.wait()
    if (end.exitCode !== COULD_NOT_BEGIN) return end
    return { ...end, reason: `${this.#program} could not start the container; its words are in the output.` }
  }

  async cancel(): Promise<void> {
    await this.#process.cancel()
    // It fails for a container that is gone, as it should be.
    await runProgram(this.#program, ['rm', '--force', this.id], { env: this.#request.env })
  }
}
