import { existsSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Backend } from './backend.ts'
import type { Load, Outcome, ServerLoad, StartLoad } from './load.ts'
import { cpuMs } from './process-tree.ts'
import { cell } from './report.ts'
import type { DatasetName, Scale } from './scale.ts'
import { seedDatabase } from './seed.ts'
import { type RunningServer, startServer } from './server-process.ts'
import type { ServerSpec } from './servers.ts'
import type { Target } from './targets.ts'
import type { Row } from './verdict.ts'

const QUIET_MS_PER_SECOND = 100
const QUIET_LIMIT_SECONDS = 60

interface Run {
  specs: ServerSpec[]
  scale: Scale
  statistics: boolean
  backend: Backend
  targets: Readonly<Record<string, Target>>
  folder: string
  log(line: string): void
}

/** Loads of one dataset run together, each on all servers in turn, so that a drifting machine drifts for all. */
export async function runLoads(loads: Load[], run: Run): Promise<Row[]> {
  const rows = loads.map((load): Row => {
    const { name, title, unit } = load
    return { name, title, unit, outcomes: {}, target: run.targets[name] }
  })
  const rowOf = (load: Load): Row => rows[loads.indexOf(load)] as Row
  for (const load of loads) if (load.dataset === 'none') await runStarts(load, rowOf(load), run)
  for (const dataset of Object.keys(run.scale.datasets) as DatasetName[]) {
    const group = loads.filter((load): load is ServerLoad => load.dataset === dataset)
    if (group.length > 0) await runGroup(dataset, group, rowOf, run)
  }
  return rows
}

async function runStarts(load: StartLoad, row: Row, run: Run): Promise<void> {
  for (const spec of run.specs) {
    const folder = join(run.folder, `${load.name}-${spec.name}`)
    await record(row, spec, run, () => load.run(spec, run.scale, folder, run.backend))
    await rm(folder, { recursive: true, force: true })
  }
}

async function runGroup(dataset: DatasetName, loads: ServerLoad[], rowOf: (load: Load) => Row, run: Run) {
  const folder = join(run.folder, dataset)
  await mkdir(folder, { recursive: true })
  const seed = join(folder, 'seed.db')
  const size = run.scale.datasets[dataset]
  if (size !== 'made by the server') {
    run.log(`seeding ${dataset}`)
    seedDatabase(seed, size, run.statistics)
  }
  const servers: [ServerSpec, RunningServer | Error][] = []
  for (const spec of run.specs) servers.push([spec, await startOn(seed, spec, join(folder, spec.name), run)])
  for (const load of loads) {
    for (const [spec, server] of servers) {
      await record(rowOf(load), spec, run, () => {
        if (server instanceof Error) throw server
        return load.run({ server, scale: run.scale })
      })
    }
  }
  for (const [, server] of servers) if (!(server instanceof Error)) await server.stop()
  await rm(folder, { recursive: true, force: true })
}

/** A server that does not start fails its loads, not those of the others. */
async function startOn(
  seed: string,
  spec: ServerSpec,
  folder: string,
  run: Run,
): Promise<RunningServer | Error> {
  await mkdir(folder, { recursive: true })
  try {
    const database = await run.backend.create(folder, existsSync(seed) ? seed : undefined, run.statistics)
    run.log(`starting ${spec.title}`)
    const server = await startServer(spec, folder, database)
    await untilQuiet(server)
    return server
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

/** MLflow answers `/health` and then keeps both cores busy for some ten seconds more. */
async function untilQuiet({ pid }: RunningServer): Promise<void> {
  for (let second = 0, quiet = 0; second < QUIET_LIMIT_SECONDS && quiet < 2; second++) {
    const before = cpuMs(pid)
    await sleep(1000)
    quiet = cpuMs(pid) - before < QUIET_MS_PER_SECOND ? quiet + 1 : 0
  }
}

async function record(row: Row, spec: ServerSpec, run: Run, measure: () => Promise<Outcome>): Promise<void> {
  let outcome: Outcome
  try {
    outcome = await measure()
  } catch (error) {
    outcome = { failed: error instanceof Error ? error.message : String(error) }
  }
  row.outcomes[spec.name] = outcome
  run.log(`${row.title} | ${spec.title} | ${'failed' in outcome ? outcome.failed : cell(outcome, row.unit)}`)
}
