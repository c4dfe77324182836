import { invalidParameter } from '@millrace/contract'
import { MLFLOW_VERSION } from '@millrace/contract/mlflow-version'
import { runContainer } from './container.ts'
import { describeModel } from './deployed-model.ts'
import { assertName, type NameRule, nameIsTaken, noDeployment } from './names.ts'
import { uploadArchive } from './sagemaker/archive.ts'
import { Aws, answered } from './sagemaker/aws.ts'
import {
  cleanUp,
  createEndpoint,
  deleteEndpoint,
  findEndpoint,
  listEndpoints,
  orUndone,
  untilGone,
  untilInService,
  updateEndpoint,
} from './sagemaker/endpoint.ts'
import { type AwsPlace, awsPlace } from './sagemaker/place.ts'
import {
  archiveKey,
  assertTogether,
  configRequest,
  endpointRequest,
  type Made,
  modelRequest,
  type SageMakerSettings,
  uniqueNames,
  variantOf,
} from './sagemaker/requests.ts'
import { DELETE_SETTINGS, SAGEMAKER_SETTINGS } from './sagemaker/settings.ts'
import { readSettings } from './settings.ts'
import type {
  CreateRequest,
  DeleteRequest,
  Deployment,
  DeploymentTarget,
  Description,
  Plan,
  PredictionBody,
  TargetClient,
  TargetContext,
  UpdateRequest,
} from './target.ts'

const NAMES: NameRule = {
  pattern: /^[a-z0-9](?:-*[a-z0-9]){0,62}$/i,
  words: 'letters, digits and dashes, 63 at most, with no dash first or last',
}
const READY_SECONDS = 1200
const GONE_SECONDS = 300
const DEFAULT_REPOSITORY = 'mlflow-pyfunc'

/** Endpoints of Amazon SageMaker. */
export const target: DeploymentTarget = {
  name: 'sagemaker',
  help: `Deploys models to Amazon SageMaker: the model's files go to S3, and an endpoint serves them with an image of yours in ECR.
Build the image with 'millrace models build-docker -n NAME' (without a model, or with one of the same kind) and push it.

Target URIs:
- sagemaker                          the region us-west-2
- sagemaker:/REGION
- sagemaker:/REGION/ROLE_ARN         takes on this role first

Credentials come by AWS's usual chain (variables, ~/.aws, the machine's role). The libraries are not a part of millrace:
npm install @aws-sdk/client-sagemaker @aws-sdk/client-sagemaker-runtime @aws-sdk/client-s3 @aws-sdk/client-sts

Settings (-C name=value), for create and update, as MLflow's:
- image_url: the image (default: MLFLOW_SAGEMAKER_DEPLOY_IMG_URL, else ${DEFAULT_REPOSITORY}:${MLFLOW_VERSION} in the account's registry)
- execution_role_arn: the role that SageMaker takes on to read the image and the model (default: that of the credentials)
- bucket: where the model goes (default: mlflow-sagemaker-REGION-ACCOUNT, made if it is not there)
- instance_type, instance_count (default: ml.m4.xlarge, 1), or serverless_config, a JSON object
- mode: of an update: replace (default) the model, or add one beside it without traffic
- variant_name, vpc_config, data_capture_config, async_inference_config, env, tags
- region_name, assume_role_arn: instead of those of the target URI
- archive: whether models and configurations that are in use no longer are kept (default: False)
- synchronous: whether to wait for the end (default: True); False needs archive=True
- timeout_seconds: how long (default: ${READY_SECONDS}; ${GONE_SECONDS} for delete)

delete takes region_name, assume_role_arn, archive, synchronous and timeout_seconds. run-local takes image and port, and runs the
image by docker or podman.`,
  open: (suffix, context) => new SageMakerTarget(awsPlace(suffix), context),
  runLocal: runContainer,
}

class SageMakerTarget implements TargetClient {
  readonly #place: AwsPlace
  readonly #context: TargetContext

  constructor(place: AwsPlace, context: TargetContext) {
    this.#place = place
    this.#context = context
  }

