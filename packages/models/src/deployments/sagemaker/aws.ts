import { MlflowError } from '@millrace/contract'
import { optionalLibrary } from '../optional-library.ts'
import type { Env } from '../target.ts'
import type { AwsPlace } from './place.ts'

const LIBRARIES = [
  '@aws-sdk/client-sagemaker',
  '@aws-sdk/client-sagemaker-runtime',
  '@aws-sdk/client-s3',
  '@aws-sdk/client-sts',
]

function library<T>(load: () => Promise<T>): Promise<T> {
  return optionalLibrary('sagemaker', LIBRARIES, load)
}

interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/**
 * Amazon's services at a place. Each client is made when it is first asked for; credentials come by AWS's usual chain, and a
 * role is taken on once.
 */
export class Aws {
  readonly #place: AwsPlace
  readonly #env: Env
  #credentials: Promise<Credentials | undefined> | undefined

  constructor(place: AwsPlace, env: Env) {
    this.#place = place
    this.#env = env
  }

  get region(): string {
    return this.#place.region
  }

  async sagemaker() {
    const lib = await library(() => import('@aws-sdk/client-sagemaker'))
    return { lib, client: new lib.SageMakerClient(await this.#options()) }
  }

  async runtime() {
    const lib = await library(() => import('@aws-sdk/client-sagemaker-runtime'))
    return { lib, client: new lib.SageMakerRuntimeClient(await this.#options()) }
  }

  async s3() {
    const lib = await library(() => import('@aws-sdk/client-s3'))
    const endpoint = this.#env.MLFLOW_S3_ENDPOINT_URL || this.#env.AWS_ENDPOINT_URL_S3
    const other = endpoint ? { endpoint, forcePathStyle: true } : {}
    return { lib, client: new lib.S3Client({ ...(await this.#options()), ...other }) }
  }

  /** Who the credentials are of. */
  async identity(): Promise<{ account: string; arn: string }> {
    const { lib, client } = await this.#sts(await this.#options())
    const { Account = '', Arn = '' } = await answered(client.send(new lib.GetCallerIdentityCommand({})))
    return { account: Account, arn: Arn }
  }

  async #options() {
    this.#credentials ??= this.#assumed()
    const credentials = await this.#credentials
    return { region: this.#place.region, ...(credentials && { credentials }) }
  }

  async #assumed(): Promise<Credentials | undefined> {
    const { role, region } = this.#place
    if (role === undefined) return undefined
    const { lib, client } = await this.#sts({ region })
    const command = new lib.AssumeRoleCommand({ RoleArn: role, RoleSessionName: 'millrace-sagemaker' })
    const { Credentials: given } = await answered(client.send(command))
    return {
      accessKeyId: given?.AccessKeyId ?? '',
      secretAccessKey: given?.SecretAccessKey ?? '',
      ...(given?.SessionToken !== undefined && { sessionToken: given.SessionToken }),
    }
  }

  async #sts(options: { region: string; credentials?: Credentials }) {
    const lib = await library(() => import('@aws-sdk/client-sts'))
    return { lib, client: new lib.STSClient(options) }
  }
}

/** How the SDK's errors come: its class names the kind, `$metadata` the status. */
interface AwsError extends Error {
  readonly $metadata?: { readonly httpStatusCode?: number }
}

/**
 * What AWS answers.
 * @throws MlflowError with its words for a refusal
 */
export async function answered<T>(reply: Promise<T>): Promise<T> {
  try {
    return await reply
  } catch (error) {
    throw refusal(error as AwsError)
  }
}

/** The same for what may not be there: undefined then. */
export async function answeredIfThere<T>(reply: Promise<T>): Promise<T | undefined> {
  try {
    return await reply
  } catch (error) {
    if (isMissing(error as AwsError)) return undefined
    throw refusal(error as AwsError)
  }
}

/** SageMaker has no kind for it: it is a ValidationException like others. */
const MISSING = /could not find|does not exist|not found/i

function isMissing({ name, message, $metadata }: AwsError): boolean {
  if ($metadata?.httpStatusCode === 404) return true
  return name === 'ValidationException' && MISSING.test(message)
}

const CODES: Readonly<Record<number, MlflowError['code']>> = {
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'RESOURCE_DOES_NOT_EXIST',
  429: 'REQUEST_LIMIT_EXCEEDED',
}

function refusal(error: AwsError): MlflowError {
  const { name, message, $metadata } = error
  const status = $metadata?.httpStatusCode
  // Whoever was not answered by AWS was stopped here: no credentials, no network.
  const code =
    status === undefined
      ? 'TEMPORARILY_UNAVAILABLE'
      : (CODES[status] ?? (status < 500 ? 'INVALID_PARAMETER_VALUE' : 'INTERNAL_ERROR'))
  return new MlflowError(code, `AWS says ${name}: ${message}`, { cause: error })
}
