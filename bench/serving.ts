/**
 * Models served beside the real `mlflow models serve`: the same model, the same machine, one after the other. Prints a
 * table; absolute figures drift with the machine, ratios count.
 *
 * MLFLOW_BIN=…/bin/mlflow MILLRACE_ONNXRUNTIME=… node bench/serving.ts [seconds a measurement]
 *
 * The Python of MLFLOW_BIN needs scikit-learn and, for the model in ONNX, onnx and onnxruntime. MILLRACE_ONNXRUNTIME is
 * a folder whose node_modules holds onnxruntime-node.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../test/helpers/free-port.ts'
import { PYTHON_ENV } from '../test/helpers/python-venv.ts'
import { drive, openConnections } from './drive.ts'
import { quantile } from './measure.ts'
import { cpuMs, processTree, pssMb } from './process-tree.ts'
import { post } from './requests.ts'

const MLFLOW = process.env.MLFLOW_BIN ?? 'mlflow'
const MILLRACE = join(import.meta.dirname, '..', 'packages', 'cli', 'bin', 'millrace.js')
const MODELS = join(import.meta.dirname, '..', 'packages', 'models', 'testdata', 'models')
const SECONDS = Number(process.argv[2] ?? 10)
const CLIENTS = 16
const WARM_UP = 200
const WITHOUT_END = Number.MAX_SAFE_INTEGER

const REQUEST = post('/invocations', {
  dataframe_split: { columns: ['age', 'income', 'debt'], data: [[41.5, 2800, 0.25]] },
})

interface Contender {
  title: string
  command: string
  args: string[]
}

const mlflow = (title: string, model: string): Contender => ({
  title,
  command: MLFLOW,
  args: ['models', 'serve', '--env-manager', 'local', '-m', join(MODELS, model)],
})

const millrace = (title: string, model: string, ...args: string[]): Contender => ({
  title,
  command: process.execPath,
  args: [MILLRACE, 'models', 'serve', '--env-manager', 'local', '-m', join(MODELS, model), ...args],
})

/** The first of each group is what the others are compared with. */
const GROUPS: readonly (readonly Contender[])[] = [
  [
    mlflow('scikit-learn, mlflow', 'regression'),
    millrace('scikit-learn, millrace', 'regression'),
    millrace('scikit-learn, millrace, batches', 'regression', '--max-batch-size', '64'),
  ],
  [mlflow('ONNX, mlflow', 'onnx-columns'), millrace('ONNX, millrace', 'onnx-columns')],
]

interface Result {
  title: string
  startSeconds: number
  p50Ms: number
  p99Ms: number
  perSecond: number
  cpuMsEach: number
  memoryMb: number
}

async function measure({ title, command, args }: Contender): Promise<Result> {
  const port = await freePort()
  const started = performance.now()
  const python = dirname(MLFLOW)
  const child = spawn(command, [...args, '--port', String(port)], {
    detached: true,
    stdio: 'ignore',
    env: {
      ...process.env,
      ...PYTHON_ENV,
      PATH: `${python}:${process.env.PATH}`,
      MILLRACE_PYTHON: join(python, 'python'),
    },
  })
  const pid = child.pid ?? 0
  try {
    await untilReady(port, () => child.exitCode)
    const startSeconds = (performance.now() - started) / 1000
    await load(port, 1, WARM_UP, SECONDS)
    const alone = await load(port, 1, WITHOUT_END, SECONDS)
    const before = cpuMs(pid)
    const together = await load(port, CLIENTS, WITHOUT_END, SECONDS)
    return {
      title,
      startSeconds,
      p50Ms: quantile(alone.latenciesMs, 0.5),
      p99Ms: quantile(alone.latenciesMs, 0.99),
      perSecond: together.done / together.seconds,
      cpuMsEach: (cpuMs(pid) - before) / together.done,
      memoryMb: pssMb(pid),
    }
  } finally {
    for (const one of processTree(pid)) process.kill(one, 'SIGTERM')
    if (child.exitCode === null) await once(child, 'exit')
  }
}

async function load(port: number, clients: number, to: number, seconds: number) {
  const connections = openConnections(port, clients)
  const task = (connection: (typeof connections)[number]) => connection.send(REQUEST)
  const driven = await drive(connections, { from: 0, to, seconds, task })
  for (const connection of connections) connection.close()
  if (driven.failures.length > 0) throw new Error(`${driven.failures.length} failed: ${driven.failures[0]}`)
  return driven
}

async function untilReady(port: number, exitCode: () => number | null): Promise<void> {
  while (exitCode() === null) {
    const reply = await fetch(`http://127.0.0.1:${port}/ping`).catch(() => undefined)
    if (reply?.ok) return
    await sleep(20)
  }
  throw new Error(`it ended with ${exitCode()} before it was ready`)
}

const HEADS = [
  '',
  'ready s',
  'p50 ms',
  'p99 ms',
  `per s, ${CLIENTS} clients`,
  'CPU ms each',
  'MB',
  'p50',
  'rate',
]
console.log(HEADS.join(' | '))
console.log(HEADS.map(() => '---').join(' | '))
for (const group of GROUPS) {
  let base: Result | undefined
  for (const contender of group) {
    try {
      const result = await measure(contender)
      base ??= result
      console.log(row(result, base).join(' | '))
    } catch (error) {
      console.log(`${contender.title} | failed: ${(error as Error).message}`)
    }
  }
}

/** The last two columns are how many times better than the first of the group. */
function row(result: Result, base: Result): string[] {
  const { title, startSeconds, p50Ms, p99Ms, perSecond, cpuMsEach, memoryMb } = result
  const figures = [startSeconds, p50Ms, p99Ms].map((value) => value.toFixed(2))
  const ratios = [base.p50Ms / p50Ms, perSecond / base.perSecond].map((ratio) => `${ratio.toFixed(1)} ×`)
  return [title, ...figures, perSecond.toFixed(0), cpuMsEach.toFixed(2), memoryMb.toFixed(0), ...ratios]
}
