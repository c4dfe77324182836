/**
 * `node bench/artifact-memory.ts [--size 5120] [--stores local,s3]`: a file of that many MiB up and down through the proxy, onto
 * local disk and onto S3 (SeaweedFS of `test/services`). Prints the server's memory before, at its peak and after, and whether
 * the SHA-256 of what came back is that of what was sent. `BENCH_DIR` names another disk.
 */
import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { type RunningServer, startServer } from '../test/helpers/server.ts'
import { startSeaweedfs } from '../test/services/seaweedfs.ts'
import { pssMb } from './process-tree.ts'
import { isAvailable, SERVERS } from './servers.ts'

const { values } = parseArgs({
  options: { size: { type: 'string', default: '5120' }, stores: { type: 'string', default: 'local,s3' } },
})
const MIB = Number(values.size)
const MOST_MB = 150
const WATCH_MS = 50
const CHUNK = randomBytes(1 << 20)
const PATH = '/api/2.0/mlflow-artifacts/artifacts/large/file.bin'

const folder = await mkdtemp(join(process.env.BENCH_DIR ?? tmpdir(), 'millrace-memory-'))
const BENCHES: Readonly<Record<string, () => Promise<void>>> = {
  local: () => measure('local', join(folder, 'files'), {}),
  async s3() {
    const store = await startSeaweedfs()
    if (typeof store === 'string') {
      console.log(`s3 is left out: ${store}`)
      return
    }
    try {
      await measure('s3', store.newRoot(), store.env)
    } finally {
      await store.stop()
    }
  },
}

if (!isAvailable(SERVERS.millrace)) throw new Error(SERVERS.millrace.missing)
try {
  for (const name of values.stores.split(',')) await BENCHES[name]?.()
} finally {
  await rm(folder, { recursive: true, force: true })
}

async function measure(
  name: string,
  artifacts: string,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const options = { database: join(folder, `${name}.db`), artifacts, env: { ...env } }
  const server = await startServer(options, SERVERS.millrace)
  try {
    const { pss, highest: idle } = memory(server)
    const up = await watched(server, () => upload(server))
    const down = await watched(server, () => download(server))
    const isSame = up.value === down.value
    for (const [way, { seconds, peak }] of Object.entries({ up, down })) {
      console.log(
        `${name} ${way}: ${MIB} MiB in ${seconds.toFixed(1)} s (${(MIB / seconds).toFixed(0)} MiB/s), PSS before ${pss.toFixed(0)} MB, peak ${peak.toFixed(0)} MB`,
      )
    }
    const { highest } = memory(server)
    console.log(
      `${name}: peak RSS ${highest.toFixed(0)} MB (idle ${idle.toFixed(0)}), at most ${MOST_MB}: ${highest <= MOST_MB}`,
    )
    console.log(`${name}: SHA-256 equal: ${isSame}`)
    if (!isSame || highest > MOST_MB) process.exitCode = 1
  } finally {
    await server.stop()
  }
}

function memory({ pid }: RunningServer): { pss: number; highest: number } {
  const [, highest = ''] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return { pss: pssMb(pid), highest: Number(highest) / 1024 }
}

async function watched(server: RunningServer, work: () => Promise<string>) {
  const started = performance.now()
  let peak = 0
  const watch = setInterval(() => {
    peak = Math.max(peak, pssMb(server.pid))
  }, WATCH_MS)
  try {
    const value = await work()
    return { value, seconds: (performance.now() - started) / 1000, peak }
  } finally {
    clearInterval(watch)
  }
}

/** No two MiB are the same. @returns the SHA-256 */
async function upload({ port }: RunningServer): Promise<string> {
  const hash = createHash('sha256')
  const headers = { 'content-length': String(MIB * CHUNK.length) }
  const outgoing = request({ host: '127.0.0.1', port, method: 'PUT', path: PATH, headers })
  const answered = new Promise<number | undefined>((resolve, reject) => {
    outgoing.on('response', (reply) => resolve(reply.resume().statusCode)).on('error', reject)
  })
  await pipeline(async function* () {
    for (let i = 0; i < MIB; i++) {
      const chunk = Buffer.from(CHUNK)
      chunk.writeUInt32LE(i)
      hash.update(chunk)
      yield chunk
    }
  }, outgoing)
  const status = await answered
  if (status !== 200) throw new Error(`The upload ended with ${status}`)
  return hash.digest('hex')
}

async function download({ port }: RunningServer): Promise<string> {
  const hash = createHash('sha256')
  const incoming = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
    request({ host: '127.0.0.1', port, path: PATH }, resolve).on('error', reject).end()
  })
  await pipeline(incoming, hash)
  return hash.digest('hex')
}
