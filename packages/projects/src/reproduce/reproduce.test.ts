import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe, expect, it, test } from 'vitest'
import { parse } from 'yaml'
import { type Answers, recordingProgram } from '../backends/recording-program.ts'
import { shellWord } from '../command.ts'
import { runProject } from '../run.ts'
import { testStore } from '../testing/test-store.ts'
import { TRAINER_PROJECT, trainer } from '../testing/trainer.ts'
import { compareMetrics } from './compare-metrics.ts'
import { freezePackages } from './earlier-packages.ts'
import { reproduce } from './reproduce.ts'
import { unquoted } from './unquoted.ts'

const { folder, client, place: store } = testStore('reproduce')
const { trackingUri, env } = store
const uri = folder.file('project')

function git(cwd: string, ...args: string[]): void {
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], { cwd, stdio: 'pipe' })
}

function write(files: Readonly<Record<string, string>>, place = uri): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(`${place}/${name}`), { recursive: true })
    writeFileSync(`${place}/${name}`, text)
  }
}

function repository(name: string, files: Readonly<Record<string, string>>): string {
  const place = folder.file(name)
  write(files, place)
  git(place, 'init', '--quiet')
  git(place, 'add', '.')
  git(place, 'commit', '--quiet', '-m', 'first')
  return place
}

async function run(project: string, parameters: Readonly<Record<string, string>> = {}): Promise<string> {
  const started = await runProject({ uri: project, ...store, parameters })
  expect(await started.wait()).toMatchObject({ status: 'finished' })
  return started.runId
}

async function again(runId: string) {
  const said: string[] = []
  const { run, wait } = await reproduce({ runId, trackingUri, env, report: (line) => void said.push(line) })
  return { ...(await wait()), run, said: said.join('\n') }
}

test('a run is run again by its commit, its changes and its parameters', async () => {
  repository('project', { MLproject: TRAINER_PROJECT, 'train.mjs': trainer() })
  const first = await run(uri, { lr: '0.5', depth: '4', note: "it's $(id)" })
  write({ 'train.mjs': trainer('lr * depth + 100'), 'new.txt': 'kept' })
  const changed = await run(uri, { lr: '0.5' })
  write({ 'train.mjs': trainer('-1') })
  rmSync(`${uri}/new.txt`)
  git(uri, 'commit', '--quiet', '-am', 'second')

  for (const [runId, score] of [
    [first, 2],
    [changed, 101.5],
  ] as const) {
    const { run, end, differences } = await again(runId)
    expect(end).toEqual({ status: 'finished', exitCode: 0 })
    expect(differences).toEqual([{ key: 'score', before: score, after: score, difference: 0, holds: true }])
    const after = await client.runs.get(run.runId)
    const before = await client.runs.get(runId)
    expect(after.params).toEqual(before.params)
    expect(after.tags).toMatchObject({
      'millrace.project.reproduces': runId,
      'mlflow.source.git.commit': before.tags['mlflow.source.git.commit'],
    })
  }
}, 120_000)

test('what did not come of a project cannot be run again', async () => {
  const { runId } = await client.runs.create({ experimentId: '0' })
  await expect(reproduce({ runId, trackingUri, env })).rejects.toThrow('is not of a project')
  const lost = await client.runs.create({
    experimentId: '0',
    tags: {
      ...{ 'mlflow.source.type': 'PROJECT', 'mlflow.source.name': `file://${uri}` },
      'mlflow.source.git.commit': '0123456789012345678901234567890123456789',
    },
  })
  await expect(reproduce({ runId: lost.runId, trackingUri, env })).rejects.toThrow('has no commit')
}, 60_000)

test('a folder that was not committed is run again; what was not kept is told', async () => {
  const place = repository('fresh', { 'README.md': '' })
  write({ 'sub/MLproject': 'entry_points: {main: {command: "cat here.txt"}}', 'sub/here.txt': 'here' }, place)
  const runId = await run(`${place}#sub`)
  rmSync(`${place}/sub`, { recursive: true })
  expect((await again(runId)).end).toMatchObject({ status: 'finished' })

  const plain = repository('plain', { MLproject: 'entry_points: {main: {command: "true"}}' })
  write({ 'data.bin': 'x'.repeat(2 * 1024 * 1024) }, plain)
  const large = await run(plain)
  const { end, said } = await again(large)
  expect(end).toMatchObject({ status: 'finished' })
  expect(said).toContain('not kept with the run: data.bin (larger than 1 MiB)')
}, 60_000)

