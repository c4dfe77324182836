import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { getDeployClient } from '../../packages/models/src/deployments/index.ts'
import { CHECKERS } from '../deploy/checkers.ts'
import { describeWith } from '../helpers/programs.ts'
import { pythonVenv } from '../helpers/python-venv.ts'
import { output } from '../helpers/run.ts'
import { scratch } from '../helpers/scratch.ts'
import { deployments, refused, saveMultiplier } from './millrace.ts'
import { type KubectlAnswers, type RecordingKubectl, recordingKubectl } from './recording-kubectl.ts'

const files = scratch('kubernetes')
const model = saveMultiplier(files.file('model'), 2)
afterAll(() => files.remove())

/** A PATH with nothing on it. */
const nothing = files.file('nothing')
mkdirSync(nothing)

let at = 0
let folder: string
beforeEach(() => {
  folder = files.file(`out-${at++}`)
})

const millrace = (...args: string[]) => deployments([...args], { PATH: nothing })

/** What a cluster would say: the manifest that was applied, as it is kept there. */
function kept(manifest: string, status: object): string {
  const [first] = parseAllDocuments(manifest)
  const object = first?.toJS() as { metadata: object }
  return JSON.stringify({ ...object, metadata: { ...object.metadata, namespace: 'prod' }, status })
}

async function listening(answer: RequestListener): Promise<Server> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

describe('without kubectl', () => {
  test('the manifests are written, and how to apply them is told', async () => {
    const args = ['-t', 'kubernetes:/eu%2Fmain/prod', '--name', 'shop', '-m', model, '-C', 'image=reg/shop:1']
    const made = await deployments(['create', ...args, '-C', `output=${folder}`], { PATH: nothing })
    expect(made).toMatchObject({ code: 0, stderr: '' })
    expect(made.stdout).toBe(
      `The manifests of shop are in ${folder}: kubectl --context eu/main --namespace prod apply -f ${folder}\n`,
    )
    expect(readdirSync(folder)).toEqual(['deployment.yaml', 'service.yaml'])
    const again = await deployments(['create', ...args, '-C', `output=${folder}`], { PATH: nothing })
    expect(again.code).toBe(1)
    expect(again.stderr).toContain(`${folder} holds deployment.yaml already`)
  })

  test('nothing is deployed, and the command says so with its exit code', async () => {
    const place = process.cwd()
    process.chdir(files.file())
    try {
      const client = await getDeployClient('kubernetes', { env: { PATH: nothing } })
      await expect(client.createDeployment('shop', model)).rejects.toThrow(
        'kubectl is not in the PATH, so nothing is deployed. The manifests are in shop-kubernetes; apply them where it is: kubectl apply -f shop-kubernetes',
      )
      expect(readdirSync('shop-kubernetes')).toEqual(['deployment.yaml', 'service.yaml'])
    } finally {
      process.chdir(place)
    }
  })

  test('a dry run writes nothing', async () => {
    const args = ['-t', 'kubernetes', '--name', 'shop', '-m', model, '-C', `output=${folder}`, '--dry-run']
    const { code, stdout } = await millrace('create', ...args)
    expect(code).toBe(0)
    expect(stdout).toMatch(/^write to .*:\napiVersion: apps\/v1\nkind: Deployment\n/)
    expect(existsSync(folder)).toBe(false)
  })

  test.each([
    [['list', '-t', 'kubernetes'], 'through kubectl, which is not in the PATH: install it'],
    [['update', '-t', 'kubernetes', '--name', 'x'], 'Without kubectl nothing is known of what is deployed'],
    [
      ['create', '-t', 'kubernetes', '--name', 'A_b', '-m', model],
      'it must be small letters, digits and dashes',
    ],
    [
      ['create', '-t', 'kubernetes:/a/b/c', '--name', 'x', '-m', model],
      "a slash within a name written %2F; 'a/b/c' has more",
    ],
    [['create', '-t', 'kubernetes', '--name', 'x', '-m', files.file('none')], 'Could not find an "MLmodel"'],
    [['run-local', '-t', 'kubernetes', '--name', 'x', '-m', model], 'docker or podman must be in the PATH'],
  ])('%j', async (args, words) => {
    const { code, message } = await refused(args, { PATH: nothing })
    expect(message).toContain(words)
    expect(code).toBe(1)
  })
})

