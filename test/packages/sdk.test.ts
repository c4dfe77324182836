import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { npmFolder } from '../helpers/npm-folder.ts'
import { describeUnless } from '../helpers/programs.ts'
import { REPOSITORY } from '../helpers/repository.ts'
import { output, run } from '../helpers/run.ts'
import { MILLRACE, startServer } from '../helpers/server.ts'
import { CLI, notBuilt, type Project, project, SDK } from './install.ts'

/** What a user writes; the types are checked too. */
const PROGRAM = `
import { Client, NotFoundError, type Run, searchRuns, setExperiment, configure, tracker, withRun } from '@millrace/sdk'
await configure({ trackingUri: process.argv[2]! })
await setExperiment('packaged')
const id: string = await withRun({ name: 'first' }, async (run: Run) => {
  for (let step = 0; step < 2000; step++) run.logMetric('loss', step, { step })
  run.logParams({ depth: 3 })
  await run.logText('hello', 'hello.txt')
  return run.runId
})
const client: Client = tracker().client
const { metrics, params } = await client.runs.get(id)
const loss: number | undefined = metrics.loss
try {
  await client.runs.get('0'.repeat(32))
} catch (error) {
  if (!(error instanceof NotFoundError)) throw error
}
const [row] = await searchRuns({ filter: 'metrics.loss > 1' }).rows()
console.log(loss, params.depth, row?.['metrics.loss'])
await tracker().close()
`

/** Each of these is a mistake that the compiler must find. */
const MISTAKES = `
import { Client, withRun } from '@millrace/sdk'
const client = new Client()
// @ts-expect-error a run belongs to an experiment
await client.runs.create({ name: 'x' })
// @ts-expect-error names of the wire are not for users
await client.runs.search({ experiment_ids: ['1'] })
// @ts-expect-error no such state
await client.runs.update('1', { status: 'FINISHED' })
// @ts-expect-error no such event
await client.webhooks.create({ name: 'x', url: 'https://example.org', events: ['run.exploded'] })
// @ts-expect-error metrics are numbers
await withRun((run) => run.logMetric('x', '1'))
// @ts-expect-error what is read is not changed
;(await client.runs.get('1')).metrics.loss = 2
`

/** Where there are no types of Node. */
const IN_EMPTY_PROJECT = `
import { Client, withRun } from '@millrace/sdk'
const client = new Client({ trackingUri: 'http://127.0.0.1:5000' })
export const ids: string[] = (await client.runs.search({ experimentIds: ['1'] }).all()).map((run) => run.runId)
await withRun((run) => run.logMetric('loss', 1))
await using later = client
`

/** How projects are set up; the first is Node's own way. */
const PROJECTS = ['nodenext', 'node20', 'node16', 'preserve', 'esnext --moduleResolution bundler']

/** The first that knows `await using`, of which the types speak; the README names it. */
const OLDEST_TYPESCRIPT = '5.2.2'

const COMMON_JS = `
const { Client } = require('@millrace/sdk')
const client = new Client({ trackingUri: process.argv[2] })
client.experiments.search().all().then((found) => {
  console.log(found.map(({ name }) => name).join())
  return client.close()
})
`

/** Runtimes that npm brings as packages which hold the program alone. */
const RUNTIMES = [
  { name: 'Bun', package: '@oven/bun-linux-x64', version: '1.4.4', program: 'bin/bun', args: [] },
  { name: 'Deno', package: '@deno/linux-x64-glibc', version: '2.9.6', program: 'deno', args: ['run', '-A'] },
]
const notHere = `${process.platform}-${process.arch}` !== 'linux-x64' && 'not on Linux on x64'

describeUnless(notBuilt, 'the published SDK', () => {
  let user: Project

  beforeAll(async () => {
    user = project('sdk-package')
    await user.install(SDK)
    writeFileSync(user.file('train.ts'), PROGRAM)
  })
  afterAll(() => user.remove())

  const here = () => ({ cwd: user.file() })
  const onServer = async (name: string, work: (url: string) => Promise<void>) => {
    const files = { database: user.file(`${name}.db`), artifacts: user.file('artifacts') }
    const server = await startServer(files, MILLRACE)
    await work(server.url).finally(() => server.stop())
  }
  const typesOf = (args: string[], compiler = join(REPOSITORY, 'node_modules/.bin/tsc')) =>
    run(compiler, ['--noEmit', '--strict', '--skipLibCheck', 'false', '--target', 'es2022', ...args], here())

  test('brings nothing along, and types that hold in strict mode', async () => {
    expect((await output('ls', [user.file('node_modules')])).trim()).toBe('@millrace')
    writeFileSync(user.file('mistakes.ts'), MISTAKES)
    const types = ['--types', 'node', '--typeRoots', join(REPOSITORY, 'node_modules/@types')]
    const flags = ['--noUncheckedIndexedAccess', '--module', 'nodenext', ...types]
    expect(await typesOf([...flags, 'train.ts', 'mistakes.ts'])).toEqual({ code: 0, stdout: '', stderr: '' })
  })

  test.each(PROJECTS)('has types in an empty project with module %s', async (module) => {
    writeFileSync(user.file('empty.ts'), IN_EMPTY_PROJECT)
    expect(await typesOf(['--module', ...module.split(' '), 'empty.ts'])).toMatchObject({
      code: 0,
      stdout: '',
    })
  })

  test(`has types for TypeScript ${OLDEST_TYPESCRIPT}`, async () => {
    const compiler = join(await npmFolder('typescript', OLDEST_TYPESCRIPT), 'node_modules/.bin/tsc')
    writeFileSync(user.file('old.ts'), IN_EMPTY_PROJECT)
    expect(await typesOf(['--module', 'nodenext', 'old.ts'], compiler)).toEqual({
      code: 0,
      stdout: '',
      stderr: '',
    })
  })

  test('can be had by CommonJS, with types', async () => {
    writeFileSync(user.file('list.cjs'), COMMON_JS)
    await onServer('common-js', async (url) => {
      expect(await output(process.execPath, ['list.cjs', url], here())).toBe('Default\n')
    })
    const text = "import sdk = require('@millrace/sdk')\nexport const client: sdk.Client = new sdk.Client()\n"
    writeFileSync(user.file('list.cts'), text)
    expect(await typesOf(['--module', 'nodenext', 'list.cts'])).toMatchObject({ code: 0, stdout: '' })
  })

  test.each([
    ['in Node', []],
    ['as browsers and edge workers get it', ['--conditions=browser']],
  ])('logs to a server %s', async (_, flags) => {
    await onServer(`node${flags.length}`, async (url) => {
      expect(await output(process.execPath, [...flags, 'train.ts', url], here())).toBe('1999 3 1999\n')
    })
  })

  for (const { name, package: from, version, program, args } of RUNTIMES) {
    describeUnless(notHere, name, () => {
      test('logs to a server', async () => {
        const runtime = join(await npmFolder(from, version), 'node_modules', from, program)
        await onServer(name, async (url) => {
          expect(await output(runtime, [...args, 'train.ts', url], here())).toBe('1999 3 1999\n')
        })
      })
    })
  }

  test('says what is missing where there is no server; logs without one once that is installed', async () => {
    const uri = `sqlite:///${user.file('own.db')}`
    const { stderr, code } = await run(process.execPath, ['train.ts', uri], here())
    expect(code).toBe(1)
    expect(stderr).toContain('npm install millrace')
    await user.install(CLI)
    expect(await output(process.execPath, ['train.ts', uri], here())).toBe('1999 3 1999\n')
  })
})
