import type { EnvironmentOptions } from '../environment/make.ts'
import { prepareEnvironment } from '../environment/make.ts'
import { nativeFlavor } from '../flavors/native.ts'
import { readMlModel } from '../mlmodel.ts'
import { parseSignature, type Signature } from '../signature.ts'
import { openNodeScorer } from './node-scorer.ts'
import { openPythonScorer } from './python-scorer.ts'
import type { Scorer } from './scorer.ts'
import type { PoolOptions } from './worker-pool.ts'

export interface ScorerOptions {
  environment: EnvironmentOptions
  /** Python even where Node could load the model. */
  forcePython: boolean
  /** Only files are predicted: their reading begins while the model is loaded, and that without mlflow where it can be. */
  forFiles?: boolean
  pool: Omit<PoolOptions, 'worker'> & { threads: number; memory?: number }
}

/**
 * Loads the model of a folder: in this process where one of its flavours can be, else in Python processes.
 * @throws MlflowError when the model is damaged, or its environment cannot be made
 */
export async function openScorer(
  folder: string,
  options: ScorerOptions,
): Promise<{ scorer: Scorer; signature: Signature }> {
  const model = await readMlModel(folder)
  const signature = parseSignature(model.signature ?? {})
  const native = options.forcePython
    ? undefined
    : await nativeFlavor(folder, model, options.environment.onProgress)
  if (native) return { scorer: openNodeScorer(native, signature, options.pool), signature }
  const { threads, memory, ...pool } = options.pool
  const python = await prepareEnvironment(folder, options.environment)
  const quick = options.forFiles ?? false
  const worker = { python, model: folder, threads, quick, ...(memory !== undefined && { memory }) }
  return { scorer: await openPythonScorer({ ...pool, worker, early: quick }, signature.inputs), signature }
}