describe('with a kubectl that records its calls', () => {
  let kubectl: RecordingKubectl
  function withKubectl(answers: KubectlAnswers, uri = 'kubernetes:/main/prod') {
    kubectl = recordingKubectl(files.file(`kubectl-${at++}`), answers)
    return getDeployClient(uri, { env: { PATH: kubectl.folder } })
  }
  const applied = () => kubectl.calls().find(({ words }) => words.endsWith('apply -f -'))?.stdin ?? ''

  test('a deployment is applied and waited for; its update keeps what was set', async () => {
    const client = await withKubectl([])
    const config = {
      image: 'reg/shop:1',
      replicas: '2',
      max_replicas: '5',
      env: '{"A": "b"}',
      timeout_seconds: 60,
    }
    expect(await client.createDeployment('shop', model, { config })).toEqual({
      name: 'shop',
      flavor: 'javascript',
    })
    expect(kubectl.calls().map(({ words }) => words)).toEqual([
      '--context main --namespace prod get --raw /apis/serving.kserve.io/v1beta1',
      '--context main --namespace prod get deployments.apps shop --ignore-not-found -o json',
      '--context main --namespace prod apply -f -',
      '--context main --namespace prod rollout status deployment/shop --timeout=60s',
    ])
    const before = applied()
    expect(before).toContain('kind: HorizontalPodAutoscaler')
    const there = kept(before, { readyReplicas: 2, conditions: [{ type: 'Available', status: 'True' }] })

    const updating = await withKubectl([['get deployments.apps shop', { stdout: there }]])
    await expect(updating.createDeployment('shop', model)).rejects.toThrow(
      "A deployment named 'shop' exists already on the target kubernetes",
    )
    expect(applied()).toBe('')
    expect(await updating.getDeployment('shop')).toEqual({
      name: 'shop',
      namespace: 'prod',
      kind: 'Deployment',
      model_uri: model,
      flavor: 'javascript',
      image: 'reg/shop:1',
      status: 'ready',
      replicas: 0,
      ready_replicas: 2,
    })
    await updating.updateDeployment('shop', { config: { image: 'reg/shop:2', max_replicas: 2 } })
    const [deployment] = parseAllDocuments(applied()).map((document) => document.toJS())
    expect(deployment.spec.replicas).toBe(2)
    expect(deployment.spec.template.spec.containers[0]).toMatchObject({
      image: 'reg/shop:2',
      env: [{ name: 'A', value: 'b' }],
    })
    expect(kubectl.calls().at(-2)?.words).toContain('delete horizontalpodautoscalers -l app.kubernetes.io')

    await updating.deleteDeployment('shop')
    expect(kubectl.calls().at(-1)?.words).toBe(
      '--context main --namespace prod delete deployments,services,horizontalpodautoscalers -l app.kubernetes.io/managed-by=millrace,app.kubernetes.io/name=shop --wait=true',
    )
  })

  test('KServe is asked where the cluster knows it', async () => {
    const knows = ['get --raw', { stdout: '{"resources": [{"name": "inferenceservices"}]}' }] as const
    const client = await withKubectl([knows])
    await client.createDeployment('shop', model, { config: { kserve: 'True' } })
    expect(kubectl.calls().at(-1)?.words).toMatch(/wait --for=condition=Ready inferenceservice\/shop/)
    const server = await listening(async (request, response) => {
      response.end(`${request.url} ${request.headers['content-type']} ${await text(request)}`)
    })
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
      const there = kept(applied(), {
        url,
        conditions: [{ type: 'Ready', status: 'False', message: 'no nodes' }],
      })
      const asking = await withKubectl([knows, ['get inferenceservices', { stdout: there }]])
      expect(await asking.getDeployment('shop')).toMatchObject({ status: 'not ready: no nodes', url })
      expect(await asking.predictText('shop', { contentType: 'text/csv', body: 'x\n1' })).toBe(
        '/invocations text/csv x\n1',
      )
      await expect(asking.updateDeployment('shop', { config: { kserve: false } })).rejects.toThrow(
        'is of the kind InferenceService: delete it to change that',
      )
    } finally {
      server.close()
    }
  })

  test('predictions go through a forwarded port', async () => {
    const client = await withKubectl([])
    await client.createDeployment('shop', model)
    const there = kept(applied(), {})
    const server = await listening((_, response) => response.end('{"predictions": [2.0]}'))
    try {
      const { port } = server.address() as AddressInfo
      const forwarding = `Forwarding from 127.0.0.1:${port} -> 8080\n`
      const asking = await withKubectl([
        ['get deployments.apps shop', { stdout: there }],
        ['port-forward --address 127.0.0.1 service/shop :80', { stdout: forwarding, stays: true }],
      ])
      expect(await asking.predict('shop', { inputs: [1] })).toEqual({ predictions: [2] })
    } finally {
      server.close()
    }
  })

  test("somebody else's Deployment is left alone, and a complaint of kubectl is told", async () => {
    const foreign = JSON.stringify({ kind: 'Deployment', metadata: { name: 'shop', namespace: 'prod' } })
    const client = await withKubectl([
      ['get --raw', { stderr: 'Error from server (NotFound): the server could not find it', code: 1 }],
      ['rollout', { stderr: 'error: timed out waiting for the condition', code: 1 }],
      ['get deployments.apps shop', { stdout: foreign }],
      ['get deployments.apps -l', { stderr: 'Error from server (Forbidden): no', code: 1 }],
    ])
    await expect(client.deleteDeployment('shop')).rejects.toThrow("'shop' was not deployed by millrace")
    await expect(client.createDeployment('shop', model)).rejects.toThrow('exists already')
    await expect(client.getDeployment('none')).rejects.toThrow("There is no deployment named 'none'")
    await expect(client.listDeployments()).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
      message: expect.stringContaining('Error from server (Forbidden): no'),
    })
    expect(kubectl.calls().some(({ words }) => /apply|delete/.test(words))).toBe(false)
    await expect(client.createDeployment('slow', model)).rejects.toMatchObject({
      code: 'TEMPORARILY_UNAVAILABLE',
      message: expect.stringContaining('It was applied, and stays so that its pods tell why'),
    })
  })

  test('a dry run changes nothing', async () => {
    const client = await withKubectl([])
    const told: string[] = []
    const dry = await getDeployClient('kubernetes', {
      env: { PATH: kubectl.folder },
      dryRun: (would) => told.push(would),
    })
    expect(await dry.createDeployment('shop', model)).toBeUndefined()
    expect(told[0]).toMatch(/^kubectl apply -f -\napiVersion: apps\/v1\n/)
    expect(kubectl.calls()).toEqual([])
    await client.close()
  })
})

