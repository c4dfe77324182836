import { invalidParameter, MlflowError } from '@millrace/contract'
import { Client, type Env as ClientEnv } from '@millrace/sdk'
import { registeredVersion } from '../model-source.ts'
import { DatabricksEndpoints } from './databricks/endpoints.ts'
import { NAMES, PATH, ServingRest, shown } from './databricks/rest.ts'
import { DATABRICKS_SETTINGS } from './databricks/settings.ts'
import { assertName, nameIsTaken, noDeployment } from './names.ts'
import { type Given, readSettings } from './settings.ts'
import type {
  CreateRequest,
  DeleteRequest,
  Deployment,
  DeploymentTarget,
  Description,
  Endpoints,
  Plan,
  PredictionBody,
  TargetClient,
  TargetContext,
  UpdateRequest,
} from './target.ts'
import { until } from './until.ts'

const READY_SECONDS = 1200
const EVERY_MS = 5000

/** Endpoints of Databricks Model Serving. */
export const target: DeploymentTarget = {
  name: 'databricks',
  help: `Deploys registered models to Databricks Model Serving: a deployment is an endpoint that serves one of them.

Target URIs:
- databricks                DATABRICKS_HOST and DATABRICKS_TOKEN, else the profile DEFAULT of ~/.databrickscfg
- databricks://PROFILE

Models are of the workspace's registry: models:/NAME/VERSION, models:/CATALOG.SCHEMA.NAME/VERSION, models:/NAME@ALIAS.

Settings (-C name=value), for create and update:
- workload_size: Small (default), Medium or Large; workload_type
- scale_to_zero_enabled: default True
- min_provisioned_throughput, max_provisioned_throughput, instead of a workload_size
- environment_vars: a JSON object; a secret is {{secrets/SCOPE/KEY}}
- instance_profile_arn, auto_capture_config; tags and route_optimized for create
- synchronous: whether to wait until the endpoint is ready (default: True)
- timeout_seconds: how long (default: ${READY_SECONDS})

create-endpoint, update-endpoint and the like take the members of the REST API's request as settings, JSON where a value is no
text: -C config='{"served_entities": […]}'.`,
  open: (suffix, context) => new DatabricksTarget(suffix, context),
}

type Settings = Given<typeof DATABRICKS_SETTINGS>

/** How an endpoint stands, as the REST API says it. */
interface Endpoint extends Description {
  readonly name: string
  readonly state?: { readonly ready?: string; readonly config_update?: string }
}

class DatabricksTarget implements TargetClient {
  readonly endpoints: Endpoints
  readonly #client: Client
  readonly #rest: ServingRest
  readonly #context: TargetContext

