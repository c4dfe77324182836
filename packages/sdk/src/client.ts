import { platform } from '#platform'
import { Artifacts } from './artifacts.ts'
import { Datasets } from './datasets.ts'
import type { Body } from './door.ts'
import { EvaluationDatasets } from './evaluation-datasets.ts'
import { Experiments } from './experiments.ts'
import { Lineage } from './lineage.ts'
import { LoggedModels } from './logged-models.ts'
import { Metrics } from './metrics.ts'
import { type ClientOptions, transportOptions } from './options.ts'
import { Prompts } from './prompts.ts'
import { Registry } from './registry.ts'
import { Runs } from './runs.ts'
import { Transport } from './transport.ts'
import { Webhooks } from './webhooks.ts'

const DEFAULT_STORE = 'sqlite:///mlflow.db'

/** What a request of one's own may have. */
export interface OwnRequest {
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Body
  readonly signal?: AbortSignal
}

/**
 * Everything that a tracking server can do, one resource per capability.
 *
 * @example
 * ```ts
 * const client = new Client({ trackingUri: 'http://localhost:5000' })
 * const experimentId = await client.experiments.create({ name: 'churn' })
 * const { runId } = await client.runs.create({ experimentId })
 * await client.runs.logBatch(runId, { params: { depth: '3' }, metrics: [{ key: 'auc', value: 0.91 }] })
 * ```
 */
export class Client {
  readonly experiments: Experiments
  readonly runs: Runs
  readonly metrics: Metrics
  readonly datasets: Datasets
  readonly evaluationDatasets: EvaluationDatasets
  readonly loggedModels: LoggedModels
  readonly registry: Registry
  readonly prompts: Prompts
  readonly webhooks: Webhooks
  readonly artifacts: Artifacts
  readonly lineage: Lineage
  /** @internal */
  readonly transport: Transport

  /**
   * Connects at the first call.
   * @throws InvalidValueError where the options cannot be used
   */
  constructor(options: ClientOptions = {}) {
    const env = options.env ?? platform.env
    const uri = options.trackingUri || env.MLFLOW_TRACKING_URI || DEFAULT_STORE
    const transport = new Transport(platform.openDoor(uri, options, env), transportOptions(options, env))
    this.transport = transport
    this.experiments = new Experiments(transport)
    this.runs = new Runs(transport)
    this.metrics = new Metrics(transport)
    this.datasets = new Datasets(transport)
    this.evaluationDatasets = new EvaluationDatasets(transport)
    this.loggedModels = new LoggedModels(transport)
    this.registry = new Registry(transport)
    this.prompts = new Prompts(transport, this.registry)
    this.webhooks = new Webhooks(transport)
    this.artifacts = new Artifacts(transport)
    this.lineage = new Lineage(transport)
  }

  /** The tracking URI that its calls go to; without a password. */
  get trackingUri(): string {
    return this.transport.door.uri
  }

  /**
   * Sends a request of one's own, with the client's credentials: for what has no method here. Once, whatever comes of it.
   * @param path from the first `/` below the tracking server's address on
   * @returns the answer, of any status
   * @example
   * ```ts
   * const response = await client.send('GET', '/version')
   * ```
   */
  send(method: string, path: string, { headers = {}, body, signal }: OwnRequest = {}): Promise<Response> {
    const request = { method, path, headers, repeatable: method !== 'POST' }
    return this.transport.door.send({ ...request, ...(body && { body }), ...(signal && { signal }) })
  }

  /**
   * Closes a store that was opened without a server; with one there is nothing to close.
   * @example
   * ```ts
   * await client.close()
   * ```
   */
  async close(): Promise<void> {
    await this.transport.door.close()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}
