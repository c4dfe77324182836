import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { InvalidValueError } from '@millrace/sdk'
import type { DockerEnvironment, Project } from '../project.ts'
import { TAG } from '../tags.ts'
import type { LaunchRequest } from './backend.ts'
import { outputOf, runProgram } from './programs.ts'

/** An image that is on this machine. */
export interface Image {
  /** What it is called, with its tag. */
  readonly uri: string
  readonly id: string
  /** What its registry calls it by what it holds, or the image that it was built on: `name@sha256:…`. */
  readonly digest?: string
}

/** Where MLflow puts a project's files in its images. */
const CODE = '/mlflow/projects/code/'

type ImageRequest = Pick<LaunchRequest, 'env' | 'signal' | 'report'>

/** What a project asks for. */
export function dockerEnvironment(backend: string, { environment }: Project): DockerEnvironment {
  if (environment.kind === 'docker') return environment
  throw new InvalidValueError(
    `The backend ${backend} runs projects with a docker_env, and this one has none: name an image in its MLproject file.`,
  )
}

/** The image as it is, from the registry where it is not here yet. */
export async function foundImage(program: string, uri: string, request: ImageRequest): Promise<Image> {
  if (!(await isHere(program, uri, request))) {
    request.report(`=== Pulling docker image ${uri} ===`)
    await told([program, 'pull', uri], '', request)
  }
  return { uri, ...(await contentOf(program, uri, request)) }
}

/** An image with the project's files in it, on top of the one that it names. */
export async function builtImage(
  program: string,
  { folder, base, uri }: { folder: string; base: string; uri: string },
  request: ImageRequest,
): Promise<Image> {
  request.report(`=== Building docker image ${uri} ===`)
  const dockerfile = `FROM ${base}\nCOPY . ${CODE}\nWORKDIR ${CODE}\n`
  await told([program, 'build', `--tag=${uri}`, '--force-rm', '--file=-', folder], dockerfile, request)
  // Who builds may have fetched it for itself alone.
  const under = await contentOf(program, base, request).catch(() => undefined)
  return { uri, id: (await contentOf(program, uri, request)).id, digest: under?.digest }
}

/** What MLflow's page says of a run in a container. */
export function imageTags({ uri, id, digest }: Image): Readonly<Record<string, string>> {
  return {
    [TAG.environment]: 'docker',
    [TAG.imageUri]: uri,
    [TAG.imageId]: id,
    ...(digest && { [TAG.imageDigest]: digest }),
  }
}

/** MLflow's name for a project's image: with the first of the commit's letters where there is a commit. */
export function imageName(repository: string, commit: string | undefined): string {
  return commit ? `${repository}:${commit.slice(0, 7)}` : repository
}

/** A project's name as a repository; registries know no capitals and few signs. */
export function repositoryName(name: string | undefined): string {
  const plain = (name ?? '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, (signs) => (/^(\.|_{1,2}|-+)$/.test(signs) ? signs : '-'))
  return plain.replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '') || 'docker-project'
}

/** Whether this machine has it. */
export async function isHere(
  program: string,
  uri: string,
  request: Pick<ImageRequest, 'env'>,
): Promise<boolean> {
  return (await runProgram(program, ['image', 'inspect', '--format={{.Id}}', uri], request)).exitCode === 0
}

const CONTENT = '--format={{.Id}} {{join .RepoDigests " "}}'

async function contentOf(program: string, uri: string, request: ImageRequest) {
  const told = await outputOf(program, ['image', 'inspect', CONTENT, uri], request)
  const [id = '', ...digests] = told.trim().split(' ')
  const digest = digests.find((one) => one.startsWith(`${repositoryOf(uri)}@`)) ?? digests[0]
  return { id, digest }
}

/** Runs what may take its time; each line of it is reported. */
async function told(argv: readonly string[], input: string, request: ImageRequest): Promise<void> {
  const [program = '', ...args] = argv
  const { env, signal, report } = request
  const child = spawn(program, args, { env: env as NodeJS.ProcessEnv, signal, stdio: 'pipe' })
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  let last = ''
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      last = line.trim() || last
      report(line)
    })
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code === 0) return
  throw new InvalidValueError(`${program} ${args[0]} failed: ${last || `exit code ${code}`}`)
}
/** Brings it to its registry; its name there with what it holds, as `name@sha256:…`. */
export async function pushImage(
  program: string,
  uri: string,
  request: ImageRequest,
): Promise<string | undefined> {
  request.report(`=== Pushing docker image ${uri} ===`)
  await told([program, 'push', uri], '', request)
  const args = ['image', 'inspect', '--format={{join .RepoDigests "\\n"}}', uri]
  const digests = (await outputOf(program, args, request)).trim().split('\n')
  const repository = repositoryOf(uri)
  return digests.find((one) => one.startsWith(`${repository}@`))
}

function repositoryOf(uri: string): string {
  return uri.replace(/@.*$/, '').replace(/:[^:/]*$/, '')
}
