import { basename } from 'node:path'
import { Client, type EndStatus, InvalidValueError, type RunRecord } from '@millrace/sdk'
import type { OutputChunk, RunEnd } from '../backends/backend.ts'
import { entryPointOf } from '../entry-point.ts'
import { assertLoggable } from '../loggable.ts'
import { readProject } from '../mlproject.ts'
import { openRunRecord } from '../open-run.ts'
import { assertNoneMissing } from '../parameters.ts'
import type { Project } from '../project.ts'
import { type RunProjectOptions, startProject } from '../run.ts'
import type { RunHandle } from '../run-handle.ts'
import { fetchSource, type Source } from '../source.ts'
import { comparable, TAG } from '../tags.ts'
import { type Grid, type Point, pointKey, pointsOf, pointText } from './grid.ts'
import { LastWords } from './last-words.ts'

/** A project with every combination of some parameters: a parent run, and a child for each. */
export interface SweepOptions extends Omit<RunProjectOptions, 'runId' | 'onOutput'> {
  readonly grid: Grid
  /** Runs at the same time; 1 if not given. */
  readonly jobs?: number
  /** The parent of an earlier sweep: what finished there is not run again. */
  readonly resume?: string
  /** Told after each change. */
  readonly onProgress?: (progress: SweepProgress) => void
}

export interface SweepProgress {
  readonly total: number
  readonly done: number
  readonly failed: number
  readonly running: number
  /** The one that just ended; undefined at the start. */
  readonly ended:
    | {
        readonly point: string
        readonly runId: string | undefined
        readonly end: RunEnd
        /** The last lines of its standard error, where it failed. */
        readonly lastWords: readonly string[]
      }
    | undefined
}

export interface SweepEnd {
  readonly runId: string
  readonly experimentId: string
  readonly status: EndStatus
  readonly total: number
  /** Finished now. */
  readonly finished: number
  /** Finished in the sweep that was resumed. */
  readonly reused: number
  readonly failed: number
}

/** A sweep that goes on. */
export interface Sweep {
  readonly runId: string
  wait(): Promise<SweepEnd>
  /** Ends the runs that go on, and begins no other. */
  cancel(): Promise<void>
}

const MOST_JOBS = 256

/**
 * Runs a project once for each point of a grid. What one child fails with is its own; the parent has failed when any has.
 * @throws MillraceError where nothing can be run
 */
export async function runSweep(options: SweepOptions): Promise<Sweep> {
  const { env = process.env, report = () => {}, trackingUri, jobs = 1, signal } = options
  if (!Number.isInteger(jobs) || jobs < 1 || jobs > MOST_JOBS) {
    throw new InvalidValueError(`Jobs must be a whole number from 1 to ${MOST_JOBS}.`)
  }
  const points = pointsOf(options.grid)
  const client = new Client({ trackingUri, env })
  let source: Source | undefined
  try {
    // One state of the code for all of them, fetched once.
    source = await fetchSource(options.uri, { version: options.version, env, report, signal })
    signal?.throwIfAborted()
    const { name } = await checkedProject(source, options, points[0] ?? {})
    const parent = await parentOf(
      client,
      { ...options, runName: options.runName ?? nameOf(name, source, options) },
      source,
    )
    const finished = await finishedPoints(client, parent, options.resume)
    const open = points.filter((point) => !finished.has(comparable(pointKey(point))))
    return new RunningSweep({ client, options, parent, source, open, reused: points.length - open.length })
  } catch (error) {
    await source?.release()
    await client.close()
    signal?.throwIfAborted()
    throw error
  }
}

/** What every child would be refused for is refused before there is a parent. */
async function checkedProject({ folder }: Source, options: SweepOptions, point: Point): Promise<Project> {
  const { env = process.env, entryPoint = 'main', parameters } = options
  const project = await readProject(folder)
  const told = entryPointOf(project, entryPoint, env)
  const given = { ...parameters, ...point }
  assertNoneMissing(told, given)
  assertLoggable({ raw: new Map(Object.entries(given)), extra: new Map() }, env)
  return project
}

/** `churn main: lr × depth`; a sweep that is gone on with keeps the name that it has. */
function nameOf(project: string | undefined, source: Source, options: SweepOptions): string | undefined {
  if (options.resume !== undefined) return undefined
  const { entryPoint = 'main', grid } = options
  const place = source.tags[TAG.sourceName] ?? source.folder
  const title = project ?? basename(place.split('#').findLast((part) => part !== '') ?? '', '.git')
  return `${title} ${entryPoint}: ${Object.keys(grid).join(' × ')}`
}

async function parentOf(client: Client, options: SweepOptions, source: Source): Promise<RunRecord> {
  const { env = process.env, resume, parameters = {} } = options
  const tags = {
    ...source.tags,
    [TAG.entryPoint]: options.entryPoint ?? 'main',
    [TAG.parameters]: comparable(JSON.stringify(parameters)),
    [TAG.grid]: comparable(JSON.stringify(options.grid)),
  }
  if (resume === undefined) return openRunRecord(client, options, env, tags)
  assertSameSweep(await client.runs.get(resume), tags)
  return openRunRecord(client, { ...options, runId: resume }, env, tags)
}

