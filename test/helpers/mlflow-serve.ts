import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from './free-port.ts'

export interface MlflowServe {
  readonly port: number
  stop(): Promise<void>
}

const PATIENCE_MS = 120_000

/** The real `mlflow models serve` of the environment of this Python, when it answers. */
export async function mlflowServe(
  python: string,
  model: string,
  env: Record<string, string>,
): Promise<MlflowServe> {
  const port = await freePort()
  const bin = dirname(python)
  const args = ['models', 'serve', '-m', model, '-p', String(port), '--env-manager', 'local']
  // Its own process group, so that its worker ends with it; the worker is the `uvicorn` that the PATH names first.
  const child = spawn(join(bin, 'mlflow'), args, {
    detached: true,
    env: { ...process.env, ...env, PATH: `${bin}:${process.env.PATH}` },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let log = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text
  })
  const ended = once(child, 'close')
  const stop = async () => {
    if (child.exitCode === null && child.pid) process.kill(-child.pid, 'SIGTERM')
    await ended
  }
  const giveUp = Date.now() + PATIENCE_MS
  while (Date.now() < giveUp && child.exitCode === null) {
    const reply = await fetch(`http://127.0.0.1:${port}/ping`).catch(() => undefined)
    if (reply?.ok) return { port, stop }
    await sleep(100)
  }
  await stop()
  throw new Error(`mlflow models serve did not answer:\n${log}`)
}
