import { MlflowError } from '@millrace/contract'
import type { EnvironmentOptions } from './environment/make.ts'
import { resolveModel } from './resolve.ts'
import { openScorer } from './serve/open-scorer.ts'
import { JSON_TYPE } from './serve/scorer.ts'
import type { Signature } from './signature.ts'

export interface LoadOptions {
  /** How a model in Python gets its environment. */
  envManager?: EnvironmentOptions['envManager']
  /** Python even where Node could load it. */
  forcePython?: boolean
  /** Python processes. */
  workers?: number
  /** Milliseconds that a prediction may take. */
  timeout?: number
  env?: NodeJS.ProcessEnv
  onProgress?(line: string): void
}

/** A loaded model, wherever it runs. */
export interface Model {
  readonly signature: Signature
  /**
   * @param request as for `/invocations`: `inputs`, `instances`, `dataframe_split` or `dataframe_records`, and `params`
   * @throws MlflowError when the request does not fit the signature, or the model fails
   */
  predict(request: object): Promise<unknown>
  /** Ends its processes, and deletes what was downloaded. */
  close(): Promise<void>
}

const TIMEOUT_MS = 60_000

/**
 * Loads a model from any URI, in this process where Node can, else in Python processes.
 * @example
 * const model = await loadModel('models:/credit@champion')
 * const scores = await model.predict({ dataframe_records: [{ age: 41, income: 2800 }] })
 * await model.close()
 */
export async function loadModel(uri: string, options: LoadOptions = {}): Promise<Model> {
  const { envManager = 'virtualenv', env = process.env, onProgress = () => {}, workers = 1 } = options
  const { folder, release } = await resolveModel(uri, env)
  try {
    const { scorer, signature } = await openScorer(folder, {
      environment: { envManager, env, onProgress },
      forcePython: options.forcePython ?? false,
      pool: {
        ...{ workers, threads: 1, maxBatchRows: 1, maxBatchDelay: 0, maxWaiting: Number.POSITIVE_INFINITY },
        timeout: options.timeout ?? TIMEOUT_MS,
        onTrouble: onProgress,
      },
    })
    return {
      signature,
      async predict(request) {
        const body = Buffer.from(JSON.stringify(request))
        const reply = await scorer.answer({ contentType: JSON_TYPE, body })
        const answer = JSON.parse(reply.body.toString())
        if (reply.status !== 200) throw new MlflowError(answer.error_code, answer.message)
        return 'predictions' in answer ? answer.predictions : answer
      },
      async close() {
        await scorer.close()
        await release()
      },
    }
  } catch (error) {
    await release()
    throw error
  }
}