test('a commit that its checkout has no more comes from the repository', async () => {
  const upstream = repository('upstream', { MLproject: 'entry_points: {main: {command: "true"}}' })
  const clone = folder.file('clone')
  git(folder.file('.'), 'clone', '--quiet', upstream, clone)
  const runId = await run(clone)
  rmSync(clone, { recursive: true })
  repository('clone', { MLproject: 'entry_points: {main: {command: "false"}}' })
  const { end, said } = await again(runId)
  expect(end).toMatchObject({ status: 'finished' })
  expect(said).toMatch(/clone has it no more: .*has no commit/)
}, 60_000)

test('paths are those that the run had: the project’s own of its commit, others where they were', async () => {
  const place = repository('paths', {
    MLproject: `entry_points: {main: {parameters: {own: {type: path, default: data.csv}, other: path, ignored: path},
      command: "cat {own} {other} {ignored}"}}`,
    'data.csv': 'committed ',
    '.gitignore': 'cache',
  })
  write({ cache: 'ignored', '../other.csv': 'other ' }, place)
  const from = process.cwd()
  process.chdir(place)
  const runId = await run('.', { other: '../other.csv', ignored: 'cache' }).finally(() => process.chdir(from))
  write({ 'data.csv': 'changed' }, place)

  const once = await again(runId)
  const twice = await again(once.run.runId)
  for (const { run: one } of [once, twice]) {
    const record = await client.runs.get(one.runId)
    expect(await (await client.artifacts.read(record, 'logs/stdout.log')).text()).toBe(
      'committed other ignored',
    )
    expect(record.params).toEqual({ own: 'data.csv', other: '../other.csv', ignored: 'cache' })
  }
  expect(once.said).toContain(`${place}/cache, for the parameter ignored, is in no commit`)
  const { tags } = await client.runs.get(runId)
  expect(JSON.parse(tags['millrace.project.paths'] ?? '')).toEqual({
    own: 'data.csv',
    other: folder.file('other.csv'),
    ignored: 'cache',
  })
  rmSync(folder.file('other.csv'))
  await expect(again(runId)).rejects.toThrow(
    'other.csv, which the run had for the parameter other, is no more',
  )
}, 60_000)

test('the parent of a sweep is refused; parameters that are not known are told', async () => {
  const tags = { 'mlflow.source.type': 'PROJECT', 'mlflow.source.name': 'file:///p' }
  const grid = { 'millrace.sweep.grid': '{"lr":["1"]}' }
  const { runId } = await client.runs.create({ experimentId: '0', tags: { ...tags, ...grid } })
  await expect(again(runId)).rejects.toThrow(`--grid … --resume ${runId}`)

  const place = folder.file('of-mlflow')
  write({ MLproject: 'entry_points: {main: {parameters: {a: string}, command: "echo {a} #"}}' }, place)
  const ofMlflow = await run(place, { a: '1', b: '2' })
  await client.runs.deleteTag(ofMlflow, 'millrace.project.parameters')
  const { said, run: after } = await again(ofMlflow)
  expect(said).toContain('others are not known')
  expect((await client.runs.get(after.runId)).params).toEqual({ a: '1' })
}, 60_000)

test('parameters that are longer than a tag are given again, whole', async () => {
  const place = folder.file('long')
  write(
    { MLproject: 'entry_points: {main: {parameters: {a: string}, command: "printf %s {a} | wc -c; :"}}' },
    place,
  )
  const given = Object.fromEntries(Array.from({ length: 3 }, (_, at) => [`p${at}`, 'x'.repeat(2000)]))
  const runId = await run(place, { a: 'y'.repeat(7000), ...given })
  const { run: after } = await again(runId)
  const record = await client.runs.get(after.runId)
  expect(record.params).toEqual((await client.runs.get(runId)).params)
  expect((await (await client.artifacts.read(record, 'logs/stdout.log')).text()).trim()).toBe('7000')
}, 60_000)