  async create({ name, modelUri, flavor, config }: CreateRequest): Promise<Plan<Deployment>> {
    const settings = this.#read(name, config)
    const model = await describeModel(modelUri, flavor, this.#context.env)
    const aws = this.#aws(settings)
    const begun = { name, model, settings, ...uniqueNames(name) }
    return {
      would: () => this.#wouldCreate(this.#withDefaults(begun, settings, UNKNOWN, aws.region)),
      make: async () => {
        if (await findEndpoint(aws, name)) throw nameIsTaken(name, 'sagemaker')
        const made = await this.#complete(aws, begun)
        await orUndone(aws, made, async () => {
          await this.#upload(aws, made)
          await createEndpoint(aws, made)
        })
        await this.#wait(aws, made)
        return { name, flavor: model.flavor }
      },
    }
  }

  async update({ name, modelUri, flavor, config }: UpdateRequest): Promise<Plan<Deployment>> {
    const settings = this.#read(name, config)
    if (modelUri === undefined) throw invalidParameter('An update on sagemaker needs the URI of a model.')
    if (settings.mode === 'create') throw invalidParameter("The mode of an update is 'replace' or 'add'.")
    const model = await describeModel(modelUri, flavor, this.#context.env)
    const aws = this.#aws(settings)
    const begun = { name, model, settings, ...uniqueNames(name) }
    return {
      would: () => this.#wouldUpdate(this.#withDefaults(begun, settings, UNKNOWN, aws.region)),
      make: async () => {
        const found = await findEndpoint(aws, name)
        if (!found) throw noDeployment(name, 'sagemaker')
        const made = await this.#complete(aws, begun)
        const before = await orUndone(aws, made, async () => {
          await this.#upload(aws, made)
          return updateEndpoint(aws, made, found.EndpointConfigName ?? '')
        })
        await this.#wait(aws, made)
        if (!settings.archive) await cleanUp(aws, before)
        return { name, flavor: model.flavor }
      },
    }
  }

  async delete({ name, config }: DeleteRequest): Promise<Plan<void>> {
    assertName(name, NAMES)
    const settings = readSettings('sagemaker', DELETE_SETTINGS, config)
    assertTogether(settings)
    const { archive = false, synchronous = true, timeout_seconds = GONE_SECONDS } = settings
    const aws = this.#aws(settings)
    return {
      would: () =>
        shown({ DeleteEndpoint: { EndpointName: name } }) +
        (archive ? '' : '\nand then its configuration, its models, and their archives in S3'),
      make: async () => {
        const found = await findEndpoint(aws, name)
        if (!found) throw noDeployment(name, 'sagemaker')
        const before = await deleteEndpoint(aws, name, found.EndpointConfigName ?? '')
        if (synchronous) await untilGone(aws, name, timeout_seconds)
        if (!archive) await cleanUp(aws, before)
      },
    }
  }

  async list(): Promise<Description[]> {
    return (await listEndpoints(this.#aws({}))).map((endpoint) => ({ ...endpoint }))
  }

  async get(name: string): Promise<Description> {
    assertName(name, NAMES)
    const found = await findEndpoint(this.#aws({}), name)
    if (!found) throw noDeployment(name, 'sagemaker')
    const { $metadata: _, ...description } = found
    return description
  }

  async predict(name: string, { contentType, body }: PredictionBody): Promise<string> {
    assertName(name, NAMES)
    const { lib, client } = await this.#aws({}).runtime()
    const command = new lib.InvokeEndpointCommand({
      EndpointName: name,
      ContentType: contentType,
      Body: Buffer.from(body),
    })
    const { Body = new Uint8Array() } = await answered(client.send(command))
    return Buffer.from(Body).toString('utf8')
  }

  #read(name: string, config: CreateRequest['config']): SageMakerSettings {
    assertName(name, NAMES)
    const settings = readSettings('sagemaker', SAGEMAKER_SETTINGS, config)
    assertTogether(settings)
    return settings
  }

  #aws({ region_name, assume_role_arn }: Pick<SageMakerSettings, 'region_name' | 'assume_role_arn'>): Aws {
    const { region, role } = this.#place
    const taken = assume_role_arn ?? role
    return new Aws(
      { region: region_name ?? region, ...(taken !== undefined && { role: taken }) },
      this.#context.env,
    )
  }

  /** What was not given is known from the credentials; they are asked only where it is needed. */
  async #complete(aws: Aws, begun: Begun): Promise<Made> {
    const { settings } = begun
    const image = settings.image_url ?? this.#context.env.MLFLOW_SAGEMAKER_DEPLOY_IMG_URL
    const isAllGiven = image && settings.execution_role_arn && settings.bucket
    return this.#withDefaults(begun, settings, isAllGiven ? UNKNOWN : await aws.identity(), aws.region)
  }

  #withDefaults(begun: Begun, settings: SageMakerSettings, { account, arn }: Identity, region: string): Made {
    const {
      image_url = this.#context.env.MLFLOW_SAGEMAKER_DEPLOY_IMG_URL ||
        `${account}.dkr.ecr.${region}.amazonaws.com/${DEFAULT_REPOSITORY}:${MLFLOW_VERSION}`,
      execution_role_arn = roleOf(arn),
      bucket = `mlflow-sagemaker-${region}-${account}`,
    } = settings
    return { ...begun, imageUrl: image_url, executionRole: execution_role_arn, bucket }
  }

  async #upload(aws: Aws, { model, bucket, modelName, settings }: Made): Promise<void> {
    this.#context.onProgress(`Uploading ${model.uri} to s3://${bucket}/${archiveKey(modelName)}`)
    const mayCreate = settings.bucket === undefined
    await uploadArchive(aws, { uri: model.uri, bucket, modelName, mayCreate }, this.#context.env)
  }

  async #wait(aws: Aws, made: Made): Promise<void> {
    const { synchronous = true, timeout_seconds = READY_SECONDS } = made.settings
    if (!synchronous) return
    this.#context.onProgress(`Waiting for the endpoint ${made.name}`)
    await untilInService(aws, made, timeout_seconds)
  }

