import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { invalidParameter, MlflowError } from '@millrace/contract'
import { parsePythonJson } from '../python-json.ts'
import { jsonBody } from './prediction-body.ts'
import type {
  Config,
  CreateRequest,
  Deployment,
  Description,
  Endpoints,
  Env,
  Plan,
  PredictionBody,
  TargetClient,
  TargetContext,
} from './target.ts'
import { parseTargetUri } from './target-uri.ts'
import { openTarget } from './targets.ts'

export interface DeployOptions {
  readonly env?: Env
  /** The words that start the command `millrace`; the one that this is of if not given. */
  readonly program?: readonly string[]
  /** Told what goes on, a line at a time. */
  readonly onProgress?: (line: string) => void
  /** Told what would be started, written or sent, which then is not: nothing is changed. */
  readonly dryRun?: (would: string) => void
}

export interface DeploymentOptions {
  /** One of the model's flavours. */
  readonly flavor?: string
  /** Settings of the target. */
  readonly config?: Config
}

/**
 * The client of a deployment target.
 *
 * @param targetUri `local`, `kubernetes:/context/namespace`, `sagemaker:/region`, `databricks`, the path of a file that exports
 * a target; `MLFLOW_DEPLOYMENTS_TARGET` if not given
 * @throws MlflowError for a target that is not known
 * @example
 * ```ts
 * const client = await getDeployClient('local')
 * await client.createDeployment('credit', 'models:/credit@champion', { config: { port: 5001 } })
 * const { predictions } = await client.predict('credit', { dataframe_records: [{ age: 41, income: 2800 }] })
 * await client.deleteDeployment('credit')
 * ```
 */
export async function getDeployClient(
  targetUri?: string,
  options: DeployOptions = {},
): Promise<DeployClient> {
  const context = contextOf(options)
  const uri = targetUri || context.env.MLFLOW_DEPLOYMENTS_TARGET
  if (!uri) {
    throw invalidParameter(
      'No deployments target has been set. Please name one, or set the environment variable MLFLOW_DEPLOYMENTS_TARGET',
    )
  }
  const { target, suffix } = parseTargetUri(uri)
  const opened = await openTarget(target)
  return new DeployClient(uri, opened.name, await opened.open(suffix, context), options.dryRun)
}

/** Serves a model on this machine as the target would serve it, until it is told to end. */
export async function runLocal(
  targetUri: string,
  name: string,
  modelUri: string,
  { flavor, config = {}, ...options }: DeploymentOptions & DeployOptions = {},
): Promise<void> {
  const opened = await openTarget(parseTargetUri(targetUri).target)
  if (!opened.runLocal) {
    throw notThere(`The target ${opened.name} cannot serve a model on this machine; the target local can.`)
  }
  const request: CreateRequest = { name, modelUri, config, ...(flavor !== undefined && { flavor }) }
  await opened.runLocal(request, contextOf(options))
}

/** What there is to know of a target: the forms of its URI, its settings. */
export async function targetHelp(targetUri: string): Promise<string> {
  return (await openTarget(parseTargetUri(targetUri).target)).help
}

/** Deployments of one target, and its endpoints where it has such. */
export class DeployClient {
  readonly targetUri: string
  readonly #name: string
  readonly #target: TargetClient
  readonly #dryRun: ((would: string) => void) | undefined

  /** @internal */
  constructor(targetUri: string, name: string, target: TargetClient, dryRun?: (would: string) => void) {
    this.targetUri = targetUri
    this.#name = name
    this.#target = target
    this.#dryRun = dryRun
  }

  /**
   * Deploys a model, and waits until it answers.
   * @returns undefined in a dry run
   * @throws MlflowError RESOURCE_ALREADY_EXISTS where the name is taken
   */
  async createDeployment(
    name: string,
    modelUri: string,
    { flavor, config = {} }: DeploymentOptions = {},
  ): Promise<Deployment | undefined> {
    return this.#make(await this.#target.create({ name, modelUri, config, ...(flavor && { flavor }) }))
  }

