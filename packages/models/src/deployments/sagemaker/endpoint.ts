import { MlflowError } from '@millrace/contract'
import { until } from '../until.ts'
import { deleteArchive } from './archive.ts'
import { type Aws, answered, answeredIfThere } from './aws.ts'
import { archiveKey, configRequest, endpointRequest, type Made, modelRequest, variantOf } from './requests.ts'

const EVERY_MS = 5000
/** An update that was just begun may not show yet. */
const BEGINS_MS = 20_000

export async function findEndpoint(aws: Aws, name: string) {
  const { lib, client } = await aws.sagemaker()
  return answeredIfThere(client.send(new lib.DescribeEndpointCommand({ EndpointName: name })))
}

export async function listEndpoints(aws: Aws) {
  const { lib, client } = await aws.sagemaker()
  const found = []
  let NextToken: string | undefined
  do {
    const page = await answered(client.send(new lib.ListEndpointsCommand({ NextToken })))
    found.push(...(page.Endpoints ?? []))
    NextToken = page.NextToken
  } while (NextToken !== undefined)
  return found
}

/** Does what uses a new model; when that fails, the model, its configuration and its archive are taken away again. */
export async function orUndone<T>(aws: Aws, made: Made, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const { configName, modelName, bucket } = made
    // What broke first is the news.
    await cleanUp(aws, { configName, models: [modelName] }).catch(() => {})
    await deleteArchive(aws, `s3://${bucket}/${archiveKey(modelName)}`).catch(() => {})
    throw error
  }
}

export async function createEndpoint(aws: Aws, made: Made): Promise<void> {
  const { lib, client } = await aws.sagemaker()
  await answered(client.send(new lib.CreateModelCommand(modelRequest(made))))
  const config = configRequest(made, [variantOf(made, 1)])
  await answered(client.send(new lib.CreateEndpointConfigCommand(config as never)))
  await answered(client.send(new lib.CreateEndpointCommand(endpointRequest(made))))
}

/** What an endpoint was before it was changed, to be removed when the change is over. */
export interface Before {
  readonly configName: string
  readonly models: readonly string[]
}

/**
 * Gives an endpoint a new model, beside those that it has (`add`, without traffic) or in their place (`replace`).
 * @returns what is in use no longer
 */
export async function updateEndpoint(aws: Aws, made: Made, current: string): Promise<Before> {
  const { lib, client } = await aws.sagemaker()
  const command = new lib.DescribeEndpointConfigCommand({ EndpointConfigName: current })
  const { ProductionVariants: variants = [] } = await answered(client.send(command))
  const adds = made.settings.mode === 'add'
  await answered(client.send(new lib.CreateModelCommand(modelRequest(made))))
  const after = adds ? [...variants, variantOf(made, 0)] : [variantOf(made, 1)]
  await answered(client.send(new lib.CreateEndpointConfigCommand(configRequest(made, after) as never)))
  const change = { EndpointName: made.name, EndpointConfigName: made.configName }
  await answered(client.send(new lib.UpdateEndpointCommand(change)))
  const models = adds ? [] : variants.flatMap(({ ModelName }) => (ModelName ? [ModelName] : []))
  return { configName: current, models }
}

/**
 * Waits until an endpoint serves with that configuration.
 * @throws MlflowError with SageMaker's reason when it fails, or goes back to the one before
 */
export async function untilInService(aws: Aws, made: Made, seconds: number): Promise<void> {
  const begun = Date.now()
  await until(
    async () => {
      const { EndpointStatus, EndpointConfigName, FailureReason } = (await findEndpoint(aws, made.name)) ?? {}
      const serves = EndpointStatus === 'InService'
      const isOurs = EndpointConfigName === made.configName
      if (serves && isOurs) return true
      const wentBack = serves && !isOurs && Date.now() - begun > BEGINS_MS
      const failed = EndpointStatus !== undefined && FAILURES.includes(EndpointStatus)
      if (!wentBack && !failed) return undefined
      const why = FailureReason ?? (wentBack ? 'it went back to what it served before' : EndpointStatus)
      throw new MlflowError('INTERNAL_ERROR', `SageMaker could not deploy ${made.name}: ${why}`)
    },
    { seconds, everyMs: EVERY_MS, what: `The endpoint ${made.name} is not in service` },
  )
}

const FAILURES = ['Failed', 'OutOfService', 'UpdateRollbackFailed']

/** Deletes an endpoint. @returns what it used */
export async function deleteEndpoint(aws: Aws, name: string, configName: string): Promise<Before> {
  const { lib, client } = await aws.sagemaker()
  const command = new lib.DescribeEndpointConfigCommand({ EndpointConfigName: configName })
  const { ProductionVariants = [] } = (await answeredIfThere(client.send(command))) ?? {}
  await answered(client.send(new lib.DeleteEndpointCommand({ EndpointName: name })))
  return { configName, models: ProductionVariants.flatMap(({ ModelName }) => (ModelName ? [ModelName] : [])) }
}

export async function untilGone(aws: Aws, name: string, seconds: number): Promise<void> {
  await until(async () => ((await findEndpoint(aws, name)) ? undefined : true), {
    ...{ seconds, everyMs: EVERY_MS },
    what: `The endpoint ${name} is not deleted`,
  })
}

/** Deletes a configuration, and models with their archives. */
export async function cleanUp(aws: Aws, { configName, models }: Before): Promise<void> {
  const { lib, client } = await aws.sagemaker()
  for (const ModelName of models) {
    const found = await answeredIfThere(client.send(new lib.DescribeModelCommand({ ModelName })))
    if (!found) continue
    await answered(client.send(new lib.DeleteModelCommand({ ModelName })))
    const { ModelDataUrl } = found.PrimaryContainer ?? {}
    if (ModelDataUrl !== undefined) await deleteArchive(aws, ModelDataUrl)
  }
  const command = new lib.DeleteEndpointConfigCommand({ EndpointConfigName: configName })
  await answeredIfThere(client.send(command))
}
