import { findProgram } from '@millrace/models/environment'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { DockerEnvironment } from '../project.ts'
import { backend } from './docker.ts'
import { repositoryName } from './docker-image.ts'
import { type Answers, recordingProgram } from './recording-program.ts'
import { type Bench, endOf, openBench } from './testing.ts'

const ID = 'sha256:0123456789abcdef'

const environment: DockerEnvironment = {
  kind: 'docker',
  image: 'python:3.13',
  volumes: ['/tmp/data:/data', 'rel:/rel:ro'],
  variables: [
    { name: 'NEW_VAR', value: 'new value' },
    { name: 'COPIED', value: undefined },
  ],
}

let bench: Bench
const benched = () => {
  beforeEach(async () => {
    bench = await openBench()
  })
  afterEach(() => bench.remove())
}

function dockerRequest(
  answers: Answers = {},
  changes: Parameters<Bench['request']>[0] = {},
  program = 'docker',
) {
  const recorder = recordingProgram(bench.folder, program, {
    image: { stdout: `${ID} other@sha256:1 python@sha256:2\n` },
    ...answers,
  })
  const base = bench.request()
  const request = bench.request({
    project: { ...base.project, name: 'My Demo_proj', environment },
    env: { PATH: recorder.folder, COPIED: 'secret' },
    ...changes,
  })
  return { request, recorder }
}

describe('the arguments that docker would be given, checked with a program that only writes them down', () => {
  benched()

  test("a container is run with MLflow's order of options, folders and variables", async () => {
    const { request, recorder } = dockerRequest(
      {},
      {
        script: 'python train.py "$1"',
        values: ["it's $(mine)"],
        docker: { args: { gpus: 'all', t: true, network: 'host' }, buildImage: false, skipImageBuild: false },
      },
    )
    const run = await backend.launch(request)
    expect((await endOf(run)).end).toEqual({ status: 'finished', exitCode: 0 })
    const { runId, artifactUri } = request.run
    const folder = artifactUri.replace('file://', '')
    expect(recorder.calls().map(({ argv }) => argv)).toEqual([
      ['info'],
      ['image', 'inspect', '--format={{.Id}}', 'python:3.13'],
      ['image', 'inspect', '--format={{.Id}} {{join .RepoDigests " "}}', 'python:3.13'],
      [
        ...['run', '--rm', `--name=mlflow-${runId}`, '--gpus', 'all', '-t', '--network', 'host'],
        ...['-v', `${folder}:${folder}`, '-v', '/tmp/data:/data', '-v', 'rel:/rel:ro'],
        ...['-e', `MLFLOW_RUN_ID=${runId}`, '-e', 'MLFLOW_EXPERIMENT_ID=0'],
        ...['-e', 'MLFLOW_TRACKING_URI=http://127.0.0.1:5299', '-e', 'NEW_VAR=new value', '-e', 'COPIED'],
        ...['python:3.13', 'sh', '-c', 'python train.py "$1"', 'sh', "it's $(mine)"],
      ],
    ])
    expect(recorder.calls().at(-1)).toMatchObject({ cwd: bench.folder, env: { COPIED: 'secret' } })
    expect(await bench.tags()).toMatchObject({
      'mlflow.project.env': 'docker',
      'mlflow.docker.image.uri': 'python:3.13',
      'mlflow.docker.image.id': ID,
      'millrace.docker.image.digest': 'python@sha256:2',
    })
  })

  test("an image with the project's files is built, and called by its name and commit", async () => {
    const { request, recorder } = dockerRequest(
      {},
      { docker: { args: {}, buildImage: true, skipImageBuild: false } },
    )
    await bench.client.runs.setTag(request.run.runId, 'mlflow.source.git.commit', 'c93454f4e6dcbb1d6df')
    await endOf(await backend.launch(request))
    const [, build, , , run] = recorder.calls()
    expect(build).toMatchObject({
      argv: ['build', '--tag=my-demo_proj:c93454f', '--force-rm', '--file=-', bench.folder],
      stdin: 'FROM python:3.13\nCOPY . /mlflow/projects/code/\nWORKDIR /mlflow/projects/code/\n',
    })
    expect(run?.argv).toContain('my-demo_proj:c93454f')
    expect(bench.reports).toContain('=== Building docker image my-demo_proj:c93454f ===')
    expect(await bench.tags()).toMatchObject({ 'mlflow.docker.image.uri': 'my-demo_proj:c93454f' })
  })

  test('credentials are inherited, and stand in no argument; secrets of servers stay here', async () => {
    const { request, recorder } = dockerRequest()
    const run = { ...request.run, artifactUri: 's3://bucket/x' }
    const env = {
      ...request.env,
      MLFLOW_TRACKING_TOKEN: 'tok',
      MLFLOW_S3_ENDPOINT_URL: 'http://127.0.0.1:1',
      AWS_SECRET_ACCESS_KEY: 'hush',
      AZURE_STORAGE_ACCESS_KEY: 'not asked for',
      MLFLOW_FLASK_SERVER_SECRET_KEY: 'never',
    }
    await endOf(await backend.launch({ ...request, run, env }))
    const { argv = [] } = recorder.calls().at(-1) ?? {}
    expect(argv.filter((_, at) => argv[at - 1] === '-e').slice(3)).toEqual([
      'MLFLOW_TRACKING_TOKEN',
      'MLFLOW_S3_ENDPOINT_URL',
      'AWS_SECRET_ACCESS_KEY',
      'NEW_VAR=new value',
      'COPIED',
    ])
    expect(argv.join(' ')).not.toMatch(/tok\b|hush|never/)
  })

  test('an address with a password in it is inherited too', async () => {
    const { request, recorder } = dockerRequest()
    const variables = { ...request.variables, MLFLOW_TRACKING_URI: 'https://me:hush@mlflow.example' }
    await endOf(await backend.launch({ ...request, variables }))
    const call = recorder.calls().at(-1)
    expect(call?.argv).toContain('MLFLOW_TRACKING_URI')
    expect(call?.argv.join(' ')).not.toContain('hush')
    expect(call?.env).toMatchObject(variables)
  })

  test.each([
    ['sqlite:////data/mlflow.db', '/data:/mlflow/tmp/mlruns', 'sqlite:////mlflow/tmp/mlruns/mlflow.db'],
    ['file:///data/ml%20runs', '/data/ml runs:/mlflow/tmp/mlruns', '/mlflow/tmp/mlruns'],
    ['/data/mlruns', '/data/mlruns:/mlflow/tmp/mlruns', '/mlflow/tmp/mlruns'],
  ])('the store %s of this machine is there in the container too', async (uri, volume, inside) => {
    const { request, recorder } = dockerRequest()
    await endOf(
      await backend.launch({ ...request, variables: { ...request.variables, MLFLOW_TRACKING_URI: uri } }),
    )
    const { argv = [] } = recorder.calls().at(-1) ?? {}
    expect(argv[argv.indexOf('-v') + 1]).toBe(volume)
    expect(argv).toContain(`MLFLOW_TRACKING_URI=${inside}`)
  })

  test('podman is taken where there is no docker', async () => {
    const { request, recorder } = dockerRequest({}, {}, 'podman')
    await endOf(await backend.launch(request))
    expect(recorder.calls().at(-1)?.argv.slice(0, 2)).toEqual(['run', '--rm'])
  })

  test('the exit code is passed on, and what docker itself could not do is told apart', async () => {
    const failed = dockerRequest({ run: { exitCode: 3, stdout: 'out', stderr: 'err' } })
    expect(await endOf(await backend.launch(failed.request))).toEqual({
      end: { status: 'failed', exitCode: 3 },
      stdout: 'out',
      stderr: 'err',
    })
    const refused = dockerRequest({ run: { exitCode: 125, stderr: 'no such network' } })
    expect((await endOf(await backend.launch(refused.request))).end).toMatchObject({
      status: 'failed',
      reason: expect.stringMatching(/could not start the container/),
    })
  })

  test('a cancelled container is removed, whatever became of the program in front of it', async () => {
    const { request, recorder } = dockerRequest({ run: { stays: true } })
    const run = await backend.launch(request)
    expect(await run.status()).toBe('running')
    await run.cancel()
    expect(await run.wait()).toMatchObject({ status: 'killed' })
    expect(recorder.calls().at(-1)?.argv).toEqual(['rm', '--force', run.id])
  })

  test('an image that cannot be built is no run, and the reason is said', async () => {
    const { request } = dockerRequest(
      { build: { exitCode: 1, stderr: 'step 1\npull access denied\n' } },
      { docker: { args: {}, buildImage: true, skipImageBuild: false } },
    )
    await expect(backend.launch(request)).rejects.toThrow('docker build failed: pull access denied')
  })
})