  /** @throws InvalidValueError where no host is known */
  constructor(profile: string, context: TargetContext) {
    const uri = profile === '' ? 'databricks' : `databricks://${profile}`
    this.#client = new Client({ trackingUri: uri, env: context.env as ClientEnv })
    this.#context = context
    this.#rest = new ServingRest(this.#client)
    this.endpoints = new DatabricksEndpoints(this.#rest)
  }

  async create({ name, modelUri, flavor, config }: CreateRequest): Promise<Plan<Deployment>> {
    assertName(name, NAMES)
    const settings = readSettings('databricks', DATABRICKS_SETTINGS, config)
    const { tags, route_optimized } = settings
    const body = {
      name,
      config: await this.#configOf(modelUri, flavor, settings),
      ...(tags && { tags: Object.entries(tags).map(([key, value]) => ({ key, value })) }),
      ...(route_optimized !== undefined && { route_optimized }),
    }
    const call = { method: 'POST', path: PATH, body } as const
    return {
      would: () => shown(call),
      make: async () => {
        if (await this.#rest.find(name)) throw nameIsTaken(name, 'databricks')
        await this.#rest.call(call)
        await this.#wait(name, settings)
        return { name, flavor: FLAVOR }
      },
    }
  }

  async update({ name, modelUri, flavor, config }: UpdateRequest): Promise<Plan<Deployment>> {
    assertName(name, NAMES)
    const settings = readSettings('databricks', DATABRICKS_SETTINGS, config)
    if (modelUri === undefined) throw invalidParameter('An update on databricks needs the URI of a model.')
    const refused = ['tags', 'route_optimized'].find((setting) => Object.hasOwn(settings, setting))
    if (refused) throw invalidParameter(`'${refused}' is given when an endpoint is made, not in an update.`)
    const body = await this.#configOf(modelUri, flavor, settings)
    const call = { method: 'PUT', path: `${PATH}/${name}/config`, body } as const
    return {
      would: () => shown(call),
      make: async () => {
        await this.get(name)
        await this.#rest.call(call)
        await this.#wait(name, settings)
        return { name, flavor: FLAVOR }
      },
    }
  }

  async delete({ name, config }: DeleteRequest): Promise<Plan<void>> {
    assertName(name, NAMES)
    readSettings('databricks', {}, config)
    const call = { method: 'DELETE', path: `${PATH}/${name}` } as const
    return {
      would: () => shown(call),
      make: async () => {
        await this.get(name)
        await this.#rest.call(call)
      },
    }
  }

  list(): Promise<readonly Description[]> {
    return this.endpoints.list()
  }

  async get(name: string): Promise<Endpoint> {
    assertName(name, NAMES)
    const found = await this.#rest.find(name)
    if (found) return found as Endpoint
    throw noDeployment(name, 'databricks')
  }

  async predict(name: string, { contentType, body }: PredictionBody): Promise<string> {
    assertName(name, NAMES)
    return this.#rest.invoke(name, contentType, body)
  }

  async close(): Promise<void> {
    await this.#client.close()
  }

  async #configOf(uri: string, flavor: string | undefined, settings: Settings): Promise<object> {
    if (flavor !== undefined && flavor !== FLAVOR) {
      throw invalidParameter(`Databricks serves models as ${FLAVOR}, not as '${flavor}'.`)
    }
    const { name, version } = await this.#registered(uri)
    const {
      auto_capture_config,
      tags: _,
      route_optimized: __,
      synchronous: ___,
      timeout_seconds: ____,
      scale_to_zero_enabled = true,
      ...entity
    } = settings
    const isProvisioned = entity.max_provisioned_throughput !== undefined
    const served = {
      entity_name: name,
      entity_version: version,
      ...(!isProvisioned && { workload_size: 'Small' }),
      ...entity,
      scale_to_zero_enabled,
    }
    return { served_entities: [served], ...(auto_capture_config && { auto_capture_config }) }
  }

  /** What is not registered there cannot be served there. */
  async #registered(uri: string): Promise<{ name: string; version: string }> {
    const path = /^models:\/+(.+)$/.exec(uri)?.[1]
    if (path !== undefined && !/^m-[0-9a-f]{32}$/.test(path)) {
      return registeredVersion(uri, path, this.#client)
    }
    throw invalidParameter(
      `Databricks serves models of its registry: models:/NAME/VERSION or models:/NAME@ALIAS, not '${uri}'.`,
    )
  }

  async #wait(
    name: string,
    { synchronous = true, timeout_seconds = READY_SECONDS }: Settings,
  ): Promise<void> {
    if (!synchronous) return
    this.#context.onProgress(`Waiting for the endpoint ${name}`)
    await until(async () => (isReady(await this.get(name)) ? true : undefined), {
      ...{ seconds: timeout_seconds, everyMs: EVERY_MS },
      what: `The endpoint ${name} is not ready`,
    })
  }
}

/** What Databricks loads models by. */
const FLAVOR = 'python_function'

/** @throws MlflowError when its update has failed */
function isReady({ name, state }: Endpoint): boolean {
  if (state?.config_update === 'UPDATE_FAILED') {
    throw new MlflowError('INTERNAL_ERROR', `Databricks could not deploy ${name}: ${JSON.stringify(state)}`)
  }
  return state?.ready === 'READY' && state.config_update !== 'IN_PROGRESS'
}
