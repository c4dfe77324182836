import { spawn } from 'node:child_process'
import { copyFileSync, cpSync, existsSync, mkdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { api } from '../helpers/api.ts'
import { freePort } from '../helpers/free-port.ts'
import { describeUnless, describeWith } from '../helpers/programs.ts'
import { pythonVenv } from '../helpers/python-venv.ts'
import { REPOSITORY } from '../helpers/repository.ts'
import { type Finished, output, run } from '../helpers/run.ts'
import { type Scratch, scratch } from '../helpers/scratch.ts'
import { untilItAnswers } from '../services/service.ts'
import { CHECKERS } from './checkers.ts'
import { asContainer, makeRoot, noChroot, runStep } from './chroot.ts'
import { type Instruction, ignoreRules, pairsOf, readDockerfile, stagesOf } from './dockerfile.ts'

const DOCKERFILE = join(REPOSITORY, 'deploy/Dockerfile')
const isIgnored = ignoreRules(join(REPOSITORY, '.dockerignore'))

test.each([
  ['packages/server/src/app.ts', false],
  ['packages/contract/facts/limits.json', false],
  ['package-lock.json', false],
  ['deploy/image/healthcheck.mjs', false],
  ['.git/config', true],
  ['node_modules/pg/index.js', true],
  ['packages/ui/node_modules/x/index.js', true],
  ['packages/cli/dist/millrace.js', true],
  ['packages/server/src/app.test.ts', true],
  ['mlflow.db', true],
  ['packages/cli/mlflow.db-wal', true],
  ['.env', true],
  ['packages/server/.env.local', true],
  ['mlruns/0/meta.yaml', true],
])('of a clone, %s is kept out of the image: %s', (file, ignored) => {
  expect(isIgnored(file)).toBe(ignored)
})

describeWith(['python3'], 'the Dockerfile', () => {
  let hadolint: string
  beforeAll(async () => {
    hadolint = join(dirname(await pythonVenv(CHECKERS.venv, CHECKERS.requirements)), 'hadolint')
  })
  test('is as hadolint would have it', async () => {
    expect(await run(hadolint, ['--failure-threshold', 'style', DOCKERFILE])).toMatchObject({
      code: 0,
      stdout: '',
    })
  })
})

describeUnless(noChroot(), 'the steps of the Dockerfile, replayed on this machine', () => {
  let folder: Scratch
  const [build = [], image = []] = stagesOf(readDockerfile(DOCKERFILE))
  const last = (name: string) => image.findLast((instruction) => instruction.name === name)?.text ?? ''
  const list = (name: string) => JSON.parse(last(name)) as string[]
  const healthcheck = () => JSON.parse(/CMD (\[.*\])/.exec(last('HEALTHCHECK'))?.[1] ?? '') as string[]
  const root = () => folder.file('image')
  const environment = () =>
    pairsOf(
      image
        .filter(({ name }) => name === 'ENV')
        .map(({ text }) => text)
        .join(' '),
    )

  beforeAll(async () => {
    folder = scratch('image')
    await replay(build, folder.file('build'), REPOSITORY)
    await replay(image, root(), folder.file('build'))
  }, 900_000)
  afterAll(() => folder.remove())

  /** @param from what the steps copy from: the clone, or the stage before */
  async function replay(steps: readonly Instruction[], into: string, from: string): Promise<void> {
    makeRoot(into)
    let here = '/'
    for (const { name, text } of steps) {
      if (name === 'WORKDIR') {
        here = text
        mkdirSync(join(into, here), { recursive: true })
      }
      if (name === 'RUN') await runStep(into, here, text)
      if (name !== 'COPY') continue
      const [source = '', target = ''] = text.split(' ').filter((word) => !word.startsWith('--'))
      if (text.startsWith('--from='))
        cpSync(join(from, source), join(into, target), { recursive: true, verbatimSymlinks: true })
      else await copyFromClone(source, join(into, resolve(here, target)))
    }
  }

  /** As the engine gets it from a fresh clone. */
  async function copyFromClone(source: string, target: string): Promise<void> {
    const listed = await output('git', ['ls-files', '-z', '-co', '--exclude-standard', source], {
      cwd: REPOSITORY,
    })
    const files = listed.split('\0').filter((file) => file !== '' && !isIgnored(file))
    expect(files.length).toBeGreaterThan(0)
    for (const file of files.filter((file) => existsSync(join(REPOSITORY, file)))) {
      const to = join(target, source === '.' ? file : file.slice(source.length))
      mkdirSync(dirname(to), { recursive: true })
      copyFileSync(join(REPOSITORY, file), to)
    }
  }

  /** Runs what the image runs, with variables alone, until `work` is done. */
  async function whileRunning(
    given: Record<string, string>,
    work: (url: string) => Promise<void>,
  ): Promise<string> {
    const port = await freePort()
    const env = { ...environment(), MLFLOW_PORT: String(port), ...given }
    const { command, args } = asContainer(root(), last('USER'), last('WORKDIR'), env, [
      ...list('ENTRYPOINT'),
      ...list('CMD'),
    ])
    const container = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let printed = ''
    for (const stream of [container.stdout, container.stderr])
      stream.on('data', (text) => {
        printed += text
      })
    const ended = new Promise<number | null>((done) => container.once('exit', done))
    const url = `http://127.0.0.1:${port}${given.MLFLOW_STATIC_PREFIX ?? ''}`
    try {
      await untilItAnswers(async () => {
        if (container.exitCode !== null) return
        expect((await fetch(`${url}/health`)).status).toBe(200)
      })
      expect(container.exitCode, printed).toBe(null)
      await work(url)
    } finally {
      container.kill('SIGTERM')
      await ended
    }
    expect(await ended, printed).toBe(0)
    return printed
  }

  const inImage = (command: string[], given: Record<string, string> = {}): Promise<Finished> => {
    const program = asContainer(
      root(),
      last('USER'),
      last('WORKDIR'),
      { ...environment(), ...given },
      command,
    )
    return run(program.command, program.args)
  }

  test('run as nobody on a root that is read-only, and stop when asked', async () => {
    expect((await inImage(['id', '-u'])).stdout).toBe('1000\n')
    expect(
      (await inImage(['touch', '/opt/millrace/x', '/x', '/tmp/x'])).stderr.match(/Read-only|Permission/g),
    ).toHaveLength(3)
    await whileRunning({}, async (url) => {
      const { run: made } = await api<{ run: { info: { run_id: string } } }>(url, 'runs/create', {
        experiment_id: '0',
      })
      const path = `${url}/api/2.0/mlflow-artifacts/artifacts/0/${made.info.run_id}/artifacts/hello.txt`
      expect((await fetch(path, { method: 'PUT', body: 'hello' })).status).toBe(200)
      expect(await (await fetch(url)).text()).toContain('<script')
    })
  })

  test('are told all by variables, and say how they are', async () => {
    const given = {
      MLFLOW_STATIC_PREFIX: '/mlflow',
      MLFLOW_SERVE_ARTIFACTS: 'false',
      MLFLOW_DEFAULT_ARTIFACT_ROOT: 's3://bucket/root',
      MLFLOW_SERVER_ALLOWED_HOSTS: 'mlflow.example.org',
      MLFLOW_EXPOSE_PROMETHEUS: 'true',
    }
    await whileRunning(given, async (url) => {
      const { port } = new URL(url)
      expect(await inImage(healthcheck(), { ...given, MLFLOW_PORT: port })).toMatchObject({
        code: 0,
        stderr: '',
      })
      expect((await fetch(`${url}/metrics`)).status).toBe(403)
    })
    expect(await inImage(healthcheck(), { MLFLOW_PORT: String(await freePort()) })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('ECONNREFUSED'),
    })
  })

  test.each(['s3://bucket/root', 'gs://bucket/root', 'wasbs://c@account.blob.core.windows.net/root'])(
    'hold the library of %s',
    async (uri) => {
      await whileRunning(
        { MLFLOW_ARTIFACTS_DESTINATION: uri, AWS_REGION: 'us-east-1', AZURE_STORAGE_ACCESS_KEY: 'a2V5' },
        async () => {},
      )
    },
  )
})