describe('what cannot be done is said before there is a run', () => {
  benched()

  test('neither docker nor podman is installed', async () => {
    const { request } = dockerRequest()
    await expect(backend.check?.({ ...request, env: { PATH: '/nowhere', COPIED: '1' } })).rejects.toThrow(
      /^Neither docker nor podman is in the PATH. Install Docker \(docker.io in Debian, .* or Podman/,
    )
  })

  test('a variable that is to be copied is not set', async () => {
    const { request } = dockerRequest()
    await expect(backend.check?.({ ...request, env: { PATH: request.env.PATH } })).rejects.toThrow(
      /these are not set: COPIED/,
    )
  })

  test('a project without a docker_env, two options that exclude each other, a setting that is not known', async () => {
    const { request } = dockerRequest()
    const { project } = bench.request()
    await expect(backend.check?.({ ...request, project })).rejects.toThrow(/has none: name an image/)
    const docker = { args: {}, buildImage: true, skipImageBuild: true }
    await expect(backend.check?.({ ...request, docker })).rejects.toThrow(/not both/)
    await expect(backend.check?.({ ...request, config: { gpus: 1 } })).rejects.toThrow(
      "The backend docker has no setting 'gpus'. It has: none.",
    )
  })

  test.skipIf(!findProgram('docker', process.env))(
    "the real docker, whose daemon does not answer, is told with docker's words",
    async () => {
      const { request } = dockerRequest()
      const chosen = { MILLRACE_CONTAINER_ENGINE: 'docker', DOCKER_HOST: 'unix:///nowhere/docker.sock' }
      const env = { ...process.env, COPIED: '1', ...chosen }
      await expect(backend.check?.({ ...request, env })).rejects.toThrow(
        /docker cannot be used here\. docker says: .*docker.* Start its service, or set DOCKER_HOST/i,
      )
    },
  )
})

test.each([
  ['credit scoring', 'credit-scoring'],
  ['Tést', 't-st'],
  ['a__b.c---d', 'a__b.c---d'],
  ['../../x', 'x'],
  ['!!', 'docker-project'],
  [undefined, 'docker-project'],
])('the project %s gives the image %s', (name, image) => {
  expect(repositoryName(name)).toBe(image)
})
