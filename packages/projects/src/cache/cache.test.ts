import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type RunProjectOptions, runProject } from '../run.ts'
import { testStore } from '../testing/test-store.ts'
import { TRAINER_PROJECT } from '../testing/trainer.ts'

const { folder, client, place: store } = testStore('cache')
const { trackingUri, env } = store
const data = folder.file('data.csv')

function projectAt(name: string, files: Readonly<Record<string, string>> = {}): string {
  const place = folder.file(name)
  mkdirSync(place, { recursive: true })
  for (const [path, text] of Object.entries({ MLproject: TRAINER_PROJECT, ...files })) {
    writeFileSync(`${place}/${path}`, text)
  }
  return place
}

async function step(uri: string, options: Partial<RunProjectOptions> = {}) {
  const run = await runProject({
    ...{ uri, trackingUri, env, entryPoint: 'steps', experimentId: '0', cache: true },
    ...{ parameters: { data }, ...options },
  })
  await run.wait()
  return run
}

test('a step of equal code, parameters and inputs is not run again', async () => {
  writeFileSync(data, 'a,b\n1,2\n')
  const uri = projectAt('one', { 'code.py': 'x = 1' })
  const first = await step(uri)
  expect(first.isReused).toBe(false)
  const said: string[] = []
  const again = await step(uri, { report: (line) => void said.push(line) })
  expect(again).toMatchObject({ isReused: true, runId: first.runId })
  const { tags } = await client.runs.get(first.runId)
  expect(said.join()).toContain(tags['millrace.project.cacheKey'])
  // The same work, wherever it lies.
  expect((await step(projectAt('copy', { 'code.py': 'x = 1' }))).runId).toBe(first.runId)
}, 60_000)

test.each<[what: string, change: () => Promise<{ isReused: boolean }>]>([
  ['code', () => step(projectAt('one', { 'code.py': 'x = 2' }))],
  ['a new file', () => step(projectAt('one', { 'more.py': '' }))],
  ['a parameter', () => step(folder.file('one'), { parameters: { data, more: '1' } })],
  ['the experiment', () => step(folder.file('one'), { experimentId: undefined, experimentName: 'other' })],
  [
    'the data behind an equal path',
    () => {
      writeFileSync(data, 'a,b\n1,3\n')
      return step(folder.file('one'))
    },
  ],
  ['nothing, but it was not asked for', () => step(folder.file('one'), { cache: false })],
])(
  'another is run where there is another: %s',
  async (_, change) => {
    expect((await change()).isReused).toBe(false)
  },
  60_000,
)

test('what a link leads to counts, and a repository within the project', async () => {
  const [target, link] = [folder.file('target.csv'), folder.file('link.csv')]
  writeFileSync(target, '1')
  symlinkSync(target, link)
  const uri = projectAt('links')
  const git = (...args: string[]) => execFileSync('git', args, { cwd: uri })
  git('init', '--quiet')
  mkdirSync(`${uri}/inner`)
  execFileSync('git', ['init', '--quiet'], { cwd: `${uri}/inner` })
  writeFileSync(`${uri}/inner/code.py`, 'x = 1')
  const parameters = { data: link }
  expect((await step(uri, { parameters })).isReused).toBe(false)
  expect((await step(uri, { parameters })).isReused).toBe(true)
  writeFileSync(target, '2')
  expect((await step(uri, { parameters })).isReused).toBe(false)
  writeFileSync(`${uri}/inner/code.py`, 'x = 2')
  expect((await step(uri, { parameters })).isReused).toBe(false)
  // A store that lies there is no code.
  writeFileSync(`${uri}/mlflow.db`, 'grows')
  expect((await step(uri, { parameters })).isReused).toBe(true)
}, 60_000)

test('a step that failed is run again', async () => {
  const uri = projectAt('fails', { 'no.sh': 'exit 3' })
  const options = { entryPoint: 'no.sh', parameters: {} }
  expect((await step(uri, options)).isReused).toBe(false)
  expect((await step(uri, options)).isReused).toBe(false)
}, 60_000)
