import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { LaunchRequest } from '../../packages/projects/src/backends/backend.ts'
import { backend } from '../../packages/projects/src/backends/kubernetes.ts'
import { type Bench, endOf, openBench } from '../../packages/projects/src/backends/testing.ts'
import { scratch } from '../helpers/scratch.ts'
import { IMAGES, Kubelet, recordingOf } from './kubelet.ts'
import { KubernetesExchanges } from './kubernetes-exchanges.ts'

/**
 * With a real API server (and its controllers), named by the kubeconfig in MILLRACE_TEST_KUBECONFIG and called by
 * MILLRACE_TEST_KUBERNETES, these tests run on it and write down what passes; otherwise on what was written down then, in
 * `testdata/kubernetes`: each file says when and from which server.
 */
const kubeconfig = process.env.MILLRACE_TEST_KUBECONFIG
const version = process.env.MILLRACE_TEST_KUBERNETES ?? 'not named'

const real = kubeconfig && {
  url: /server: "?([^"}\s]+)/.exec(readFileSync(kubeconfig, 'utf8'))?.[1] ?? '',
  token: /token: "?([^"}\s]+)/.exec(readFileSync(kubeconfig, 'utf8'))?.[1] ?? '',
}

describe(`the backend kubernetes, on ${real ? 'a real API server' : 'recorded exchanges with a real API server'}`, () => {
  const files = scratch('kubernetes')
  const kubelet = kubeconfig ? new Kubelet(kubeconfig) : undefined
  let bench: Bench
  let exchanges: KubernetesExchanges
  beforeAll(async () => {
    bench = await openBench()
    await kubelet?.start()
  })
  afterAll(async () => {
    await kubelet?.stop()
    await bench.remove()
    files.remove()
  })
  afterEach(() => {
    exchanges.close()
    expect(exchanges.unknown).toEqual([])
  })

  async function requestOf(
    recording: string,
    changes: Partial<LaunchRequest> & { script?: string; values?: string[]; image?: string },
  ): Promise<LaunchRequest> {
    exchanges = new KubernetesExchanges(recordingOf(recording), real ? { url: real.url, version } : undefined)
    const path = files.file(`${recording}.yaml`)
    // The library takes http only with this.
    const cluster = { server: await exchanges.listen(), 'insecure-skip-tls-verify': true }
    writeFileSync(
      path,
      JSON.stringify({
        ...{ apiVersion: 'v1', kind: 'Config', 'current-context': 'main' },
        clusters: [{ name: 'test', cluster }],
        users: [{ name: 'me', user: { token: real ? real.token : 'secret' } }],
        contexts: ['main', 'other'].map((name) => ({ name, context: { cluster: 'test', user: 'me' } })),
      }),
    )
    const { image = 'python:3.13', ...others } = changes
    const base = bench.request()
    const environment = { kind: 'docker', image, volumes: [], variables: [] } as const
    return bench.request({
      project: { ...base.project, name: 'My demo', environment },
      env: { PATH: process.env.PATH, KUBECONFIG: path },
      config: { 'poll-seconds': 0.3 },
      ...others,
    })
  }

  test('a Job runs the command with its values and variables, and its log is read', async () => {
    const template = files.file('job.yaml')
    writeFileSync(
      template,
      'apiVersion: batch/v1\nkind: Job\nmetadata: {name: mine, namespace: default, labels: {team: ml}}\nspec:\n  backoffLimit: 0\n  template:\n    spec:\n      containers: [{name: x, image: y, env: [{name: MINE, value: kept}]}]\n      restartPolicy: Never\n',
    )
    const values = ['two words', '$(touch pwned)', '`id`', `'"`, '-x', '', 'ю']
    const request = await requestOf('finished', {
      script: 'echo "$MLFLOW_RUN_ID $MINE"; printf "<%s>" "$@"; echo; sleep 1; echo last',
      values,
      config: { 'poll-seconds': 0.3, 'kube-context': 'other', 'kube-job-template-path': template },
    })
    const run = await backend.launch(request)
    expect(run.id).toMatch(/^default\/my-demo-\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d-\d{3}$/)
    expect(await endOf(run)).toEqual({
      end: { status: 'finished', exitCode: 0 },
      stdout: `${request.run.runId} kept\n${values.map((value) => `<${value}>`).join('')}\nlast\n`,
      stderr: '',
    })
    expect(await bench.tags()).toMatchObject({
      'mlflow.project.env': 'docker',
      'mlflow.docker.image.uri': 'python:3.13',
    })
  })

  test("a command that fails gives its exit code, and Kubernetes' reason", async () => {
    const run = await backend.launch(await requestOf('failed', { script: 'echo before; exit 7' }))
    const { end, stdout } = await endOf(run)
    expect(stdout).toBe('before\n')
    expect(end).toEqual({
      status: 'failed',
      exitCode: 7,
      reason: 'Kubernetes says BackoffLimitExceeded: Job has reached the specified backoff limit',
    })
  })

  test('a cancelled Job is deleted with its pod', async () => {
    const run = await backend.launch(await requestOf('cancelled', { script: 'echo begun; sleep 600' }))
    await expect.poll(() => run.status()).toBe('running')
    await run.cancel()
    expect(await run.wait()).toMatchObject({ status: 'killed' })
    await run.cancel()
  })

  test('a log that breaks off is read on behind its last line', async () => {
    const request = await requestOf('cut', {
      image: IMAGES.cut,
      script: 'echo one; echo two; sleep 2; echo three',
    })
    const { stdout, end } = await endOf(await backend.launch(request))
    expect(stdout).toBe('one\ntwo\nthree\n')
    expect(end.status).toBe('finished')
  })

  test('why a Job waits is told', async () => {
    const run = await backend.launch(await requestOf('waiting', { image: IMAGES.missing }))
    await expect
      .poll(() => bench.reports.at(-1))
      .toMatch(
        /^The Job my-demo-\S+ waits: ImagePullBackOff: Back-off pulling image "registry.invalid\/missing:1"$/,
      )
    expect(await run.status()).toBe('scheduled')
    await run.cancel()
    expect(await run.wait()).toMatchObject({ status: 'killed' })
  })

  test('what Kubernetes refuses is said with its words', async () => {
    const template = files.file('nowhere.yaml')
    writeFileSync(
      template,
      'kind: Job\nmetadata: {namespace: nowhere}\nspec: {template: {spec: {containers: [{}], restartPolicy: Always}}}\n',
    )
    const config = { 'kube-job-template-path': template }
    await expect(backend.launch(await requestOf('refused', { config }))).rejects.toThrow(
      /^Kubernetes made no Job: .*nowhere/,
    )
  })
})
