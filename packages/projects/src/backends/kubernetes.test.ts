import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { backend } from './kubernetes.ts'
import { jobName, labelOf } from './kubernetes-job.ts'
import { recordingProgram } from './recording-program.ts'
import { type Bench, openBench } from './testing.ts'

let bench: Bench
let kubeconfig: string
beforeAll(async () => {
  bench = await openBench()
  kubeconfig = join(bench.folder, 'kubeconfig')
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      ...{ apiVersion: 'v1', kind: 'Config', 'current-context': 'main' },
      // Nobody listens there.
      clusters: [{ name: 'c', cluster: { server: 'https://127.0.0.1:1' } }],
      users: [{ name: 'u', user: { token: 't' } }],
      contexts: [{ name: 'main', context: { cluster: 'c', user: 'u', namespace: 'team' } }],
    }),
  )
})
afterAll(() => bench.remove())

function kubernetesRequest(changes: Parameters<Bench['request']>[0] = {}) {
  const base = bench.request()
  const environment = { kind: 'docker', image: 'python:3.13', volumes: [], variables: [] } as const
  return bench.request({
    project: { ...base.project, environment },
    env: { PATH: process.env.PATH, KUBECONFIG: kubeconfig, HOME: bench.folder },
    ...changes,
  })
}

function template(name: string, text: string): string {
  const path = join(bench.folder, name)
  writeFileSync(path, text)
  return path
}

describe('what cannot be done is said before there is a run', () => {
  test('nothing is wrong', async () => {
    await backend.check?.(kubernetesRequest({ config: { 'kube-context': 'main' } }))
  })

  test('there is no configuration of a cluster', async () => {
    const env = { PATH: '', HOME: '/nowhere' }
    await expect(backend.check?.(kubernetesRequest({ env }))).rejects.toThrow(
      'No Kubernetes configuration is at /nowhere/.kube/config: get one from your cluster (kubectl config view shows yours), or name its file in KUBECONFIG.',
    )
  })

  test.each([
    [{ 'kube-context': 'prod' }, "has no context 'prod'. It has: main."],
    [{ 'kube-contxt': 'x' }, "has no setting 'kube-contxt'. It has: kube-context, kube-job-template-path"],
    [
      { 'repository-uri': 7 },
      "'repository-uri' of the backend kubernetes must be a text that is not empty, not 7",
    ],
    [{ 'kube-job-template-path': '/nowhere.yaml' }, 'The job template /nowhere.yaml cannot be read: ENOENT'],
  ])('the settings %j', async (config, words) => {
    await expect(backend.check?.(kubernetesRequest({ config }))).rejects.toThrow(words)
  })

  test.each([
    ['kind: Pod\nspec: {}\n', 'must be a Job of batch/v1 with at least one container'],
    ['kind: Job\nspec: {template: {spec: {containers: []}}}\n', 'at least one container'],
    ['a: [', 'is no YAML'],
  ])('the template %j', async (text, words) => {
    const config = { 'kube-job-template-path': template('bad.yaml', text) }
    await expect(backend.check?.(kubernetesRequest({ config }))).rejects.toThrow(words)
  })

  test('no docker_env, or nowhere to push an image to', async () => {
    const { project } = bench.request()
    await expect(backend.check?.(kubernetesRequest({ project }))).rejects.toThrow(
      /runs projects with a docker_env/,
    )
    const docker = { args: {}, buildImage: true, skipImageBuild: false }
    await expect(backend.check?.(kubernetesRequest({ docker }))).rejects.toThrow(
      /give its place as 'repository-uri'/,
    )
  })
})

const INSPECT = '--format={{.Id}} {{join .RepoDigests " "}}'

test('an image is built, pushed, and known by what was pushed (an argument check of docker)', async () => {
  const docker = recordingProgram(bench.folder, 'docker', {
    image: { stdout: '127.0.0.1:5000/demo@sha256:aaaa\n' },
  })
  const request = kubernetesRequest({
    env: { PATH: docker.folder, KUBECONFIG: kubeconfig },
    config: { 'repository-uri': '127.0.0.1:5000/demo' },
    docker: { args: {}, buildImage: true, skipImageBuild: false },
  })
  await bench.client.runs.setTag(request.run.runId, 'mlflow.source.git.commit', 'c93454f4e6dcbb1d6df')
  await expect(backend.launch(request)).rejects.toThrow(/^Kubernetes made no Job: /)
  expect(docker.calls().map(({ argv }) => argv)).toEqual([
    ['info'],
    ['build', '--tag=127.0.0.1:5000/demo:c93454f', '--force-rm', '--file=-', bench.folder],
    ['image', 'inspect', INSPECT, 'python:3.13'],
    ['image', 'inspect', INSPECT, '127.0.0.1:5000/demo:c93454f'],
    ['push', '127.0.0.1:5000/demo:c93454f'],
    ['image', 'inspect', '--format={{join .RepoDigests "\\n"}}', '127.0.0.1:5000/demo:c93454f'],
  ])
  expect(await bench.tags()).toMatchObject({
    'mlflow.docker.image.uri': '127.0.0.1:5000/demo:c93454f',
    'mlflow.docker.image.id': 'sha256:aaaa',
  })
})

test('names are such that Kubernetes takes them', () => {
  const now = new Date('2026-01-02T03:04:05.678Z')
  expect(jobName(labelOf('My demo_proj'), now)).toBe('my-demo-proj-2026-01-02-03-04-05-678')
  expect(jobName(labelOf('x'.repeat(100)), now)).toMatch(/^x{39}-2026-01-02-03-04-05-678$/)
  expect(labelOf('!!')).toBe('project')
  expect(labelOf(undefined)).toBe('project')
})