  /**
   * Another model, or other settings; what is not given stays as it is.
   * @returns undefined in a dry run
   */
  async updateDeployment(
    name: string,
    { modelUri, flavor, config = {} }: DeploymentOptions & { readonly modelUri?: string } = {},
  ): Promise<Deployment | undefined> {
    if (flavor !== undefined && modelUri === undefined) {
      throw invalidParameter('A flavor needs the model that has it: give its URI too.')
    }
    return this.#make(
      await this.#target.update({ name, config, ...(modelUri && { modelUri }), ...(flavor && { flavor }) }),
    )
  }

  async deleteDeployment(name: string, { config = {} }: { readonly config?: Config } = {}): Promise<void> {
    await this.#make(await this.#target.delete({ name, config }))
  }

  listDeployments(): Promise<readonly Description[]> {
    return this.#target.list()
  }

  /** @throws MlflowError RESOURCE_DOES_NOT_EXIST where there is none of that name */
  getDeployment(name: string): Promise<Description> {
    return this.#target.get(name)
  }

  /** @param inputs as for `/invocations`: `inputs`, `instances`, `dataframe_split` or `dataframe_records`, and `params` */
  async predict(name: string, inputs: object): Promise<Record<string, unknown>> {
    return parsePythonJson(await this.predictText(name, jsonBody(inputs))) as Record<string, unknown>
  }

  /** The same for what is text already, answered as it came. */
  predictText(name: string, input: PredictionBody): Promise<string> {
    return this.#target.predict(name, input)
  }

  /** @throws MlflowError where the target cannot explain predictions */
  async explainText(name: string, input: PredictionBody): Promise<string> {
    if (this.#target.explain) return this.#target.explain(name, input)
    throw notThere(
      `Computing model explanations is not yet supported for this deployment target (${this.#name})`,
    )
  }

  async createEndpoint(name: string, config: Config = {}): Promise<Description | undefined> {
    return this.#make(await this.#endpoints.create(name, config))
  }

  async updateEndpoint(name: string, config: Config = {}): Promise<Description | undefined> {
    return this.#make(await this.#endpoints.update(name, config))
  }

  async deleteEndpoint(name: string): Promise<void> {
    await this.#make(await this.#endpoints.delete(name))
  }

  async listEndpoints(): Promise<readonly Description[]> {
    return this.#endpoints.list()
  }

  async getEndpoint(name: string): Promise<Description> {
    return this.#endpoints.get(name)
  }

  /** Whether the target has endpoints besides its deployments. */
  get hasEndpoints(): boolean {
    return this.#target.endpoints !== undefined
  }

  async close(): Promise<void> {
    await this.#target.close?.()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  get #endpoints(): Endpoints {
    const { endpoints } = this.#target
    if (endpoints) return endpoints
    throw notThere(
      `The target ${this.#name} has no endpoints: a deployment of it is its own. Of the targets, databricks has.`,
    )
  }

  async #make<T>(plan: Plan<T>): Promise<T | undefined> {
    if (!this.#dryRun) return plan.make()
    this.#dryRun(plan.would())
    return undefined
  }
}

function contextOf({ env = process.env, program, onProgress = () => {} }: DeployOptions): TargetContext {
  return { env, program: program ?? [process.execPath, ownCommand()], onProgress }
}

/** Of the package that this is a part of: its bundle, or its sources. */
function ownCommand(): string {
  const place = import.meta.url.endsWith('.ts') ? '../../../cli/src/main.ts' : './millrace.js'
  const path = fileURLToPath(new URL(place, import.meta.url))
  if (existsSync(path)) return path
  throw invalidParameter(`The command millrace is not at ${path}: name it as 'program'.`)
}

function notThere(message: string): MlflowError {
  return new MlflowError('NOT_IMPLEMENTED', message)
}