/** Checks manifests against the schemas of Kubernetes, where a field that there is not is an error too. */
const VALIDATE = `
import sys, yaml, kubernetes_validate
for document in yaml.safe_load_all(sys.stdin if sys.argv[1] == '-' else open(sys.argv[1])):
    kubernetes_validate.validate(document, sys.argv[2], strict=True)
    print(document['kind'])
`
/** What stands in KServe's predictor is a pod's specification; its own schema is in no package. */
const POD = (spec: object) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x' }, spec })

describeWith(['python3'], 'the manifests', () => {
  let python: string
  beforeAll(async () => {
    python = await pythonVenv(CHECKERS.venv, CHECKERS.requirements)
  })
  const FULL = {
    image: 'reg/shop:1',
    replicas: 2,
    max_replicas: 5,
    target_cpu: 70,
    cpu: '2',
    memory: '4Gi',
    env: { A: 'b' },
    service_type: 'LoadBalancer',
    service_account: 'models',
    image_pull_policy: 'Always',
    image_pull_secret: 'registry',
  }

  test.each(['1.28', '1.34'])('are valid on Kubernetes %s', async (version) => {
    const env = { PATH: nothing }
    const told: string[] = []
    const client = await getDeployClient('kubernetes', { env, dryRun: (would) => told.push(would) })
    await client.createDeployment('shop', model, { config: FULL })
    await client.createDeployment('shop', model)
    await client.createDeployment('shop', model, { config: { ...FULL, kserve: true } })
    const [full = '', plain = '', kserve = ''] = told.map((would) => would.slice(would.indexOf('\n') + 1))
    const [service] = parseAllDocuments(kserve)
    const { predictor } = service?.toJS().spec ?? {}
    const { minReplicas: _, maxReplicas: __, scaleMetric: ___, scaleTarget: ____, ...pod } = predictor
    const path = `${folder}.yaml`
    writeFileSync(path, [full, plain, JSON.stringify(POD(pod))].join('\n---\n'))
    const kinds = await output(python, ['-c', VALIDATE, path, version])
    expect(kinds.trim().split('\n')).toEqual([
      ...['Deployment', 'Service', 'HorizontalPodAutoscaler'],
      ...['Deployment', 'Service'],
      'Pod',
    ])
    expect(readFileSync(path, 'utf8')).not.toContain('undefined')
    expect(dirname(path)).toBe(files.file())
  })
})
