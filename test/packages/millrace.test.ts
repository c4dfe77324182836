import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exchangesOf, modelFolder } from '../../packages/models/src/testing/exchanges.ts'
import { DATABASES, FILE_STORE } from '../../packages/server/src/testing/databases.ts'
import { SKINNY } from '../clients/skinny.ts'
import { saveMultiplier } from '../deployments/millrace.ts'
import { api } from '../helpers/api.ts'
import { onnxRuntimeFolder } from '../helpers/onnxruntime.ts'
import { describeUnless, describeWith } from '../helpers/programs.ts'
import { PYTHON_ENV, pythonVenv } from '../helpers/python-venv.ts'
import { REPOSITORY } from '../helpers/repository.ts'
import { output, run } from '../helpers/run.ts'
import { type ServerOptions, startServer } from '../helpers/server.ts'
import { startSeaweedfs } from '../services/seaweedfs.ts'
import { CLI, notBuilt, type Project, project } from './install.ts'

const BUDGET = 40 * 1024 * 1024
const HELP_CPU_MS = 150

/** What may lie in the package beside `bin`, `dist`, and the documentation where that was built. */
const BESIDE = ['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json']
/** What may lie in `dist`, which is made by bundlers: no sources, no maps of them. */
const MADE = /^(ui|demo)?\/?([\w.-]+\/)?[\w.-]+\.(js|css|html|svg|woff2|json)(\.br|\.gz)?$/
const TYPES = /^types\/(projects|sdk|contract)\/.*\.d\.ts$/
const NOT_JAVASCRIPT = ['THIRD-PARTY-LICENSES.md', 'demo/model/index.d.ts', 'python/worker.py']

/** Of this machine's own; where it is new enough there is nothing to try. */
const SYSTEM_NODE = '/usr/bin/node'

const PYTHON_CLIENT = `
import mlflow
with mlflow.start_run() as run:
    mlflow.log_metric('auc', 0.79)
    mlflow.log_text('hello', 'hello.txt')
print(mlflow.search_runs(output_format='list')[0].data.metrics['auc'])
print(mlflow.artifacts.load_text(run.info.artifact_uri + '/hello.txt'))
`

/** What a user writes; the types are checked. */
const TYPED_PROGRAM = `
import { type Backend, type RunHandle, reproduce, run, sweep } from 'millrace/projects'
const handle: RunHandle = await run({ uri: '.', parameters: { depth: '3' } })
const { status, exitCode } = await handle.wait()
export const word: 'finished' | 'failed' | 'killed' = status
export const code: number | undefined = exitCode
const { failed } = await (await sweep({ uri: '.', grid: { depth: ['3', '5'] }, jobs: 2 })).wait()
export const count: number = failed
export const again = await (await reproduce({ runId: handle.runId })).wait()
export const backend: Backend = { name: 'mine', launch: async ({ client, run }) => {
  await client.runs.setTag(run.runId, 'a', 'b')
  throw new Error('none')
} }
// @ts-expect-error a project must be named
await run({})
// @ts-expect-error values are texts
await run({ uri: '.', parameters: { depth: 3 } })
`

const REPORT_CPU = `process.on('exit', () => {
  const { user, system } = process.cpuUsage()
  console.error((user + system) / 1000)
})`

