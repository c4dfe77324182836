import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
import {
  DescribeEndpointConfigCommand,
  DescribeModelCommand,
  ListEndpointConfigsCommand,
  ListModelsCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { getDeployClient } from '../../packages/models/src/deployments/index.ts'
import { freePort } from '../helpers/free-port.ts'
import { describeWith } from '../helpers/programs.ts'
import { pythonVenv } from '../helpers/python-venv.ts'
import { output } from '../helpers/run.ts'
import { scratch } from '../helpers/scratch.ts'
import { untilItAnswers } from '../services/service.ts'
import { deployments, refused, saveMultiplier } from './millrace.ts'

const files = scratch('sagemaker')
const model = saveMultiplier(files.file('model'), 2)
const other = saveMultiplier(files.file('other'), 3)
afterAll(() => files.remove())

const ROLE = 'arn:aws:iam::123456789012:role/models'
const IMAGE = '123456789012.dkr.ecr.us-west-2.amazonaws.com/shop:1'
const CREDENTIALS = {
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_EC2_METADATA_DISABLED: 'true',
}

/**
 * moto, with the one call that it has not got: an update here takes effect at once, and refuses what the real one would refuse
 * (https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateEndpoint.html).
 */
const MOTO = `
import json, sys
from moto.sagemaker.exceptions import ValidationError
from moto.sagemaker.responses import SageMakerResponse
from moto.server import main

def update_endpoint(self):
    asked = json.loads(self.body)
    backend = self.sagemaker_backend
    backend.describe_endpoint_config(asked['EndpointConfigName'])
    if asked['EndpointName'] not in backend.endpoints:
        raise ValidationError(message='Could not find endpoint')
    endpoint = backend.endpoints[asked['EndpointName']]
    if 'refused' in asked['EndpointConfigName']:
        raise ValidationError(message='Not today')
    endpoint.endpoint_config_name = asked['EndpointConfigName']
    return json.dumps({'EndpointArn': endpoint.arn})

SageMakerResponse.update_endpoint = update_endpoint
main(sys.argv[1:])
`

describe('without an answer of AWS', () => {
  const told: string[] = []
  const dry = (uri = 'sagemaker') =>
    getDeployClient(uri, { env: { ...process.env, ...CREDENTIALS }, dryRun: (would) => told.push(would) })

  test('a dry run tells the requests, without asking', async () => {
    const client = await dry('sagemaker:/eu-central-1')
    await client.createDeployment('shop', model, {
      config: { instance_count: '3', env: '{"TOKEN": "hush"}', tags: '{"team": "ml"}' },
    })
    const [would = ''] = told.splice(0)
    expect(would).toMatch(/^PutObject .*CreateModel .*CreateEndpointConfig .*CreateEndpoint /s)
    expect(would).toContain('"Bucket": "mlflow-sagemaker-eu-central-1-ACCOUNT"')
    expect(would).toContain('"Image": "ACCOUNT.dkr.ecr.eu-central-1.amazonaws.com/mlflow-pyfunc:3.17.2"')
    expect(would).toContain('"InstanceType": "ml.m4.xlarge"')
    expect(would).toContain('"InitialInstanceCount": 3')
    expect(would).not.toContain('hush')
    await client.updateDeployment('shop', { modelUri: model, config: { mode: 'add' } })
    expect(told.splice(0)[0]).toMatch(/"InitialVariantWeight": 0.*UpdateEndpoint /s)
    await client.deleteDeployment('shop')
    expect(told.splice(0)[0]).toMatch(/^DeleteEndpoint .*its models, and their archives in S3$/s)
  })

  test.each([
    [['create', '--name', 'a_b', '-m', model], 'it must be letters, digits and dashes'],
    [['create', '--name', 'x', '-m', files.file('none')], 'Could not find an "MLmodel"'],
    [
      ['create', '--name', 'x', '-m', model, '-C', 'bucket_name=b'],
      "has no setting 'bucket_name'. It has: assume_role_arn",
    ],
    [
      ['create', '--name', 'x', '-m', model, '-C', 'synchronous=False'],
      'Either set `synchronous=True` or `archive=True`',
    ],
    [
      ['create', '--name', 'x', '-m', model, '-C', 'vpc_config=no'],
      "'vpc_config' must be a JSON object; 'no' is not",
    ],
    [
      ['create', '--name', 'x', '-m', model, '-C', 'tags={"app_name":"y"}'],
      "Duplicate tag provided for 'app_name'",
    ],
    [['update', '--name', 'x'], 'An update on sagemaker needs the URI of a model'],
    [['create-endpoint', '--endpoint', 'x'], 'The target sagemaker has no endpoints'],
  ])('%j', async (args, words) => {
    const { code, message } = await refused([...args, '-t', 'sagemaker'], CREDENTIALS)
    expect(message).toContain(words)
    expect(code).toBe(1)
  })

  test('a role needs a region', async () => {
    await expect(dry(`sagemaker:/${ROLE}`)).rejects.toThrow('A role needs a region before it')
  })
})

describeWith(['python3', 'tar'], 'endpoints of the AWS that moto is', () => {
  let moto: ChildProcess
  let address: string
  let env: Record<string, string>
  let sagemaker: SageMakerClient
  const before = { ...process.env }
  beforeAll(async () => {
    const python = await pythonVenv('moto', ['moto[s3]==5.2.5', 'flask==3.1.3', 'flask-cors==6.0.5'])
    const port = await freePort()
    moto = spawn(python, ['-c', MOTO, '-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' })
    address = `http://127.0.0.1:${port}`
    env = { ...CREDENTIALS, AWS_ENDPOINT_URL: address }
    // The clients of the SDK read where they are to go from the process.
    Object.assign(process.env, env)
    await untilItAnswers(() => fetch(`${address}/moto-api/`))
    sagemaker = new SageMakerClient({ region: 'us-west-2' })
  })
  afterAll(async () => {
    process.env = before
    moto.kill()
    await once(moto, 'close')
  })

  const millrace = (...args: string[]) => deployments([...args, '-t', 'sagemaker'], env)
  const GIVEN = ['-C', `execution_role_arn=${ROLE}`, '-C', `image_url=${IMAGE}`]
  const modelsThere = async () => (await sagemaker.send(new ListModelsCommand({}))).Models ?? []

  test('are made, described, asked, changed and deleted', async () => {
    const created = await millrace(
      'create',
      '--name',
      'shop',
      '-m',
      model,
      ...GIVEN,
      '-C',
      'tags={"team":"ml"}',
    )
    expect(created.stderr).toMatch(
      /Uploading .*model to s3:\/\/mlflow-sagemaker-us-west-2-123456789012\/shop-model-/,
    )
    expect(created).toMatchObject({ code: 0, stdout: '\njavascript deployment shop is created\n' })
    const client = await getDeployClient('sagemaker')
    expect(await client.getDeployment('shop')).toMatchObject({
      EndpointName: 'shop',
      EndpointStatus: 'InService',
    })
    const configOf = async () => {
      const { EndpointConfigName } = await client.getDeployment('shop')
      return sagemaker.send(
        new DescribeEndpointConfigCommand({ EndpointConfigName: String(EndpointConfigName) }),
      )
    }
    const [variant] = (await configOf()).ProductionVariants ?? []
    expect(variant).toMatchObject({
      InstanceType: 'ml.m4.xlarge',
      InitialInstanceCount: 1,
      InitialVariantWeight: 1,
    })
    const made = await sagemaker.send(new DescribeModelCommand({ ModelName: variant?.ModelName }))
    expect(made).toMatchObject({
      ExecutionRoleArn: ROLE,
      PrimaryContainer: {
        Image: IMAGE,
        Environment: { MLFLOW_DEPLOYMENT_FLAVOR_NAME: 'javascript', SERVING_ENVIRONMENT: 'SageMaker' },
      },
    })
    expect(await archived(made.PrimaryContainer?.ModelDataUrl)).toEqual(['./', './MLmodel', './index.mjs'])

    const input = files.file('in.json')
    writeFileSync(input, '[{"x": 1.5}]')
    await fetch(`${address}/moto-api/static/sagemaker/endpoint-results`, {
      method: 'POST',
      body: JSON.stringify({ results: [{ Body: '{"predictions": [3.0]}' }], region: 'us-west-2' }),
    })
    expect(await millrace('predict', '--name', 'shop', '-I', input)).toMatchObject({
      code: 0,
      stdout: '{"predictions": [3.0]}\n',
    })
    expect((await millrace('list')).stdout).toMatch(
      /^List of all deployments:\n\[\{.*'EndpointName': 'shop'.*'EndpointStatus': 'InService'.*\}\]\n$/,
    )

    const again = await millrace('create', '--name', 'shop', '-m', model, ...GIVEN)
    expect(again.code).toBe(1)
    expect(again.stderr).toContain("A deployment named 'shop' exists already on the target sagemaker")
    expect(await modelsThere()).toHaveLength(1)

    const updated = await millrace('update', '--name', 'shop', '-m', other, ...GIVEN)
    expect(updated, updated.stderr).toMatchObject({
      code: 0,
      stdout: 'Deployment shop is updated (with flavor javascript)\n',
    })
    const left = await modelsThere()
    expect(left.map(({ ModelName }) => ModelName)).not.toContain(variant?.ModelName)
    expect(left).toHaveLength(1)
    await expect(archived(made.PrimaryContainer?.ModelDataUrl)).rejects.toThrow(
      'The specified key does not exist',
    )

    await client.updateDeployment('shop', {
      modelUri: model,
      config: { execution_role_arn: ROLE, image_url: IMAGE, mode: 'add', variant_name: 'beside' },
    })
    const { ProductionVariants: both } = await configOf()
    expect(both?.map(({ InitialVariantWeight }) => InitialVariantWeight)).toEqual([1, 0])
    expect(both?.[1]?.VariantName).toBe('beside')
    expect(await modelsThere()).toHaveLength(2)

    expect(await millrace('delete', '--name', 'shop')).toMatchObject({
      code: 0,
      stdout: 'Deployment shop is deleted\n',
    })
    expect((await millrace('list')).stdout).toBe('List of all deployments:\n[]\n')
    expect(await modelsThere()).toEqual([])
    const configs = await sagemaker.send(new ListEndpointConfigsCommand({}))
    expect(configs.EndpointConfigs).toEqual([])
  })

  async function archived(uri = ''): Promise<string[]> {
    const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri) ?? []
    const s3 = new S3Client({ region: 'us-west-2', forcePathStyle: true })
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }))
    const path = files.file('archive.tar.gz')
    writeFileSync(path, (await Body?.transformToByteArray()) ?? '')
    return (await output('tar', ['-tzf', path])).trim().split('\n').sort()
  }

  test('of another account are made in a role that is taken on, with what was derived of it', async () => {
    const role = 'arn:aws:iam::210987654321:role/deployer'
    const client = await getDeployClient(`sagemaker:/us-west-2/${role}`)
    await client.createDeployment('theirs', model, { config: { archive: true } })
    const [made] = await modelsThereAs(role)
    expect(made).toBeDefined()
    await client.deleteDeployment('theirs', { config: { archive: true } })
    await expect(client.getDeployment('theirs')).rejects.toThrow("There is no deployment named 'theirs'")
  })

  async function modelsThereAs(role: string) {
    const { AssumeRoleCommand, STSClient } = await import('@aws-sdk/client-sts')
    const sts = new STSClient({ region: 'us-west-2' })
    const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn: role, RoleSessionName: 'test' }))
    const theirs = new SageMakerClient({
      region: 'us-west-2',
      credentials: {
        accessKeyId: Credentials?.AccessKeyId ?? '',
        secretAccessKey: Credentials?.SecretAccessKey ?? '',
        sessionToken: Credentials?.SessionToken,
      },
    })
    return (await theirs.send(new ListModelsCommand({}))).Models ?? []
  }

  test('that AWS refuses leave nothing of the attempt', async () => {
    const client = await getDeployClient('sagemaker')
    const given = { image_url: IMAGE, execution_role_arn: ROLE }
    await client.createDeployment('refused', model, { config: { ...given, archive: true } })
    const kept = await modelsThere()
    const update = client.updateDeployment('refused', { modelUri: other, config: given })
    await expect(update).rejects.toThrow('AWS says ValidationException: Not today')
    expect(await modelsThere()).toEqual(kept)
    const configs = await sagemaker.send(new ListEndpointConfigsCommand({}))
    expect(configs.EndpointConfigs).toHaveLength(1)
    await client.deleteDeployment('refused')
  })

  test('that are not there', async () => {
    const client = await getDeployClient('sagemaker')
    const none = "There is no deployment named 'none' on the target sagemaker"
    await expect(client.getDeployment('none')).rejects.toThrow(none)
    await expect(client.deleteDeployment('none')).rejects.toThrow(none)
    await expect(client.updateDeployment('none', { modelUri: model })).rejects.toThrow(none)
  })
})

test('libraries that are missing are named', async () => {
  const { optionalLibrary } = await import('../../packages/models/src/deployments/optional-library.ts')
  const missing = optionalLibrary(
    'sagemaker',
    ['@aws-sdk/client-sagemaker'],
    () => import('millrace-no-such-library' as string),
  )
  await expect(missing).rejects.toThrow(
    'The target sagemaker needs libraries that are not installed beside millrace: npm install @aws-sdk/client-sagemaker',
  )
})
