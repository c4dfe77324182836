import { invalidParameter } from '@millrace/contract'
import { findProgram } from '../environment/find-program.ts'
import { resolveModel } from '../resolve.ts'
import { describeModel } from './deployed-model.ts'
import { runInFront } from './foreground.ts'
import { readSettings, text, wholeNumber } from './settings.ts'
import type { CreateRequest, TargetContext } from './target.ts'

const SETTINGS = { image: text, port: wholeNumber(1, 65_535) }

/** What `millrace models build-docker` calls an image that was given no name. */
const IMAGE = 'mlflow-pyfunc-servable'
const PORT = 5000

/**
 * Runs an image as it would be run elsewhere, with the model mounted where SageMaker puts it, until it is told to end.
 * @throws MlflowError where neither docker nor podman is here
 */
export async function runContainer(
  { name, modelUri, flavor, config }: CreateRequest,
  { env, onProgress }: TargetContext,
): Promise<void> {
  const { image = IMAGE, port = PORT } = readSettings('run-local', SETTINGS, config)
  const { forcePython } = await describeModel(modelUri, flavor, env)
  const variables = env as NodeJS.ProcessEnv
  const program = ['docker', 'podman'].map((one) => findProgram(one, variables)).find(Boolean)
  if (!program) throw invalidParameter('To run an image here, docker or podman must be in the PATH.')
  const model = await resolveModel(modelUri, variables)
  try {
    const words = [
      ...['run', '--rm', '--init', '--name', name, '-p', `127.0.0.1:${port}:8080`],
      ...['-v', `${model.folder}:/opt/ml/model:ro`, image, 'serve', ...(forcePython ? ['--python'] : [])],
    ]
    onProgress([program, ...words].join(' '))
    await runInFront('The container', [program, ...words], env)
  } finally {
    await model.release()
  }
}
