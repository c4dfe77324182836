import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { api } from '../helpers/api.ts'
import { type Demo, demoCommand, startDemo } from '../helpers/demo.ts'
import { modelsServe } from '../helpers/models-serve.ts'
import { type Scratch, scratch } from '../helpers/scratch.ts'

interface Run {
  info: { status: string }
  data: { metrics?: { key: string; value: number }[]; tags?: { key: string; value: string }[] }
}

const NO_PYTHON = '/nowhere/python'
/** Several trainings, on a machine that has other things to do. */
const PATIENCE_MS = 120_000

let folder: Scratch
let demo: Demo

beforeAll(async () => {
  folder = scratch('demo')
  // What is set for another server is nothing to this one.
  demo = await startDemo(folder.file('story'), { MLFLOW_BACKEND_STORE_URI: 'sqlite:////nowhere/mlflow.db' })
}, PATIENCE_MS)
afterAll(async () => {
  await demo?.stop()
  folder?.remove()
})

async function runsWhere(filter: string): Promise<Run[]> {
  const { experiment } = await api<{ experiment: { experiment_id: string } }>(
    demo.url,
    'experiments/get-by-name?experiment_name=credit-scoring',
  )
  const search = { experiment_ids: [experiment.experiment_id], filter, max_results: 100 }
  return (await api<{ runs?: Run[] }>(demo.url, 'runs/search', search)).runs ?? []
}

/** The run that made the version with this alias. */
async function runOf(alias: string): Promise<Run> {
  const path = `registered-models/alias?name=credit-scoring&alias=${alias}`
  const { model_version } = await api<{ model_version: { run_id: string } }>(demo.url, path)
  return (await api<{ run: Run }>(demo.url, `runs/get?run_id=${model_version.run_id}`)).run
}

function metricOf({ data }: Run, name: string): number {
  return data.metrics?.find(({ key }) => key === name)?.value ?? Number.NaN
}

describe('millrace demo', () => {
  test('has the page, and the story of its runs', async () => {
    expect(await (await fetch(demo.url)).text()).toContain('<!doctype html>')
    expect(await runsWhere("attributes.status = 'FAILED'")).toHaveLength(1)
    const tried = await runsWhere('metrics.fold_auc > 0 and tags.`mlflow.parentRunId` != "none"')
    expect(tried).toHaveLength(20)
    // As good as scikit-learn's on the same data (examples/credit-scoring): these were trained, not made up.
    for (const run of tried) {
      expect(metricOf(run, 'cv_auc')).toBeGreaterThan(0.75)
      expect(metricOf(run, 'cv_auc')).toBeLessThan(0.82)
    }
  })

  test('has a registry with its history, and who made it', async () => {
    const { registered_model } = await api<{
      registered_model: { aliases: { alias: string }[]; latest_versions: { current_stage: string }[] }
    }>(demo.url, 'registered-models/get?name=credit-scoring')
    expect(registered_model.aliases.map(({ alias }) => alias).sort()).toEqual(['challenger', 'champion'])
    const stages = registered_model.latest_versions.map(({ current_stage }) => current_stage)
    expect(stages.sort()).toEqual(['Archived', 'Production', 'Staging'])
    const reply = await fetch(
      `${demo.url}/api/3.0/millrace/registered-models/history?name=credit-scoring&alias=champion`,
    )
    const { changes } = (await reply.json()) as { changes: { user: string; to: string }[] }
    expect(changes).toMatchObject([{ user: 'Елена Димитрова' }, { user: 'Мария Иванова', to: '1' }])
  })

  test('chose its champion by validation, whatever its loans for the test say', async () => {
    const [champion, challenger] = await Promise.all(['champion', 'challenger'].map(runOf))
    if (!champion || !challenger) throw new Error('no champion, or no challenger')
    expect(metricOf(champion, 'cv_expected_cost')).toBeLessThan(metricOf(challenger, 'cv_expected_cost'))
    // Chosen by the test loans it would be the other one.
    expect(metricOf(champion, 'test_expected_cost')).toBeGreaterThan(
      metricOf(challenger, 'test_expected_cost'),
    )
  })

  test('serves its champion without Python', async () => {
    const served = await modelsServe(NO_PYTHON, 'models:/credit-scoring@champion', [], {
      MLFLOW_TRACKING_URI: demo.url,
    })
    const { model_version } = await api<{ model_version: { run_id: string } }>(
      demo.url,
      'registered-models/alias?name=credit-scoring&alias=champion',
    )
    const test = await loansOf(demo.url, 'data/test.csv')
    const reply = await fetch(`http://127.0.0.1:${served.port}/invocations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ dataframe_records: test.map(({ bad, ...loan }) => loan) }),
    })
    const { predictions } = (await reply.json()) as { predictions: { pd: number; decision: string }[] }
    await served.stop()
    const accepted = predictions.filter(({ decision }) => decision === 'accept')
    const { run } = await api<{ run: Run }>(demo.url, `runs/get?run_id=${model_version.run_id}`)
    expect(predictions).toHaveLength(300)
    expect(accepted.length / 300).toBeCloseTo(metricOf(run, 'test_approval_rate'), 10)
    const brier = predictions.reduce((sum, { pd }, row) => sum + (pd - Number(test[row]?.bad)) ** 2, 0) / 300
    expect(brier).toBeCloseTo(metricOf(run, 'test_brier'), 10)
  })

  test('stays when it is stopped, comes again at once, and is removed by one command', async () => {
    const before = (await runsWhere('')).length
    expect(await demoCommand('--remove', '--folder', folder.file('story'))).toMatchObject({
      ...{ code: 1, stderr: expect.stringContaining('is being served by process') },
    })
    expect(await demo.stop()).toContain('millrace demo --remove')
    demo = await startDemo(folder.file('story'))
    expect((await runsWhere('')).length).toBe(before)
    expect(await demo.stop()).not.toContain('Training')
    expect(await demoCommand('--remove', '--folder', folder.file('story'))).toMatchObject({ code: 0 })
    expect(existsSync(folder.file('story'))).toBe(false)
  })

  test('keeps its hands off what it has not made', async () => {
    const other = folder.file('other')
    mkdirSync(other)
    writeFileSync(folder.file('other', 'thesis.md'), 'x')
    for (const args of [['--remove'], []]) {
      const { code, stderr } = await demoCommand('--folder', other, ...args)
      expect(stderr).toContain('was not made by millrace demo')
      expect(code).toBe(1)
    }
    expect(existsSync(folder.file('other', 'thesis.md'))).toBe(true)
    expect((await demoCommand('--remove', '--folder', folder.file('nothing'))).code).toBe(0)
  })
})

/** The rows that the sweep has logged, as a caller of the model sends them. */
async function loansOf(url: string, path: string): Promise<Record<string, string | number>[]> {
  const [sweep] = (await runsWhere("tags.stage = 'sweep'")) as (Run & { info: { run_id: string } })[]
  const reply = await fetch(`${url}/get-artifact?run_uuid=${sweep?.info.run_id}&path=${path}`)
  const [head = '', ...lines] = (await reply.text()).trim().split('\n')
  const names = cellsOf(head)
  return lines.map((line) => {
    const cells = cellsOf(line).map((cell) => (/^\d+$/.test(cell) ? Number(cell) : cell))
    return Object.fromEntries(names.map((name, at) => [name, cells[at] ?? '']))
  })
}

function cellsOf(line: string): string[] {
  return Array.from(line.matchAll(/"((?:[^"]|"")*)"|([^",]+)/g), ([, quoted, plain]) => quoted ?? plain ?? '')
}
