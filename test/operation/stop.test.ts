import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'
import { DatabaseSync } from 'node:sqlite'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { api } from '../helpers/api.ts'
import { freePort } from '../helpers/free-port.ts'
import { type Scratch, scratch } from '../helpers/scratch.ts'
import { MILLRACE, type RunningServer, startServer } from '../helpers/server.ts'

const WRITERS = 8
const ENOUGH = 200

describe('a stop', () => {
  let folder: Scratch
  const start = (name: string) =>
    startServer({ database: folder.file(name), artifacts: folder.file('artifacts') }, MILLRACE)

  beforeAll(() => {
    folder = scratch('stop')
  })
  afterAll(() => folder.remove())

  test('comes though clients never pause, and keeps all that was acknowledged', async () => {
    const server = await start('busy.db')
    const { run } = await api<{ run: { info: { run_id: string } } }>(server.url, 'runs/create', {
      experiment_id: '0',
    })
    const acknowledged = new Set<number>()
    let stopped: Promise<void> | undefined
    const acknowledge = (step: number) => {
      acknowledged.add(step)
      if (acknowledged.size === ENOUGH) stopped = server.stop()
    }
    await Promise.all(
      Array.from({ length: WRITERS }, (_, n) => writeOn(server, run.info.run_id, n, acknowledge)),
    )
    await stopped
    expect(stopped).toBeDefined()
    const database = new DatabaseSync(folder.file('busy.db'), { readOnly: true })
    const steps = new Set(
      database
        .prepare('SELECT step FROM metrics')
        .all()
        .map((row) => row.step as number),
    )
    database.close()
    expect([...acknowledged].filter((step) => !steps.has(step))).toEqual([])
  })

  test('does not wait for ever for a request that never ends or a connection that says nothing', async () => {
    const server = await start('stuck.db')
    const silent = connect(server.port, '127.0.0.1')
    const half = connect(server.port, '127.0.0.1')
    const closed = [silent, half].map((socket) => {
      socket.on('error', () => {})
      return new Promise((resolve) => socket.on('close', resolve).resume())
    })
    await once(silent, 'connect')
    half.write(
      'POST /api/2.0/mlflow/experiments/create HTTP/1.1\r\nhost: localhost\r\ncontent-length: 99\r\n',
    )
    half.write('content-type: application/json\r\n\r\n{"name"')
    await fetch(`${server.url}/health`)
    await server.stop()
    await Promise.all(closed)
  })

  test.each(['SIGTERM', 'SIGINT'] as const)(
    'by %s ends with 0 and ends the event streams',
    async (signal) => {
      const port = await freePort()
      const store = `sqlite:///${folder.file(`${signal}.db`)}`
      const child = spawn(MILLRACE.command, [
        ...MILLRACE.args,
        '--port',
        String(port),
        '--backend-store-uri',
        store,
      ])
      let printed = ''
      const listening = new Promise<void>((resolve, reject) => {
        child.on('close', () => reject(new Error(`ended before it listened:\n${printed}`)))
        child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
          printed += chunk
          if (printed.includes('listening')) resolve()
        })
      })
      const ended = once(child, 'close')
      await listening
      const stream = await fetch(`http://127.0.0.1:${port}/ajax-api/3.0/millrace/events`)
      child.kill(signal)
      expect(await stream.text()).toContain('retry')
      expect(await ended).toEqual([0, null])
      expect(printed).not.toContain('    at ')
    },
  )
})

/** One client on one connection, its next request on its way as soon as the last is answered. */
async function writeOn(
  server: RunningServer,
  run_id: string,
  writer: number,
  acknowledge: (step: number) => void,
): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  for (let step = writer; ; step += WRITERS) {
    const body = JSON.stringify({ run_id, key: 'm', value: step, timestamp: 1, step })
    const outgoing = request(`${server.url}/api/2.0/mlflow/runs/log-metric`, {
      method: 'POST',
      agent,
      headers: { 'content-type': 'application/json', 'content-length': body.length },
    })
    try {
      outgoing.end(body)
      const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage]
      await text(incoming)
      if (incoming.statusCode !== 200) return
    } catch (error) {
      if (['ECONNREFUSED', 'ECONNRESET', 'EPIPE'].includes((error as { code?: string }).code ?? '')) return
      throw error
    }
    acknowledge(step)
  }
}
