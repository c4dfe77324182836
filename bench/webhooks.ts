/**
 * How fast webhooks are told: runs are made by some connections while a sink on the loopback counts. Prints one line of
 * JSON; exit code 1 if an event was lost or fewer than 500 a second arrived.
 *
 * node bench/webhooks.ts [events] [database URI]
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../test/helpers/free-port.ts'
import { cpuMs } from './process-tree.ts'

const MUST_PER_SECOND = 500
const CONNECTIONS = 16
const MAIN = join(import.meta.dirname, '..', 'packages', 'cli', 'src', 'main.ts')
const ENV = {
  MLFLOW_WEBHOOK_ALLOWED_SCHEMES: 'http',
  MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS: 'true',
  MLFLOW_LOGGING_LEVEL: 'WARNING',
}

const events = Number(process.argv[2] ?? 10_000)
const folder = await mkdtemp(join(tmpdir(), 'millrace-bench-'))
const sink = await openSink()
const server = await startServer(process.argv[3] ?? `sqlite:///${join(folder, 'bench.db')}`)
try {
  const result = await measure()
  console.log(JSON.stringify(result))
  process.exitCode = result.lost === 0 && result.delivered_per_second >= MUST_PER_SECOND ? 0 : 1
} finally {
  server.child.kill()
  await once(server.child, 'exit')
  sink.server.close()
  await rm(folder, { recursive: true, force: true })
}

async function measure() {
  await post('/api/3.0/millrace/webhooks', {
    name: 'bench',
    url: `http://127.0.0.1:${sink.port}/`,
    secret: 'sesame',
    events: [{ entity: 'RUN', action: 'CREATED' }],
  })
  const created: string[] = []
  const cpuBefore = cpuMs(server.pid)
  const started = performance.now()
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      while (created.length < events) {
        const at = created.push('') - 1
        const { run } = await post('/api/2.0/mlflow/runs/create', { experiment_id: '0' })
        created[at] = run.info.run_id
      }
    }),
  )
  const written = performance.now()
  while (sink.told.size < created.length && performance.now() - sink.last < 20_000) await sleep(20)
  return {
    events: created.length,
    delivered_per_second: rate(sink.told.size, sink.last - started),
    created_per_second: rate(created.length, written - started),
    server_cpu_ms_per_event: Math.round((100 * (cpuMs(server.pid) - cpuBefore)) / created.length) / 100,
    seconds_behind: Math.max(0, Math.round(sink.last - written) / 1000),
    lost: created.filter((id) => !sink.told.has(id)).length,
    sent_twice: sink.count - sink.told.size,
  }
}

function rate(count: number, ms: number): number {
  return Math.round((count * 1000) / ms)
}

async function openSink() {
  const caught = { told: new Set<string>(), count: 0, last: performance.now() }
  const receiver = createServer((incoming, response) => {
    let body = ''
    incoming.setEncoding('utf8').on('data', (text: string) => {
      body += text
    })
    incoming.on('end', () => {
      caught.told.add(JSON.parse(body).data.run_id)
      caught.count += 1
      caught.last = performance.now()
      response.end()
    })
  }).listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  return Object.assign(caught, { server: receiver, port: (receiver.address() as AddressInfo).port })
}

async function startServer(database: string) {
  const port = await freePort()
  const args = [MAIN, 'server', '--port', String(port), '--backend-store-uri', database]
  const options = ['--artifacts-destination', join(folder, 'artifacts')]
  const child = spawn(process.execPath, [...args, ...options], {
    env: { ...process.env, ...ENV },
    stdio: ['ignore', 'inherit', 'inherit'],
    // A session of its own, by which its processes are known.
    detached: true,
  })
  for (let i = 0; i < 1200; i++) {
    const answer = await fetch(`http://127.0.0.1:${port}/health`).catch(() => undefined)
    if (answer?.ok) return { child, pid: child.pid ?? 0, port, agent: new Agent({ keepAlive: true }) }
    await sleep(50)
  }
  child.kill()
  throw new Error('the server does not answer')
}

function post(path: string, body: object): Promise<{ run: { info: { run_id: string } } }> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        port: server.port,
        path,
        method: 'POST',
        agent: server.agent,
        headers: { 'content-type': 'application/json' },
      },
      async (incoming) => {
        let text = ''
        for await (const chunk of incoming.setEncoding('utf8')) text += chunk
        if (incoming.statusCode === 200) resolve(JSON.parse(text))
        else reject(new Error(`${path} answered ${incoming.statusCode}: ${text}`))
      },
    )
    outgoing.on('error', reject)
    outgoing.end(JSON.stringify(body))
  })
}
