import { randomBytes } from 'node:crypto'
import { invalidParameter } from '@millrace/contract'
import type { DeployedModel } from '../deployed-model.ts'
import type { Given } from '../settings.ts'
import type { SAGEMAKER_SETTINGS } from './settings.ts'

export type SageMakerSettings = Given<typeof SAGEMAKER_SETTINGS>

/** What a deployment is made with, all of it known. */
export interface Made {
  readonly name: string
  readonly model: DeployedModel
  readonly settings: SageMakerSettings
  readonly imageUrl: string
  readonly executionRole: string
  readonly bucket: string
  readonly modelName: string
  readonly configName: string
}

const APP_NAME = 'app_name'
const INSTANCE_TYPE = 'ml.m4.xlarge'
const LONGEST_NAME = 63
const UNIQUE_BYTES = 10

/** The names of a deployment's model and configuration, as MLflow makes them: never the same twice. */
export function uniqueNames(name: string): { modelName: string; configName: string } {
  return { modelName: uniqueName(name, '-model-'), configName: uniqueName(name, '-config-') }
}

function uniqueName(name: string, kind: string): string {
  const ending = kind + randomBytes(UNIQUE_BYTES).toString('hex')
  return name.slice(0, LONGEST_NAME - ending.length).replace(/-+$/, '') + ending
}

/** Where the model's archive is, in the bucket. */
export function archiveKey(modelName: string): string {
  return `${modelName}/model.tar.gz`
}

/** The body of CreateModel. */
export function modelRequest({ model, settings, imageUrl, executionRole, bucket, modelName }: Made) {
  const { env = {}, tags = {}, vpc_config } = settings
  return {
    ModelName: modelName,
    PrimaryContainer: {
      Image: imageUrl,
      ModelDataUrl: `s3://${bucket}/${archiveKey(modelName)}`,
      Environment: {
        MLFLOW_DEPLOYMENT_FLAVOR_NAME: model.flavor,
        SERVING_ENVIRONMENT: 'SageMaker',
        ...env,
      },
    },
    ExecutionRoleArn: executionRole,
    Tags: tagList({ ...tags, model_uri: model.uri }),
    ...(vpc_config && { VpcConfig: vpc_config as { SecurityGroupIds: string[]; Subnets: string[] } }),
  }
}

/** A model, and what serves it. */
export function variantOf({ settings, modelName }: Pick<Made, 'settings' | 'modelName'>, weight: number) {
  const { variant_name = modelName, instance_type = INSTANCE_TYPE, instance_count = 1 } = settings
  const { serverless_config } = settings
  return {
    VariantName: variant_name,
    ModelName: modelName,
    InitialVariantWeight: weight,
    ...(serverless_config
      ? { ServerlessConfig: serverless_config as { MemorySizeInMB: number; MaxConcurrency: number } }
      : { InstanceType: instance_type, InitialInstanceCount: instance_count }),
  }
}

/** The body of CreateEndpointConfig. */
export function configRequest<V>({ name, settings, configName }: Made, variants: readonly V[]) {
  const { async_inference_config, data_capture_config } = settings
  return {
    EndpointConfigName: configName,
    ProductionVariants: [...variants],
    Tags: tagList({ [APP_NAME]: name }),
    ...(async_inference_config && { AsyncInferenceConfig: async_inference_config }),
    ...(data_capture_config && { DataCaptureConfig: data_capture_config }),
  }
}

/** The body of CreateEndpoint. */
export function endpointRequest({ name, settings, configName }: Made) {
  return {
    EndpointName: name,
    EndpointConfigName: configName,
    Tags: tagList({ [APP_NAME]: name, ...settings.tags }),
  }
}

function tagList(tags: Readonly<Record<string, string>>) {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
}

/** @throws MlflowError INVALID_PARAMETER_VALUE for settings that do not go together */
export function assertTogether({ archive = false, synchronous = true, tags = {} }: SageMakerSettings): void {
  if (!archive && !synchronous) {
    throw invalidParameter(
      'Resources must be archived where nobody waits for the end. Either set `synchronous=True` or `archive=True`.',
    )
  }
  if (Object.hasOwn(tags, APP_NAME)) throw invalidParameter(`Duplicate tag provided for '${APP_NAME}'`)
}
