/**
 * The environment of a model, made beside `mlflow models prepare-env --env-manager virtualenv`: the same requirements,
 * the same machine, one after the other, each into an empty folder. What must be downloaded is before, untimed.
 * Must be 5 times as fast.
 *
 * MLFLOW_BIN=…/bin/mlflow node bench/environments.ts [times]
 *
 * Needs uv and virtualenv beside MLFLOW_BIN or in the PATH.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { PYTHON_ENV } from '../test/helpers/python-venv.ts'
import { quantile } from './measure.ts'

const MLFLOW = process.env.MLFLOW_BIN ?? 'mlflow'
const MILLRACE = join(import.meta.dirname, '..', 'packages', 'cli', 'bin', 'millrace.js')
const REGRESSION = join(import.meta.dirname, '..', 'packages', 'models', 'testdata', 'models', 'regression')
const TIMES = Number(process.argv[2] ?? 1)
/** The whole mlflow would take pip minutes. */
const REQUIREMENTS = ['mlflow-skinny==3.17.2', 'scikit-learn==1.9.1']

const folder = mkdtempSync(join(tmpdir(), 'millrace-environments-'))
const model = join(folder, 'model')
const PATH = `${dirname(MLFLOW)}:${process.env.PATH}`

function run(program: string, args: string[], env: NodeJS.ProcessEnv = {}): string {
  const { status, stdout, stderr } = spawnSync(program, args, {
    env: { ...process.env, ...PYTHON_ENV, PATH, ...env },
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}:\n${stderr}`)
  return stdout
}

function makeModel(): void {
  const version = run('python3', ['--version']).replace('Python', '').trim()
  cpSync(REGRESSION, model, { recursive: true })
  writeFileSync(join(model, 'requirements.txt'), `${REQUIREMENTS.join('\n')}\n`)
  const environment = ['dependencies:', '- -r requirements.txt', `python: ${version}`]
  writeFileSync(join(model, 'python_env.yaml'), `${environment.join('\n')}\n`)
}

/** Seconds that one takes to make the environment in a new folder; the median but for the first, which downloads. */
function measure(name: string, program: string, before: string[], envManager: string): number {
  const seconds = Array.from({ length: TIMES + 1 }, (_, time) => {
    const root = join(folder, `${name}-${time}`)
    const started = performance.now()
    const args = ['models', 'prepare-env', '-m', model, '--env-manager', envManager]
    run(program, [...before, ...args], { MLFLOW_ENV_ROOT: root })
    const taken = (performance.now() - started) / 1000
    rmSync(root, { recursive: true, force: true })
    return taken
  })
  return quantile(seconds.slice(1), 0.5)
}

try {
  makeModel()
  const theirs = measure('mlflow', MLFLOW, [], 'virtualenv')
  const ours = measure('millrace', process.execPath, [MILLRACE], 'uv')
  console.log(`mlflow, virtualenv: ${theirs.toFixed(1)} s`)
  console.log(`millrace, uv: ${ours.toFixed(1)} s, ${(theirs / ours).toFixed(1)} × as fast`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