describeUnless(notBuilt, 'the published package', () => {
  let user: Project
  beforeAll(async () => {
    user = project('package')
    await user.install(CLI)
  })
  afterAll(() => user.remove())

  const program = () => user.file('node_modules/.bin/millrace')
  const start = (options: Partial<ServerOptions> = {}) =>
    startServer(
      { database: user.file('mlflow.db'), artifacts: user.file('artifacts'), ...options },
      { command: program(), args: ['server'] },
    )
  const millrace = (args: string[], env: Record<string, string> = {}) =>
    run(program(), args, { cwd: user.file(), env })

  test('runs projects for programs too', async () => {
    mkdirSync(user.file('project'))
    writeFileSync(user.file('project', 'say.sh'), 'echo said')
    writeFileSync(
      user.file('project', 'run.mjs'),
      `import { run } from 'millrace/projects'
const started = await run({ uri: '.', entryPoint: 'say.sh', trackingUri: 'sqlite:///said.db' })
console.log((await started.wait()).status)
`,
    )
    expect(await output(process.execPath, ['run.mjs'], { cwd: user.file('project') })).toBe('finished\n')
  }, 60_000)

  test('deploys models for programs too', async () => {
    saveMultiplier(user.file('model'), 2)
    writeFileSync(
      user.file('deploy.mjs'),
      `import { getDeployClient } from 'millrace/deployments'
const client = await getDeployClient('local')
await client.createDeployment('twice', 'model')
console.log(JSON.stringify(await client.predict('twice', { dataframe_records: [{ x: 1.5 }] })))
await client.deleteDeployment('twice')
console.log((await client.listDeployments()).length)
`,
    )
    const env = { MILLRACE_DEPLOYMENTS_ROOT: user.file('deployments') }
    const said = await output(process.execPath, ['deploy.mjs'], { cwd: user.file(), env })
    expect(said).toBe('{"predictions":[{"y":3}]}\n0\n')
  }, 60_000)
  test('has types for those programs', async () => {
    writeFileSync(user.file('sweep.ts'), TYPED_PROGRAM)
    const types = ['--types', 'node', '--typeRoots', join(REPOSITORY, 'node_modules/@types')]
    const flags = ['--noEmit', '--strict', '--skipLibCheck', 'false', '--module', 'nodenext', ...types]
    const tsc = join(REPOSITORY, 'node_modules/.bin/tsc')
    const checked = await run(tsc, [...flags, 'sweep.ts'], { cwd: user.file() })
    expect(checked).toMatchObject({ code: 0, stdout: '' })
  })

  test('is small, and holds what is made for it', () => {
    const installed = filesBelow(user.file('node_modules'))
    const sizes = installed.map((file) => statSync(user.file('node_modules', file)).size)
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(BUDGET)

    const home = user.file('node_modules/millrace')
    const files = filesBelow(home)
    const beside = files.filter((file) => !/^(bin|dist|dist-docs)\//.test(file))
    expect(beside.sort()).toEqual(BESIDE)
    const made = filesBelow(join(home, 'dist')).filter((file) => !MADE.test(file) && !TYPES.test(file))
    expect(made.sort()).toEqual(NOT_JAVASCRIPT)
    const texts = files.filter((file) => !/\.(br|gz)$/.test(file))
    const telling = texts.filter((file) => {
      const text = readFileSync(join(home, file), 'utf8')
      return text.includes(REPOSITORY) || text.includes('sourceMappingURL=')
    })
    expect(telling).toEqual([])
  })

  test('names what others wrote in it', () => {
    const list = readFileSync(user.file('node_modules/millrace/dist/THIRD-PARTY-LICENSES.md'), 'utf8')
    for (const name of ['fastify', 'kysely', 'mysql2', 'pg', 'commander', 'react', 'marked']) {
      expect(list).toMatch(new RegExp(`^## ${name} [0-9.]+ \\(MIT\\)$`, 'm'))
    }
  })

  test('gives its help at once', async () => {
    const report = `data:text/javascript,${encodeURIComponent(REPORT_CPU)}`
    const times: number[] = []
    for (let tries = 0; tries < 5; tries++) {
      const { stderr } = await run(process.execPath, ['--import', report, program(), '--help'])
      times.push(Number(stderr))
    }
    expect(Math.min(...times)).toBeLessThan(HELP_CPU_MS)
  })

  const tooNew = systemNodeIsNew()
  describeUnless(tooNew, 'an old Node', () => {
    test('is refused with a sentence', async () => {
      const { code, stderr } = await run(SYSTEM_NODE, [program(), 'server'])
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr: expect.stringMatching(
          /^millrace: Node \d+\.\d+\.\d+ is too old; 22\.18 is needed, or a later one\.\n$/,
        ),
      })
    })
  })

  test('serves the page', async () => {
    const server = await start()
    try {
      const page = await fetch(server.url)
      expect(page.headers.get('content-type')).toContain('text/html')
      const [, script = ''] = /<script[^>]+src="\.?([^"]+)"/.exec(await page.text()) ?? []
      expect((await fetch(server.url + script)).status).toBe(200)
      const doctor = await millrace(['doctor', '--json'], { MLFLOW_TRACKING_URI: server.url })
      expect(JSON.parse(doctor.stdout)).toMatchObject({ 'Tracking store answers': 'yes' })
    } finally {
      await server.stop()
    }
  })

  describeWith(['python3'], 'with the Python client', () => {
    let python: string
    beforeAll(async () => {
      python = await pythonVenv(SKINNY.venv, SKINNY.requirements)
    })
    test('takes runs and artifacts', async () => {
      const server = await start()
      const env = { ...PYTHON_ENV, MLFLOW_TRACKING_URI: server.url }
      try {
        expect(await output(python, ['-c', PYTHON_CLIENT], { cwd: user.file(), env })).toBe('0.79\nhello\n')
      } finally {
        await server.stop()
      }
    })
  })

  describe.each([...DATABASES, FILE_STORE])('on $name', ({ name, create }) => {
    test('serves runs, and copies to it', async () => {
      const source = `sqlite:///${user.file(`source-of-${name}.db`)}`
      const uri = await create(user.file())
      await logRun(source)
      await logRun(uri)
      const copied = await millrace(['copy', source, uri, '--no-artifacts'])
      expect(copied.stderr).not.toContain('Error')
      expect(copied.stdout).toMatch(/^runs +1 +\d+ +1$/m)
      if (name === FILE_STORE.name) return
      expect(await millrace(['db', 'check', uri])).toMatchObject({ code: 0, stdout: 'Nothing is wrong.\n' })
    })

    async function logRun(database: string): Promise<void> {
      const server = await start({ database })
      try {
        const { run: made } = await api<{ run: { info: { run_id: string } } }>(server.url, 'runs/create', {
          experiment_id: '0',
        })
        const { run_id } = made.info
        await api(server.url, 'runs/log-metric', { run_id, key: 'auc', value: 0.5, timestamp: 1 })
        const filter = { experiment_ids: ['0'], filter: 'metrics.auc > 0.4' }
        const found = await api<{ runs: unknown[] }>(server.url, 'runs/search', filter)
        expect(found.runs).toHaveLength(1)
        expect(
          await millrace(['runs', 'list', '--experiment-id', '0'], { MLFLOW_TRACKING_URI: server.url }),
        ).toMatchObject({
          stdout: expect.stringContaining(run_id),
        })
      } finally {
        await server.stop()
      }
    }
  })

  test.each([
    ['s3://bucket/root', '@aws-sdk/client-s3 @aws-sdk/s3-request-presigner'],
    ['gs://bucket/root', '@google-cloud/storage'],
    ['wasbs://c@account.blob.core.windows.net/root', '@azure/storage-blob'],
  ])('names the library that %s needs, and how to install it', async (artifacts, libraries) => {
    await expect(start({ artifacts })).rejects.toThrow(`npm install ${libraries}`)
  })

  describe('models', () => {
    const predict = (model: string, env: Record<string, string>) => {
      const answered = exchangesOf(model).find(
        ({ type, reply }) => type === 'application/json' && reply.status === 200,
      )
      writeFileSync(user.file('input.json'), answered?.body ?? '')
      const given = [
        '--model-uri',
        modelFolder(model),
        '--env-manager',
        'local',
        '--input-path',
        'input.json',
      ]
      return millrace(['models', 'predict', ...given], { MILLRACE_ONNXRUNTIME: '', ...env })
    }

    test('in ONNX are told what they lack, and predict with it', async () => {
      const without = await predict('onnx-tensor', { MILLRACE_PYTHON: '/none' })
      expect(without.stderr).toContain('npm install --ignore-scripts onnxruntime-node')
      const runtime = await onnxRuntimeFolder()
      expect(await predict('onnx-tensor', { MILLRACE_ONNXRUNTIME: runtime })).toMatchObject({ code: 0 })
    })

    test('become what an image is built from', async () => {
      const given = ['--model-uri', modelFolder('regression'), '--output-directory', 'image']
      expect(await millrace(['models', 'generate-dockerfile', ...given])).toMatchObject({ code: 0 })
      expect(readdirSync(user.file('image'))).toContain('Dockerfile')
    })
  })
})

