import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Backend, openBackend } from './backend.ts'
import { LOADS } from './loads/index.ts'
import { machineFacts } from './machine.ts'
import { type Options, readOptions } from './options.ts'
import { markdown, type Results } from './report.ts'
import { runLoads } from './run-loads.ts'
import { FULL, QUICK } from './scale.ts'
import { stopAll } from './server-process.ts'
import { isAvailable, SERVERS, type ServerSpec } from './servers.ts'
import { TARGETS } from './targets.ts'

const log = (line: string): void => console.error(line)

async function bench(options: Options, folder: string, backend: Backend): Promise<Results> {
  const scale = options.quick ? QUICK : FULL
  const specs = options.servers.map((name) => SERVERS[name]).filter(announceMissing)
  if (specs.length === 0) throw new Error('No server to measure')
  const loads = LOADS.filter(
    ({ name }) => options.only.length === 0 || options.only.some((p) => name.startsWith(p)),
  )
  const machine = machineFacts(specs.map((spec) => spec.name))
  return {
    date: new Date().toISOString().slice(0, 10),
    quick: options.quick,
    statistics: options.statistics,
    backend: options.backend,
    machine,
    servers: specs.map((spec) => spec.name),
    rows: await runLoads(loads, {
      specs,
      scale,
      statistics: options.statistics,
      backend,
      targets: TARGETS[options.backend],
      folder,
      log,
    }),
  }
}

function announceMissing(spec: ServerSpec): boolean {
  const available = isAvailable(spec)
  if (!available) log(`${spec.title} is left out: ${spec.needs} is not there; ${spec.missing}`)
  return available
}

/** A run of everything at full size is worth keeping. */
function resultFile({ json, quick, only, statistics, backend }: Options, date: string): string | undefined {
  if (json) return json
  return quick || only.length > 0 || !statistics
    ? undefined
    : join(import.meta.dirname, `results/${date}-${backend}.json`)
}

async function keep(file: string, results: Results): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, `${JSON.stringify(results, undefined, 2)}\n`)
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2))
  if (options.list) {
    for (const { name, title } of LOADS) console.log(`${name.padEnd(22)} ${title}`)
    return
  }
  const folder = await mkdtemp(join(process.env.BENCH_DIR ?? tmpdir(), 'millrace-bench-'))
  const backend = await openBackend(options.backend)
  const cleanUp = async (): Promise<void> => {
    await stopAll()
    await backend.stop()
    await rm(folder, { recursive: true, force: true })
  }
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => void cleanUp().finally(() => process.exit(1)))
  }
  try {
    const results = await bench(options, folder, backend)
    const file = resultFile(options, results.date)
    console.log(markdown(results))
    if (file) await keep(file, results)
  } finally {
    await cleanUp()
  }
}

await main()
