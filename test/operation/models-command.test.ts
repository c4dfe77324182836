import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { api } from '../helpers/api.ts'
import { REPOSITORY } from '../helpers/repository.ts'
import { type Finished, run } from '../helpers/run.ts'
import { type Scratch, scratch } from '../helpers/scratch.ts'
import { type RunningServer, startServer } from '../helpers/server.ts'

let folder: Scratch
let server: RunningServer

beforeAll(async () => {
  folder = scratch('models-command')
  server = await startServer({ database: folder.file('mlflow.db'), artifacts: folder.file('artifacts') })
})
afterAll(async () => {
  await server?.stop()
  folder?.remove()
})

function models(...args: string[]): Promise<Finished> {
  return run(process.execPath, [join(REPOSITORY, 'packages/cli/src/main.ts'), 'models', ...args], {
    env: { MLFLOW_TRACKING_URI: server.url },
  })
}

/** A model whose versions have these figures. */
async function modelWith(name: string, ...aucs: number[]): Promise<void> {
  await api(server.url, 'registered-models/create', { name })
  for (const auc of aucs) {
    const { run: made } = await api<{ run: { info: { run_id: string } } }>(server.url, 'runs/create', {
      experiment_id: '0',
    })
    const { run_id } = made.info
    await api(server.url, 'runs/log-metric', { run_id, key: 'auc', value: auc, timestamp: 1 })
    await api(server.url, 'model-versions/create', { name, source: 's3://bucket/model', run_id })
  }
}

async function championOf(name: string): Promise<string> {
  const path = `registered-models/alias?name=${name}&alias=champion`
  const { model_version } = await api<{ model_version: { version: string } }>(server.url, path)
  return model_version.version
}

describe('millrace models', () => {
  test('check passes, fails, and says when it cannot tell', async () => {
    await modelWith('checked', 0.9, 0.85)
    await api(server.url, 'registered-models/alias', { name: 'checked', alias: 'champion', version: '1' })
    const passing = await models('check', 'checked/2', '--require', 'metrics.auc >= 0.8')
    expect(passing).toMatchObject({ code: 0, stderr: '' })
    expect(passing.stdout).toContain('1 check passed.')
    const failing = await models(
      ...['check', 'checked/2', '--against', 'checked@champion', '--require', 'metrics.auc >= 0.8'],
      ...['--max-drop', 'metrics.auc=0.01', '--output', 'json'],
    )
    expect(failing.code).toBe(1)
    expect(JSON.parse(failing.stdout)).toMatchObject({
      passed: false,
      candidate: { name: 'checked', version: '2' },
      baseline: { name: 'checked', version: '1' },
      checks: [
        { passed: true },
        { passed: false, reason: 'required to be worse by 0.01 at most, found 0.05' },
      ],
    })
    const cannot: [args: string[], reason: string][] = [
      [['checked@nobody', '--require', 'metrics.auc > 0'], 'Registered model alias nobody not found.'],
      [['checked/9', '--require', 'metrics.auc > 0'], 'version=9) not found'],
      [['checked', '--require', 'metrics.auc > 0'], 'write NAME@alias or NAME/version'],
      [['checked/1'], 'Nothing to check'],
      [['checked/1', '--require', 'good'], 'Cannot read the condition'],
      [['checked/1', '--max-drop', 'metrics.auc=1'], 'by --against'],
      [['checked/1', '--max-drop', 'metrics.auc=1', '--against', 'checked@none'], 'There is no checked@none'],
      [['checked/1', '--require', 'metrics.auc > 0', '--tracking-uri', 'mssql://host/x'], 'names no store'],
      [
        ['checked/1', '--require', 'metrics.auc > 0', '--tracking-uri', 'http://127.0.0.1:9'],
        'cannot be reached',
      ],
    ]
    for (const [args, reason] of cannot) {
      const { code, stderr } = await models('check', ...args)
      expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(reason) })
    }
  }, 60_000)

  test('promote gives the alias to a version that passes, and to no other', async () => {
    await modelWith('promoted', 0.8, 0.7, 0.82)
    const promote = (version: string, ...more: string[]) =>
      models('promote', 'promoted', version, '--alias', 'champion', '--max-drop', 'metrics.auc=0.01', ...more)
    expect((await promote('1')).code).toBe(2)
    expect((await promote('1', '--allow-missing-baseline', '--if-passes', 'metrics.auc > 0.9')).code).toBe(1)
    expect((await promote('1', '--allow-missing-baseline')).code).toBe(0)
    expect(await championOf('promoted')).toBe('1')
    const worse = await promote('2', '--output', 'markdown')
    expect(worse).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('FAILED: required to be worse by 0.01 at most, found 0.1'),
      stderr: expect.stringContaining('stays as it is'),
    })
    expect(await championOf('promoted')).toBe('1')
    expect(await promote('3', '--if-passes', 'metrics.auc >= 0.8')).toMatchObject({
      code: 0,
      stderr: 'promoted@champion is version 3 now.\n',
    })
    expect(await championOf('promoted')).toBe('3')
  }, 60_000)

  test('history tells every change, and which version an alias named', async () => {
    await modelWith('told', 0.8)
    expect((await models('promote', 'told', '1', '--alias', 'champion')).code).toBe(0)
    const lines = (await models('history', 'told', '--json')).stdout.trim().split('\n')
    expect(lines.map((line) => JSON.parse(line).change)).toEqual(['alias', 'created', 'created'])
    expect((await models('history', 'told', '--alias', 'champion')).stdout).toMatch(
      /^\S+Z {2}- {2}told {2}alias champion {2}\(none\) → 1\n$/,
    )
    const [today = ''] = new Date().toISOString().split('T')
    const at = await models('history', 'told', '--alias', 'champion', '--at', today)
    expect(at.stdout).toMatch(/^told@champion: version 1, since \S+Z \(recorded\)\n$/)
    const before = await models('history', 'told', '--alias', 'champion', '--at', '2020-03-03', '--json')
    expect(JSON.parse(before.stdout)).toMatchObject({ basis: 'inferred' })
    expect((await models('history', 'nobody')).code).toBe(2)
    expect((await models('history', 'told', '--at', today)).stderr).toContain('--at needs the --alias')
  }, 60_000)

  test('serve names a taken port and another', async () => {
    mkdirSync(folder.file('constant'))
    writeFileSync(folder.file('constant/index.mjs'), 'export const predict = (rows) => rows.map(() => 1)')
    writeFileSync(folder.file('constant/MLmodel'), 'flavors:\n  javascript:\n    module: index.mjs\n')
    const { port } = new URL(server.url)
    const served = await models('serve', '-m', folder.file('constant'), '--port', port)
    expect(served).toMatchObject({ code: 1, stderr: expect.stringContaining(`Port ${port} is taken on`) })
    expect(served.stderr).not.toContain('    at ')
  }, 60_000)
})