const store = notBuilt || (await startSeaweedfs())
describeUnless(typeof store === 'string' && store, 'the published package on S3', () => {
  if (typeof store === 'string') return
  let user: Project
  beforeAll(async () => {
    user = project('package-s3')
    await user.install(CLI)
    await user.add(...librariesOf('@aws-sdk/client-s3', '@aws-sdk/s3-request-presigner'))
  })
  afterAll(async () => {
    user.remove()
    await store.stop()
  })

  test('stores artifacts with the libraries that it asks for', async () => {
    const files = { database: user.file('mlflow.db'), artifacts: store.newRoot(), env: store.env }
    const server = await startServer(files, {
      command: user.file('node_modules/.bin/millrace'),
      args: ['server'],
    })
    try {
      const address = `${server.url}/api/2.0/mlflow-artifacts/artifacts/a/hello.txt`
      expect((await fetch(address, { method: 'PUT', body: 'hello' })).status).toBe(200)
      expect(await (await fetch(address)).text()).toBe('hello')
    } finally {
      await server.stop()
    }
  })
})

/** At the versions that are tested. */
function librariesOf(...names: string[]): string[] {
  const manifest = JSON.parse(readFileSync(join(REPOSITORY, 'packages/artifacts/package.json'), 'utf8')) as {
    devDependencies: Record<string, string>
  }
  return names.map((name) => `${name}@${manifest.devDependencies[name]}`)
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
}

function systemNodeIsNew(): string | false {
  // Asked of the link that a package manager makes, not of the PATH, which the tests' own Node leads.
  const { status, stdout } = spawnSync(SYSTEM_NODE, ['--version'], { encoding: 'utf8' })
  if (status !== 0) return `no ${SYSTEM_NODE}`
  const [major = 0] = stdout.slice(1).split('.').map(Number)
  return major >= 22 && `${SYSTEM_NODE} is ${stdout.trim()}`
}
