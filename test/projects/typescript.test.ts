import { execFileSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from '@millrace/sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeUnless } from '../helpers/programs.ts'
import { REPOSITORY } from '../helpers/repository.ts'
import { run } from '../helpers/run.ts'
import { MILLRACE, type RunningServer, startServer } from '../helpers/server.ts'
import { notBuilt, type Project, project, SDK } from '../packages/install.ts'

const MLPROJECT = `name: line
node_env: package.json
entry_points:
  main:
    parameters: {rate: {type: float, default: 0.1}, steps: {type: float, default: 50}}
    command: "node train.ts {rate} {steps}"
`

/** A line through points, by gradient descent: the same each time. */
const TRAIN = `import { Client } from '@millrace/sdk'

const [rate, steps]: number[] = process.argv.slice(2).map(Number)
const xs: number[] = Array.from({ length: 20 }, (_, i) => i / 20)
const ys = xs.map((x) => 3 * x + 1)
const runId = process.env.MLFLOW_RUN_ID ?? ''
await using client = new Client()
let [slope, offset] = [0, 0]
for (let step = 0; step < steps; step++) {
  const errors = xs.map((x, i) => slope * x + offset - ys[i])
  slope -= (rate * xs.reduce((sum, x, i) => sum + x * errors[i], 0)) / xs.length
  offset -= (rate * errors.reduce((sum, error) => sum + error, 0)) / xs.length
  const loss = errors.reduce((sum, error) => sum + error ** 2, 0) / xs.length
  await client.runs.logMetric(runId, { key: 'loss', value: loss, step })
}
console.log('y =', slope, 'x +', offset)
`

describeUnless(notBuilt, 'a project in TypeScript', () => {
  let user: Project
  let server: RunningServer
  let client: Client

  beforeAll(async () => {
    user = project('typescript-project')
    await user.install(SDK)
    // What was installed is for the lockfile alone: a project is run by that.
    rmSync(user.file('node_modules'), { recursive: true })
    writeFileSync(user.file('MLproject'), MLPROJECT)
    writeFileSync(user.file('train.ts'), TRAIN)
    writeFileSync(user.file('.gitignore'), 'node_modules\n')
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], { cwd: user.file() })
    for (const args of [
      ['init', '-q'],
      ['add', '.'],
      ['commit', '-qm', 'first'],
    ])
      git(...args)
    server = await startServer({ database: user.file('m.db'), artifacts: user.file('artifacts') }, MILLRACE)
    client = new Client({ trackingUri: server.url })
  })
  afterAll(async () => {
    await server?.stop()
    user.remove()
  })

  const millrace = (...args: string[]) =>
    run(process.execPath, [join(REPOSITORY, 'packages/cli/src/main.ts'), 'run', ...args], {
      env: { MLFLOW_TRACKING_URI: server.url, MLFLOW_ENV_ROOT: user.file('..', 'envs') },
    })

  test('is trained with the packages of its lockfile, and the same again', async () => {
    const trained = await millrace(user.file(), '-P', 'steps=30')
    expect(trained.code, trained.stderr).toBe(0)
    const { items } = await client.runs.search({ experimentIds: ['0'] })
    const [first] = items
    expect(first?.tags).toMatchObject({ 'mlflow.project.env': 'node', 'mlflow.source.type': 'PROJECT' })
    const curve = await client.metrics.history(first?.runId ?? '', 'loss').all()
    expect(curve).toHaveLength(30)
    expect(curve.at(-1)?.value).toBeLessThan(curve[0]?.value ?? 0)

    const again = await millrace('--reproduce', first?.runId ?? '', '--tolerance', '0')
    expect(again.code, again.stderr).toBe(0)
    expect(again.stdout).toMatch(/^loss .* 0 +yes *$/m)
  }, 300_000)
})
