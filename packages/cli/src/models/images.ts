import { type StdioOptions, spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { MLFLOW_VERSION } from '@millrace/contract/mlflow-version'
import { Command } from 'commander'
import { ExitError } from '../exit-error.ts'
import { explained } from './model-flags.ts'

interface ImageFlags {
  modelUri?: string
  installMlflow?: boolean
  python?: boolean
  json?: boolean
}

function imageCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .exitOverride()
    .option('-m, --model-uri <uri>', 'the model; without one it is mounted at /opt/ml/model')
    .option('--install-mlflow', `also install mlflow ${MLFLOW_VERSION}`)
    .option('--python', 'Python even where Node could load the model')
    .option('--env-manager <manager>', 'taken for the sake of MLflow: the image is the environment')
    .option('--mlflow-home <path>', 'taken for the sake of MLflow: it means nothing here')
    .option('--install-java [yes]', 'taken for the sake of MLflow: it means nothing here')
    .option('--json', 'answer in JSON')
}

/** `millrace models generate-dockerfile`: all that an image is built from, in a folder. */
export function generateDockerfileCommand(): Command {
  return imageCommand('generate-dockerfile', 'Write a Dockerfile that serves a model, and all that it needs.')
    .option('-d, --output-directory <folder>', 'where to write it', 'mlflow-dockerfile')
    .action(generate)
}

async function generate(flags: ImageFlags & { outputDirectory: string }): Promise<void> {
  const { outputDirectory } = flags
  await writeInto(outputDirectory, flags)
  console.log(
    flags.json
      ? JSON.stringify({ output_directory: outputDirectory })
      : `Written to ${outputDirectory}. Build it: docker build -t mlflow-pyfunc-servable ${outputDirectory}`,
  )
}

/** The format that podman and buildah would choose knows no health check, and leaves it out. */
const formatOf = (builder: string): string[] =>
  /^(podman|buildah)$/.test(basename(builder)) ? ['--format', 'docker'] : []

/** `millrace models build-docker`: an image by docker, podman or buildah. */
export function buildDockerCommand(): Command {
  return imageCommand('build-docker', 'Build an image that serves a model on port 8080.')
    .option('-n, --name <name>', 'of the image', 'mlflow-pyfunc-servable')
    .action(build)
}

async function build(flags: ImageFlags & { name: string }): Promise<void> {
  const { containerEngine } = await import('@millrace/models/environment')
  const builder = await containerEngine(process.env, ['buildah']).catch((error: Error) => error)
  if (builder instanceof Error) {
    const folder = 'mlflow-dockerfile'
    await writeInto(folder, flags)
    throw new ExitError(
      `${builder.message} All that is needed is in ${folder}; build it elsewhere: docker build -t ${flags.name} ${folder}`,
    )
  }
  const folder = await mkdtemp(join(tmpdir(), 'millrace-image-'))
  try {
    await writeInto(folder, flags)
    const stdio: StdioOptions = flags.json ? ['inherit', process.stderr, 'inherit'] : 'inherit'
    const code = await run(builder, ['build', ...formatOf(builder), '-t', flags.name, folder], stdio)
    if (code !== 0) throw new ExitError(`${builder} could not build the image.`)
    if (flags.json) console.log(JSON.stringify({ image: flags.name }))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function writeInto(output: string, flags: ImageFlags): Promise<void> {
  if (existsSync(output) && readdirSync(output).length > 0) {
    throw new ExitError(`${output} is not empty: name another folder, or remove it.`)
  }
  const { resolveModel, writeContext } = await import('@millrace/models')
  await explained(async () => {
    const model = flags.modelUri === undefined ? undefined : await resolveModel(flags.modelUri, process.env)
    try {
      await writeContext({
        output,
        model: model?.folder,
        millrace: millraceFolder(),
        forcePython: flags.python ?? false,
        installMlflow: flags.installMlflow ?? false,
      })
    } finally {
      await model?.release()
    }
  })
}

/** The package that this command is of, from its sources as from its bundle. */
function millraceFolder(): string {
  return fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../..' : '..', import.meta.url))
}

/** Its exit code. */
function run(program: string, args: readonly string[], stdio: StdioOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio })
    child.once('error', reject)
    child.once('close', (code) => resolve(code ?? 1))
  })
}
