/**
 * `node bench/artifacts.ts [--size 1024] [--files 1000] [--listed 10000] [--rounds 3] [--servers mlflow,millrace]`: artifacts
 * through the proxy onto local disk, beside the real `mlflow server` and beside `cp` with fsync. Prints the median of the
 * rounds: MiB a second up and down, small files a second with 8 clients, milliseconds for a list, growth of memory.
 *
 * Large files are sent and taken by curl, so that the client's own cost is small. `BENCH_DIR` names another disk.
 */
import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import {
  closeSync,
  cpSync,
  createReadStream,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs, promisify } from 'node:util'
import { Worker } from 'node:worker_threads'
import { drive, openConnections } from './drive.ts'
import { cpuMs, pssMb } from './process-tree.ts'
import { get } from './requests.ts'
import { type RunningServer, startServer, stopAll } from './server-process.ts'
import { isAvailable, SERVERS, type ServerName } from './servers.ts'

const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '1024' },
    files: { type: 'string', default: '1000' },
    listed: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '3' },
    servers: { type: 'string', default: 'mlflow,millrace' },
  },
})
const [MIB, FILES, LISTED, ROUNDS] = [values.size, values.files, values.listed, values.rounds].map(
  Number,
) as [number, number, number, number]
const CLIENTS = 8
const SMALL = Buffer.alloc(1024, 'x')
const PROXY = '/api/2.0/mlflow-artifacts/artifacts'
const WATCH_MS = 20

/** What must be reached: times MLflow's figure, a share of `cp`'s, or at most so much. */
const MUST = {
  up: { title: 'up, MiB/s', times: 1.5, ofCopy: 0.6 },
  down: { title: 'down, MiB/s', times: 2.5 },
  put: { title: `${FILES} files of 1 KiB put with ${CLIENTS} clients, /s`, times: 5 },
  get: { title: 'the same fetched, /s', times: 12 },
  list: { title: `list of ${LISTED} files, ms`, times: 8, isCost: true },
  growth: { title: 'growth of memory while bytes move, MB', atMost: 32 },
} as const
type Figure = keyof typeof MUST
type Figures = Record<Figure, number>

/** A thread that writes as Millrace does. */
const RAW_PUTS = `
const fs = require('node:fs')
const { where, thread, files } = require('node:worker_threads').workerData
const small = Buffer.alloc(1024, 'x')
for (let i = 0; i < files; i++) {
  const name = where + '/' + thread + '-' + i
  const file = fs.openSync(name + '.tmp', 'wx')
  fs.writeSync(file, small)
  fs.fsyncSync(file)
  fs.closeSync(file)
  fs.renameSync(name + '.tmp', name)
  const folder = fs.openSync(where, 'r')
  fs.fsyncSync(folder)
  fs.closeSync(folder)
}
`

const folder = mkdtempSync(join(process.env.BENCH_DIR ?? tmpdir(), 'millrace-artifacts-bench-'))
const large = join(folder, 'large.bin')

try {
  const digest = makeLarge()
  const results = new Map<ServerName, Figures>()
  const copies = await medianOf(async () => MIB / (await copySeconds()))
  for (const name of values.servers.split(',') as ServerName[]) {
    if (isAvailable(SERVERS[name])) results.set(name, await measure(name, digest))
    else console.log(`${name} is left out: ${SERVERS[name].missing}`)
  }
  report(results, copies)
  console.log(
    `${FILES} files written, synced and renamed by ${CLIENTS} threads, /s: ${(await rawPuts()).toFixed(1)}`,
  )
} finally {
  await stopAll()
  rmSync(folder, { recursive: true, force: true })
}

/** Bytes that no disk makes smaller. */
function makeLarge(): string {
  const file = openSync(large, 'w')
  const hash = createHash('sha256')
  for (let i = 0; i < MIB; i++) {
    const bytes = randomBytes(1 << 20)
    hash.update(bytes)
    writeSync(file, bytes)
  }
  fsyncSync(file)
  closeSync(file)
  return hash.digest('hex')
}

async function copySeconds(): Promise<number> {
  const target = join(folder, 'copy.bin')
  const seconds = await timed(async () => {
    cpSync(large, target, { mode: 0 })
    const file = openSync(target, 'r+')
    fsyncSync(file)
    closeSync(file)
  })
  rmSync(target)
  return seconds
}

async function measure(name: ServerName, digest: string): Promise<Figures> {
  const where = join(folder, name)
  mkdirSync(where, { recursive: true })
  const database = { uri: `sqlite:///${join(where, 'bench.db')}`, count: async () => 0 }
  const server = await startServer(SERVERS[name], where, database)
  await settled(server)
  const growth: number[] = []
  const watched = async (work: () => Promise<void>) => {
    const { seconds, grown } = await whileWatched(server, work)
    growth.push(grown)
    return MIB / seconds
  }
  const up = await medianOf(async (round) => {
    // As `cp` does: a machine that has to find another gigabyte of memory for each file would measure that.
    if (round > 0) await remove(server, 'large/0')
    return watched(() => upload(server, 'large/0'))
  })
  const down = await medianOf(() => watched(() => download(server, 'large/0')))
  await assertSame(server, digest)
  const put = await medianOf((round) => small(server, (i) => putRequest(`small${round}/${i}`)))
  const fetched = await medianOf((round) => small(server, (i) => get(`${PROXY}/small${round}/${i}`)))
  const list = await listMs(server, join(where, 'mlartifacts'))
  await server.stop()
  return { up, down, put, get: fetched, list, growth: Math.max(...growth) }
}