/** What must be as it was, for what finished then to count now; the grid may be another. */
const SAME = {
  [TAG.entryPoint]: 'another entry point',
  [TAG.parameters]: 'other parameters',
  [TAG.commit]: 'another commit',
} as const

/** @throws InvalidValueError for a run that is no sweep, or one of other work */
function assertSameSweep(before: RunRecord, tags: Readonly<Record<string, string>>): void {
  if (before.tags[TAG.grid] === undefined) {
    throw new InvalidValueError(
      `The run ${before.runId} is the parent of no sweep: there is nothing to go on with.`,
    )
  }
  for (const [tag, what] of Object.entries(SAME)) {
    if (before.tags[tag] === tags[tag]) continue
    const [then, now] = [before.tags[tag] ?? 'none', tags[tag] ?? 'none']
    throw new InvalidValueError(
      `The sweep ${before.runId} had ${what} (${then}, now ${now}): what finished there would not be the same. Begin a new one.`,
    )
  }
}

async function finishedPoints(
  client: Client,
  parent: RunRecord,
  resume: string | undefined,
): Promise<ReadonlySet<string | undefined>> {
  if (resume === undefined) return new Set()
  const children = await client.runs
    .search({
      experimentIds: [parent.experimentId],
      filter: `tags.\`${TAG.parent}\` = '${parent.runId}' AND attributes.status = 'FINISHED'`,
    })
    .all()
  return new Set(children.map(({ tags }) => tags[TAG.point]))
}

interface Setting {
  readonly client: Client
  readonly options: SweepOptions
  readonly parent: RunRecord
  readonly source: Source
  readonly open: readonly Point[]
  readonly reused: number
}

class RunningSweep implements Sweep {
  readonly runId: string
  readonly #setting: Setting
  readonly #running = new Set<RunHandle>()
  readonly #ended: Promise<SweepEnd>
  #finished = 0
  #failed = 0
  #isCancelled = false

  constructor(setting: Setting) {
    this.#setting = setting
    this.runId = setting.parent.runId
    this.#ended = this.#run()
    // Who does not wait for it is told by its run.
    this.#ended.catch(() => {})
  }

  wait(): Promise<SweepEnd> {
    return this.#ended
  }

  async cancel(): Promise<void> {
    this.#isCancelled = true
    await Promise.all([...this.#running].map((run) => run.cancel()))
    await this.#ended
  }

  async #run(): Promise<SweepEnd> {
    const { client, options, parent, source, open, reused } = this.#setting
    try {
      this.#tell(undefined)
      const waiting = open.values()
      const worker = async () => {
        for (const point of waiting) if (!this.#isCancelled) await this.#runPoint(point)
      }
      await Promise.all(Array.from({ length: options.jobs ?? 1 }, worker))
      const status = this.#isCancelled ? 'killed' : this.#failed > 0 ? 'failed' : 'finished'
      await client.runs.update(parent.runId, { status, endTime: Date.now() })
      return {
        ...{ runId: parent.runId, experimentId: parent.experimentId, status, reused },
        ...{ total: open.length + reused, finished: this.#finished, failed: this.#failed },
      }
    } finally {
      await source.release()
      await client.close()
    }
  }

  async #runPoint(point: Point): Promise<void> {
    const text = pointText(point)
    const words = new LastWords()
    let run: RunHandle | undefined
    let end: RunEnd
    try {
      run = await this.#start(point, text, words)
      this.#running.add(run)
      // It may have been cancelled meanwhile.
      if (this.#isCancelled) await run.cancel()
      end = await run.wait()
    } catch (error) {
      end = { status: 'failed', exitCode: undefined, reason: (error as Error).message }
    }
    if (run) this.#running.delete(run)
    if (end.status === 'finished') this.#finished += 1
    else this.#failed += 1
    this.#tell({ point: text, runId: run?.runId, end, lastWords: end.status === 'failed' ? words.lines : [] })
  }

  #start(point: Point, text: string, words: LastWords): Promise<RunHandle> {
    const { options, parent, source } = this.#setting
    const { runName, experimentName: _, ...same } = options
    const child = {
      ...same,
      ...{ experimentId: parent.experimentId, parentRunId: parent.runId },
      runName: runName === undefined ? text : `${runName} ${text}`,
      parameters: { ...options.parameters, ...point },
      onOutput: (chunk: OutputChunk) => words.hear(chunk),
      tags: { ...options.tags, [TAG.point]: comparable(pointKey(point)) },
    }
    return startProject(child, async () => ({ ...source, release: async () => {} }))
  }

  #tell(ended: SweepProgress['ended']): void {
    const { open, reused, options } = this.#setting
    const done = this.#finished + this.#failed
    options.onProgress?.({
      total: open.length + reused,
      done: done + reused,
      failed: this.#failed,
      running: this.#running.size,
      ended,
    })
  }
}
