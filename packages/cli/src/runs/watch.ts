import { setTimeout as pause } from 'node:timers/promises'
import type { Client, RunRecord } from '@millrace/sdk'
import { printable } from '../output/printable.ts'
import { sparkline } from './sparkline.ts'

interface WatchOptions {
  /** All if not given. */
  readonly metrics: readonly string[] | undefined
  /** Seconds between two looks. */
  readonly interval: number
  /** A line of JSON for each look instead of a picture. */
  readonly json: boolean
  readonly out: NodeJS.WriteStream
}

/** By metric: its values, and which of its points was the latest then. */
type Curves = Map<string, { seen: string; values: readonly number[] }>

const CURVE_WIDTH = 30
const MOST_METRICS = 20

/** Shows a run's metrics until it has ended. */
export async function watchRun(client: Client, runId: string, options: WatchOptions): Promise<void> {
  const curves: Curves = new Map()
  let drawn = 0
  for (;;) {
    const run = await client.runs.get(runId)
    if (options.json) options.out.write(`${jsonLine(run)}\n`)
    else {
      const keys = keysOf(run, options.metrics)
      await addPoints(client, run, keys, curves)
      drawn = draw(options.out, linesOf(run, keys, curves), drawn)
    }
    if (run.status !== 'running' && run.status !== 'scheduled') return
    await pause(options.interval * 1000)
  }
}

function keysOf(run: RunRecord, wanted: readonly string[] | undefined): string[] {
  const there = Object.keys(run.metrics)
  if (wanted) return wanted.filter((key) => there.includes(key))
  return there
    .filter((key) => !key.startsWith('system/'))
    .sort()
    .slice(0, MOST_METRICS)
}

/** Curves of metrics whose latest point is another than before, thinned out by the server. */
async function addPoints(
  client: Client,
  run: RunRecord,
  keys: readonly string[],
  curves: Curves,
): Promise<void> {
  const latest = new Map(run.latestMetrics.map((point) => [point.key, point]))
  await Promise.all(
    keys.map(async (key) => {
      const seen = JSON.stringify([
        String(latest.get(key)?.step),
        latest.get(key)?.timestamp,
        run.metrics[key],
      ])
      if (curves.get(key)?.seen === seen) return
      const points = await client.metrics.sampledHistory({ runIds: [run.runId], key, maxPoints: CURVE_WIDTH })
      curves.set(key, { seen, values: points.map(({ value }) => value) })
    }),
  )
}

function jsonLine(run: RunRecord): string {
  const metrics = Object.fromEntries(
    Object.entries(run.metrics).map(([key, value]) => [key, Number.isFinite(value) ? value : String(value)]),
  )
  return JSON.stringify({ run_id: run.runId, status: run.status.toUpperCase(), metrics })
}

function linesOf(run: RunRecord, keys: readonly string[], curves: Curves): string[] {
  const width = Math.max(0, ...keys.map((key) => printable(key).length))
  const metrics = keys.map((key) => {
    const curve = sparkline(curves.get(key)?.values ?? [], CURVE_WIDTH).padEnd(CURVE_WIDTH)
    return `${printable(key).padEnd(width)}  ${curve}  ${run.metrics[key]}`
  })
  return [`${printable(run.name)}  ${run.status}  ${duration(run)}`, ...metrics]
}

function duration({ startTime, endTime }: RunRecord): string {
  if (!startTime) return ''
  return `${Math.round(((endTime ?? new Date()).getTime() - startTime.getTime()) / 1000)} s`
}

/** On a terminal over what was there before, elsewhere below it. @returns how many lines are drawn. */
function draw(out: NodeJS.WriteStream, lines: readonly string[], before: number): number {
  if (out.isTTY && before > 0) out.write(`\x1b[${before}A\x1b[J`)
  // A line that went on below would not be cleared.
  const shown = out.isTTY ? lines.map((line) => [...line].slice(0, out.columns - 1).join('')) : lines
  out.write(`${shown.join('\n')}\n`)
  return lines.length
}
