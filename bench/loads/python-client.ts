import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { ServerLoad } from '../load.ts'
import { cpuMs } from '../process-tree.ts'
import { PYTHON, SERVER_ENV } from '../servers.ts'

const SCRIPT = join(import.meta.dirname, 'log_metric.py')

export const pythonClientLoad: ServerLoad = {
  name: 'python-log-metric',
  title: "the Python client's log_metric, one after the other",
  dataset: 'new',
  unit: '/s',
  async run({ server, scale }) {
    const calls = scale.pythonCalls
    const before = cpuMs(server.pid)
    const { stdout } = await promisify(execFile)(PYTHON, [SCRIPT, String(calls)], {
      env: { ...process.env, ...SERVER_ENV, MLFLOW_TRACKING_URI: `http://127.0.0.1:${server.port}` },
    })
    const seconds = Number(/seconds=([\d.]+)/.exec(stdout)?.[1])
    if (!(seconds > 0)) throw new Error(`No time in the output of the Python client: ${stdout}`)
    // Includes the script's few calls before the timed ones.
    return { value: calls / seconds, requests: calls, seconds, cpuMs: (cpuMs(server.pid) - before) / calls }
  },
}
