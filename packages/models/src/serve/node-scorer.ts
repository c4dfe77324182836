import { MlflowError } from '@millrace/contract'
import { MLFLOW_VERSION } from '@millrace/contract/mlflow-version'
import type { LoadedModel } from '../flavors/flavor.ts'
import { badRequest, parsePayload } from '../scoring/payload.ts'
import type { Signature } from '../signature.ts'
import type { BatchLimits } from './batching.ts'
import { limited } from './limited.ts'
import { NodeBatcher } from './node-batcher.ts'
import { jsonRequest, type NodeRequest, readRequest, Unsupported } from './node-request.ts'
import {
  JSON_TYPE,
  Overloaded,
  type Scorer,
  type ScoringReply,
  type ScoringRequest,
  TimedOut,
} from './scorer.ts'

export interface NodeScorerOptions extends BatchLimits {
  /** Milliseconds. */
  timeout: number
  maxWaiting: number
}

/** What clients of MLflow's scoring server look at; the protocol is that of this version. */

/** A model in this process, with MLflow's protocol and schema enforcement. */
export function openNodeScorer(model: LoadedModel, signature: Signature, options: NodeScorerOptions): Scorer {
  const predict = predictorOf(model, options)
  let pending = 0
  const assertRoom = () => {
    if (pending >= options.maxWaiting) throw new Overloaded('Too many requests wait.')
  }
  return {
    version: MLFLOW_VERSION,
    get pending() {
      return pending
    },
    async answer(request) {
      assertRoom()
      pending += 1
      try {
        return await inTime(answer(model, signature, predict, request), options.timeout)
      } finally {
        pending -= 1
      }
    },
    ...(model.predictStream && {
      async *stream(request: ScoringRequest, signal: AbortSignal) {
        assertRoom()
        pending += 1
        try {
          yield* limited((ends) => partsOf(model, signature, request, ends), {
            signal,
            timeout: options.timeout,
          })
        } finally {
          pending -= 1
        }
      },
    }),
    close: () => model.close(),
  }
}

type Predict = (request: NodeRequest) => Promise<string>

/** Together with others where the model and its operator want that, else each request by itself. */
function predictorOf(model: LoadedModel, limits: BatchLimits): Predict {
  const { predictParts } = model
  if (!predictParts || limits.maxBatchRows <= 1) return ({ input, params }) => model.predict(input, params)
  const batcher = new NodeBatcher({ ...model, predictParts }, limits)
  return ({ input, params }) =>
    input.kind === 'any' ? model.predict(input, params) : batcher.predict(input, params)
}

function inTime<T>(work: Promise<T>, timeout: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new TimedOut('The model did not answer in time.')), timeout)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

async function answer(
  model: LoadedModel,
  signature: Signature,
  predict: Predict,
  request: ScoringRequest,
): Promise<ScoringReply> {
  try {
    const asked = readRequest(model, signature, request)
    const predictions = await predict(asked).catch(explained)
    const body = asked.isLlm ? predictions : `{"predictions": ${predictions}}`
    return { status: 200, type: JSON_TYPE, body }
  } catch (error) {
    if (!(error instanceof Unsupported)) throw error
    return { status: 415, type: 'text/plain; charset=utf-8', body: error.message }
  }
}

/** What the request asks for is told by its key `stream`, which is no part of what the model is given. */
async function* partsOf(
  model: LoadedModel,
  signature: Signature,
  { body }: ScoringRequest,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const payload = parsePayload(body.toString('utf8'))
  const { stream: _, ...data } = payload.format === 'llm' ? (payload.data as Record<string, unknown>) : {}
  const asked = payload.format === 'llm' ? { ...payload, data } : payload
  const { input, params } = jsonRequest(asked, model, signature)
  if (model.predictStream) yield* model.predictStream(input, params, signal)
}

function explained(error: unknown): never {
  throw error instanceof MlflowError ? error : new ModelFailed(error as Error)
}

/** The model itself raised an error; its stack is shown, as MLflow does. */
class ModelFailed extends MlflowError {
  constructor(cause: Error) {
    super('BAD_REQUEST', UNEXPECTED, { cause })
  }

  override toJSON() {
    return { ...super.toJSON(), stack_trace: (this.cause as Error).stack ?? String(this.cause) }
  }
}

const UNEXPECTED = badRequest(
  'Encountered an unexpected error while evaluating the model. Verify that the serialized input Dataframe is compatible with the model for inference.',
).message
