/**
 * `models predict` over a CSV beside the real one: the same model, file and machine, one after the other. Prints a table
 * and compares the predictions; must be 3 times as fast with at most 300 MB.
 *
 * MLFLOW_BIN=…/bin/mlflow node bench/predict.ts [rows, default 1000000] [times]
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { PYTHON_ENV } from '../test/helpers/python-venv.ts'
import { pssMb } from './process-tree.ts'

const MLFLOW = process.env.MLFLOW_BIN ?? 'mlflow'
const MILLRACE = join(import.meta.dirname, '..', 'packages', 'cli', 'bin', 'millrace.js')
const MODEL = join(import.meta.dirname, '..', 'packages', 'models', 'testdata', 'models', 'regression')
const ROWS = Number(process.argv[2] ?? 1_000_000)
const TIMES = Number(process.argv[3] ?? 3)
const LOOK_MS = 50

const folder = mkdtempSync(join(tmpdir(), 'millrace-predict-'))
const input = join(folder, 'in.csv')

/** Numbers with all their digits, as pandas writes them. */
function* lines(): Generator<string> {
  let state = 7
  const number = () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    return (state / 2 ** 32 - 0.5) * Math.PI
  }
  yield 'age,income,debt\n'
  for (let row = 0; row < ROWS; row++) yield `${number()},${number() * 1000},${number()}\n`
}

interface Result {
  seconds: number
  megabytes: number
}

async function predict(program: string, before: string[], output: string): Promise<Result> {
  const python = dirname(MLFLOW)
  const files = ['-m', MODEL, '-i', input, '-o', output, '-t', 'csv', '--env-manager', 'local']
  const started = performance.now()
  const child = spawn(program, [...before, 'models', 'predict', ...files], {
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      ...PYTHON_ENV,
      PATH: `${python}:${process.env.PATH}`,
      MILLRACE_PYTHON: join(python, 'python'),
    },
  })
  let megabytes = 0
  const look = setInterval(() => {
    megabytes = Math.max(megabytes, pssMb(child.pid ?? 0))
  }, LOOK_MS)
  const [code] = await once(child, 'close')
  clearInterval(look)
  if (code !== 0) throw new Error(`${program} ended with ${code}`)
  return { seconds: (performance.now() - started) / 1000, megabytes }
}

/** The largest difference, relative to the value, and how many of the values are not the same to the last bit. */
function compare(): string {
  const [ours, theirs] = ['millrace', 'mlflow'].map((name) => readFileSync(join(folder, name), 'utf8'))
  if (ours === theirs) return 'byte for byte the same'
  const [a, b] = [ours, theirs].map((text) => JSON.parse(text ?? '').predictions as number[]) as [
    number[],
    number[],
  ]
  const apart = a.map((value, row) => Math.abs(value - (b[row] ?? Number.NaN)) / Math.abs(value || 1))
  const most = apart.reduce((largest, one) => Math.max(largest, one), 0)
  return `${a.length} and ${b.length} rows, ${apart.filter(Boolean).length} apart, at most by ${most}`
}

const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN

try {
  await pipeline(Readable.from(lines()), createWriteStream(input))
  const results: Record<string, Result[]> = { mlflow: [], millrace: [] }
  for (let time = 0; time < TIMES; time++) {
    results.mlflow?.push(await predict(MLFLOW, [], join(folder, 'mlflow')))
    results.millrace?.push(await predict(process.execPath, [MILLRACE], join(folder, 'millrace')))
  }
  console.log(`${ROWS} rows | seconds | MB`)
  console.log('--- | --- | ---')
  const seconds = Object.entries(results).map(([name, all]) => {
    const figures = [median(all.map((one) => one.seconds)), median(all.map((one) => one.megabytes))] as const
    console.log(`${name} | ${figures[0].toFixed(2)} | ${figures[1].toFixed(0)}`)
    return figures[0]
  })
  console.log(`${((seconds[0] ?? 0) / (seconds[1] ?? 1)).toFixed(1)} × as fast; predictions: ${compare()}`)
} finally {
  rmSync(folder, { recursive: true })
}
