import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { describeWith } from '../helpers/programs.ts'
import { pythonVenv } from '../helpers/python-venv.ts'
import { REPOSITORY } from '../helpers/repository.ts'
import { type Finished, output, run } from '../helpers/run.ts'
import { CHECKERS } from './checkers.ts'

const DEPLOY = join(REPOSITORY, 'deploy')
const WORKFLOWS = join(REPOSITORY, '.github/workflows')
const COMPOSE = readdirSync(DEPLOY).filter((file) => file.startsWith('compose.'))

describeWith(['python3'], 'what others run', () => {
  let bin: string
  beforeAll(async () => {
    bin = dirname(await pythonVenv(CHECKERS.venv, CHECKERS.requirements))
  })
  const checked = (schema: string, file: string): Promise<Finished> =>
    run(join(bin, 'check-jsonschema'), ['--builtin-schema', schema, file])

  test.each(COMPOSE)('%s is as the Compose specification has it', async (file) => {
    const { code, stdout } = await checked('vendor.compose-spec', join(DEPLOY, file))
    expect(stdout).toContain('ok')
    expect(code).toBe(0)
  })

  test.each(readdirSync(WORKFLOWS))('%s is a workflow, and gives nothing away', async (file) => {
    expect(await checked('vendor.github-workflows', join(WORKFLOWS, file))).toMatchObject({ code: 0 })
    const { code, stdout } = await run(join(bin, 'zizmor'), ['--offline', join(WORKFLOWS, file)])
    expect(code, stdout).toBe(0)
  })
})

describeWith(['systemd-analyze'], 'the systemd unit', () => {
  const unit = join(DEPLOY, 'systemd/millrace.service')
  test('is one, and shuts its service in', async () => {
    expect(await run('systemd-analyze', ['verify', unit])).toEqual({ code: 0, stdout: '', stderr: '' })
    // From 0 (safe) to 100.
    const safe = await run('systemd-analyze', ['security', '--offline=true', '--threshold=20', unit])
    expect(safe.code, safe.stdout).toBe(0)
  })
})

describe('variables', () => {
  test('that deploy sets are those of the server', async () => {
    const main = join(REPOSITORY, 'packages/cli/src/main.ts')
    const help = await output(process.execPath, [main, 'server', '--help'])
    const known = new Set(help.match(/\[(MLFLOW|MILLRACE)_\w+\]/g)?.map((name) => name.slice(1, -1)))
    const texts = ['Dockerfile', 'systemd/millrace.env', ...COMPOSE].map((file) =>
      readFileSync(join(DEPLOY, file), 'utf8'),
    )
    const set = new Set(texts.join('\n').match(/\bMLFLOW_\w+(?=[=:])/g))
    // Of the library of a store, as MLflow names it.
    set.delete('MLFLOW_S3_ENDPOINT_URL')
    expect([...set].filter((name) => !known.has(name))).toEqual([])
  })

  test('can say whatever an option can', async () => {
    const main = join(REPOSITORY, 'packages/cli/src/main.ts')
    const help = await output(process.execPath, [main, 'server', '--help'])
    const lines = help
      .split('\n')
      .filter((line) => /^ {2}.*--/.test(line) && !/without effect|refused|--help/.test(line))
    expect(lines.length).toBeGreaterThan(15)
    // MLFLOW_SERVE_ARTIFACTS=false
    expect(lines.filter((line) => !/\[M\w+\]$/.test(line) && !line.includes('--no-serve-artifacts'))).toEqual(
      [],
    )
  })
})