function upload({ port }: RunningServer, path: string): Promise<void> {
  return curl(['-T', large, `http://127.0.0.1:${port}${PROXY}/${path}`])
}

function remove({ port }: RunningServer, path: string): Promise<void> {
  return curl(['-X', 'DELETE', `http://127.0.0.1:${port}${PROXY}/${path}`])
}

function download({ port }: RunningServer, path: string): Promise<void> {
  return curl(['-o', '/dev/null', `http://127.0.0.1:${port}${PROXY}/${path}`])
}

async function curl(args: string[]): Promise<void> {
  await promisify(execFile)('curl', ['--silent', '--show-error', '--fail', ...args])
}

async function assertSame({ port }: RunningServer, digest: string): Promise<void> {
  const target = join(folder, 'back.bin')
  await curl(['-o', target, `http://127.0.0.1:${port}${PROXY}/large/0`])
  const hash = createHash('sha256')
  await pipeline(createReadStream(target), hash)
  rmSync(target)
  if (hash.digest('hex') !== digest) throw new Error('What came back is not what was sent')
}

function putRequest(path: string): Buffer {
  const head = `PUT ${PROXY}/${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: ${SMALL.length}\r\n\r\n`
  return Buffer.concat([Buffer.from(head), SMALL])
}

async function small({ port }: RunningServer, requestOf: (index: number) => Buffer): Promise<number> {
  const connections = openConnections(port, CLIENTS)
  const driven = await drive(connections, {
    from: 0,
    to: FILES,
    seconds: 120,
    task: (connection, index) => connection.send(requestOf(index)),
  })
  for (const connection of connections) connection.close()
  if (driven.done !== FILES)
    throw new Error(`only ${driven.done} of ${FILES} succeeded: ${driven.failures[0]}`)
  return FILES / driven.seconds
}

/** What the disk can do where files are to be on it, without HTTP: MLflow does not sync, Millrace does. */
async function rawPuts(): Promise<number> {
  const where = join(folder, 'raw')
  mkdirSync(where)
  const files = FILES / CLIENTS
  const seconds = await timed(async () => {
    const threads = Array.from({ length: CLIENTS }, (_, thread) => {
      return once(new Worker(RAW_PUTS, { eval: true, workerData: { where, thread, files } }), 'exit')
    })
    await Promise.all(threads)
  })
  return FILES / seconds
}

async function listMs(server: RunningServer, destination: string): Promise<number> {
  const listed = join(destination, 'listed')
  mkdirSync(listed, { recursive: true })
  for (let i = 0; i < LISTED; i++) closeSync(openSync(join(listed, `file-${i}`), 'w'))
  const [connection] = openConnections(server.port, 1)
  const request = get(PROXY, { path: 'listed' })
  const ms = await medianOf(async () => {
    const seconds = await timed(async () => {
      const reply = await connection?.send(request, true)
      const { files } = JSON.parse(String(reply?.body)) as { files: unknown[] }
      if (files.length !== LISTED) throw new Error(`the list has ${files.length} files`)
    })
    return seconds * 1000
  }, 3 * ROUNDS)
  connection?.close()
  return ms
}

async function whileWatched(server: RunningServer, work: () => Promise<void>) {
  const before = pssMb(server.pid)
  let peak = before
  const watch = setInterval(() => {
    peak = Math.max(peak, pssMb(server.pid))
  }, WATCH_MS)
  try {
    return { seconds: await timed(work), grown: Math.max(peak, pssMb(server.pid)) - before }
  } finally {
    clearInterval(watch)
  }
}

/** MLflow's workers come up long after the first answer. */
async function settled(server: RunningServer): Promise<void> {
  for (let quiet = 0; quiet < 3; ) {
    const before = cpuMs(server.pid)
    await sleep(1000)
    quiet = cpuMs(server.pid) - before < 100 ? quiet + 1 : 0
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1000
}

async function medianOf(work: (round: number) => Promise<number>, rounds = ROUNDS): Promise<number> {
  const all: number[] = []
  for (let round = 0; round < rounds; round++) all.push(await work(round))
  return all.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? Number.NaN
}

function report(results: ReadonlyMap<ServerName, Figures>, copies: number): void {
  console.log(`cp with fsync: ${copies.toFixed(0)} MiB/s`)
  const [ours, theirs] = [results.get('millrace'), results.get('mlflow')]
  for (const figure of Object.keys(MUST) as Figure[]) {
    const shown = [...results].map(([name, figures]) => `${name} ${figures[figure].toFixed(1)}`).join(', ')
    console.log(`${MUST[figure].title}: ${shown}${ours ? verdict(figure, ours, theirs, copies) : ''}`)
  }
}

function verdict(figure: Figure, ours: Figures, theirs: Figures | undefined, copies: number): string {
  const must: { times?: number; ofCopy?: number; atMost?: number; isCost?: boolean } = MUST[figure]
  const checks: [text: string, ok: boolean][] = []
  if (must.atMost !== undefined) checks.push([`must be ≤ ${must.atMost}`, ours[figure] <= must.atMost])
  if (must.times !== undefined && theirs) {
    const ratio = must.isCost ? theirs[figure] / ours[figure] : ours[figure] / theirs[figure]
    checks.push([`${ratio.toFixed(2)} ×, must be ${must.times}`, ratio >= must.times])
  }
  if (must.ofCopy !== undefined) {
    const share = ours[figure] / copies
    checks.push([`${(100 * share).toFixed(0)} % of cp, must be ${100 * must.ofCopy}`, share >= must.ofCopy])
  }
  return checks.map(([text, ok]) => `; ${text}: ${ok ? 'ok' : 'missed'}`).join('')
}