describe('the image', () => {
  const id = 'sha256:0123456789abcdef'
  const digest = 'python@sha256:fedcba'
  const MLproject = 'docker_env: {image: "python:3.13"}\nentry_points: {main: {command: "true"}}'

  function docker(name: string, image: Answers[string]) {
    const recorder = recordingProgram(folder.file(name), 'docker', { image })
    const calls = () => recorder.calls().map(({ argv }) => argv)
    return { calls, env: { ...env, PATH: `${recorder.folder}:${process.env.PATH}` } }
  }

  test.each<[string, Answers[string], string]>([
    ['that this machine still has', { stdout: `${id} ${digest}\n` }, id],
    ['that its registry has', { exitCode: 1 }, digest],
  ])(
    'is the one %s; what docker and the backend were told is told again',
    async (what, image, expected) => {
      const place = repository(`docker ${what}`, { MLproject })
      const first = docker(`first ${what}`, { stdout: `${id} ${digest}\n` })
      const args = { gpus: 'all', e: 'API_TOKEN=hush' }
      const docked = { args, buildImage: false, skipImageBuild: false }
      const said: string[] = []
      const started = await runProject({
        ...{ uri: place, trackingUri, env: first.env, experimentId: '0', docker: docked },
        report: (line) => void said.push(line),
      })
      await started.wait()
      expect(said).toContain('Not kept with the run, for they look like secrets: API_TOKEN.')
      const { tags } = await client.runs.get(started.runId)
      expect(tags).toMatchObject({
        'millrace.project.dockerArgs': '{"gpus":"all"}',
        'mlflow.docker.image.id': id,
        'millrace.docker.image.digest': digest,
      })

      const second = docker(`second ${what}`, image)
      const reproduction = await reproduce({ runId: started.runId, trackingUri, env: second.env })
      await reproduction.wait()
      const argv = second.calls().find(([command]) => command === (image.exitCode ? 'pull' : 'run'))
      expect(argv).toContain(expected)
      if (!image.exitCode) expect(argv?.join(' ')).toContain('--gpus all')
    },
    60_000,
  )
})

test.each([
  [
    'python',
    'python_env.yaml',
    'python: "3.10"\ndependencies: [six]\n',
    { python: '3.10', dependencies: ['six==1.0'] },
  ],
  [
    'conda',
    'conda.yaml',
    'dependencies: [python=3.10, pip, {pip: [six]}]\n',
    { dependencies: ['python=3.10', 'pip', { pip: ['six==1.0'] }] },
  ],
])('the packages of a %s_env are those that were installed', async (kind, file, text, expected) => {
  const place = folder.file(`frozen-${kind}`)
  write({ MLproject: `${kind}_env: ${file}`, [file]: text }, place)
  const before = await client.runs.create({ experimentId: '0' })
  await client.artifacts.write(before, 'environment/requirements.txt', 'six==1.0\n')
  const source = { folder: place, root: place, tags: {}, patch: undefined, release: async () => {} }
  await freezePackages(source, before, { client, report: () => {} })
  expect(parse(readFileSync(`${place}/${file}`, 'utf8'))).toEqual(expected)
})

describe('metrics', () => {
  const run = (values: Readonly<Record<string, number>>) => ({
    latestMetrics: Object.entries(values).map(([key, value]) => ({ key, value, timestamp: 0, step: 0 })),
  })

  it.each([
    [1, 1, undefined, true],
    [1, 1.0000001, undefined, true],
    [1, 1.1, undefined, false],
    [1e9, 1e9 + 100, undefined, true],
    [0.5, 0.51, 0.02, true],
    [Number.NaN, Number.NaN, 0, true],
    [Number.NaN, 1, 1, false],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0, true],
    [Number.POSITIVE_INFINITY, 1, 1, false],
    [1, Number.NEGATIVE_INFINITY, 1, false],
  ])('%d and then %d within %s: %s', (before, after, tolerance, holds) => {
    const [difference] = compareMetrics(run({ auc: before }), run({ auc: after }), { tolerance })
    expect(difference?.holds).toBe(holds)
  })

  it('that are missing do not hold; those of the machine are not asked', () => {
    const found = compareMetrics(run({ auc: 1, 'system/cpu': 3 }), run({}), {})
    expect(found).toMatchObject([{ key: 'auc', after: undefined, holds: false }])
  })
})

it.each(['plain', 'a b', "it's", `"'"'`, '', "''", '$(id) `x`\n'])('%j is read as it was quoted', (text) => {
  expect(unquoted(shellWord(text))).toBe(text)
})