  #wouldCreate(made: Made): string {
    return shown({
      PutObject: { Bucket: made.bucket, Key: archiveKey(made.modelName) },
      CreateModel: withoutValues(modelRequest(made)),
      CreateEndpointConfig: configRequest(made, [variantOf(made, 1)]),
      CreateEndpoint: endpointRequest(made),
    })
  }

  #wouldUpdate(made: Made): string {
    const adds = made.settings.mode === 'add'
    const beside = adds ? ['the variants that are there'] : []
    return shown({
      PutObject: { Bucket: made.bucket, Key: archiveKey(made.modelName) },
      CreateModel: withoutValues(modelRequest(made)),
      CreateEndpointConfig: configRequest(made, [...beside, variantOf(made, adds ? 0 : 1)]),
      UpdateEndpoint: { EndpointName: made.name, EndpointConfigName: made.configName },
    })
  }
}

type Begun = Omit<Made, 'imageUrl' | 'executionRole' | 'bucket'>

interface Identity {
  readonly account: string
  readonly arn: string
}

/** What a dry run does not ask for. */
const UNKNOWN: Identity = { account: 'ACCOUNT', arn: 'ROLE_OF_THE_CREDENTIALS' }

/** `arn:aws:sts::1:assumed-role/NAME/session` is a session of `arn:aws:iam::1:role/NAME`. */
function roleOf(arn: string): string {
  return arn.replace(/^(arn:[\w-]+):sts::(\d+):assumed-role\/([^/]+)\/.*$/, '$1:iam::$2:role/$3')
}

/** Requests by their names, in their order. */
function shown(requests: Readonly<Record<string, object>>): string {
  return Object.entries(requests)
    .map(([name, body]) => `${name} ${JSON.stringify(body, null, 2)}`)
    .join('\n')
}

/** Variables may be secrets: their names are told. */
function withoutValues(request: ReturnType<typeof modelRequest>) {
  const names = Object.keys(request.PrimaryContainer.Environment)
  const hidden = Object.fromEntries(names.map((name) => [name, '…']))
  return { ...request, PrimaryContainer: { ...request.PrimaryContainer, Environment: hidden } }
}
