import { cp, mkdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { invalidParameter } from '@millrace/contract'
import { MLFLOW_VERSION } from '@millrace/contract/mlflow-version'
import { readEnvironment } from '../environment/files.ts'
import { nativeFlavorOf } from '../flavors/native.ts'
import { readMlModel } from '../mlmodel.ts'
import { dockerfile, type ImageRuntime, type NodeRuntime } from './dockerfile.ts'

export interface ContextOptions {
  /** Where to write it; it must not be there, or be empty. */
  output: string
  /** The model's folder; undefined for an image that a model is mounted into. */
  model: string | undefined
  /** The folder of the built package millrace. */
  millrace: string
  /** Python even where Node could load the model. */
  forcePython: boolean
  /** Also install the mlflow that this version of Millrace was measured with. */
  installMlflow: boolean
}

const MLFLOW = `mlflow==${MLFLOW_VERSION}`

/** What an image needs to load models of a flavour in Node, besides Millrace. */
const NODE_RUNTIMES: Readonly<Record<string, NodeRuntime>> = {
  javascript: { packages: [] },
  onnx: {
    packages: ['onnxruntime-node@1.30.0'],
    variable: 'MILLRACE_ONNXRUNTIME',
    // The runtime brings the binaries of all systems; those of this one are a quarter of it.
    shrink:
      'find node_modules/onnxruntime-node/bin -mindepth 3 -maxdepth 3 -type d ! -path "*/linux/$(node -p process.arch)" -exec rm -r {} +',
  },
  tfjs: { packages: ['@tensorflow/tfjs@4.22.0'], variable: 'MILLRACE_TENSORFLOWJS' },
}

/**
 * Writes all that an image is built from: the Dockerfile, the model, Millrace itself and a list of requirements.
 * @throws MlflowError when Millrace is not built, or the model's environment cannot be read
 */
export async function writeContext(options: ContextOptions): Promise<void> {
  const { output, model, millrace } = options
  const runtime = await runtimeOf(options)
  await mkdir(output, { recursive: true })
  await copyMillrace(millrace, join(output, 'millrace'))
  if (model !== undefined) await cp(model, join(output, 'model'), { recursive: true })
  if (runtime.kind === 'python') {
    await writeFile(join(output, 'requirements.txt'), `${runtime.environment.requirements.join('\n')}\n`)
  }
  await writeFile(join(output, 'Dockerfile'), dockerfile({ runtime, hasModel: model !== undefined }))
}

async function runtimeOf({ model, forcePython, installMlflow }: ContextOptions): Promise<ImageRuntime> {
  if (model === undefined) {
    return { kind: 'python', environment: { buildDependencies: [], requirements: [MLFLOW] } }
  }
  const { flavors } = await readMlModel(model)
  const native = forcePython ? undefined : nativeFlavorOf(flavors)
  const node = native === undefined ? undefined : NODE_RUNTIMES[native]
  if (node) return { kind: 'node', node }
  const environment = await readEnvironment(model)
  if (!installMlflow) return { kind: 'python', environment }
  const others = environment.requirements.filter((line) => !/^mlflow\b(?!-)/.test(line))
  return { kind: 'python', environment: { ...environment, requirements: [...others, MLFLOW] } }
}

async function copyMillrace(from: string, to: string): Promise<void> {
  const built = await stat(join(from, 'dist', 'millrace.js')).catch(() => undefined)
  if (!built) throw invalidParameter(`Millrace is not built in ${from}: run npm run build first.`)
  for (const part of ['bin', 'dist', 'package.json']) {
    // The web page is no part of a scoring server.
    await cp(join(from, part), join(to, part), {
      recursive: true,
      filter: (path) => !path.startsWith(join(from, 'dist', 'ui')),
    })
  }
}
