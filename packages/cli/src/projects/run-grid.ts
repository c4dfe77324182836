import type { Grid, RunProjectOptions, SweepEnd, SweepProgress } from '@millrace/projects'
import { ExitError } from '../exit-error.ts'
import { printable } from '../output/printable.ts'
import { KILLED_CODE, listenForKill } from './on-kill.ts'

interface GridFlags {
  readonly jobs: number
  readonly resume?: string
  readonly json?: boolean
}

/** Runs a project with every combination of a grid, and tells how far that is. */
export async function runGrid(
  { onOutput: _, runId: __, ...options }: RunProjectOptions,
  grid: readonly string[],
  { jobs, resume, json }: GridFlags,
): Promise<void> {
  const projects = await import('@millrace/projects')
  const killing = listenForKill()
  const sweep = await projects.sweep({
    ...options,
    ...{ grid: gridOf(grid), jobs, resume, signal: killing.signal },
    // Each child would say so for itself; but what was not run is told.
    report: (line) => {
      if (options.cache && line.includes(' is reused: ')) console.error(line)
    },
    onProgress: (progress) => console.error(progressLine(progress)),
  })
  killing.does(() => sweep.cancel())
  const end = await sweep.wait()
  if (json) console.log(JSON.stringify(asJson(end)))
  tellEnd(end)
  killing.stopListening()
}

/** `lr=0.1,0.01` and again `lr=1` make one list. */
function gridOf(texts: readonly string[]): Grid {
  const grid: Record<string, string[]> = {}
  for (const text of texts) {
    const at = text.indexOf('=')
    const values = text.slice(at + 1).split(',')
    if (at <= 0 || values.includes('')) {
      throw new ExitError(`Invalid format for --grid: '${text}'. Use --grid name=value,value.`, 2)
    }
    const name = text.slice(0, at)
    const known = Object.hasOwn(grid, name) ? (grid[name] ?? []) : []
    grid[name] = [...new Set([...known, ...values])]
  }
  return grid
}

function progressLine({ total, done, failed, running, ended }: SweepProgress): string {
  const counts = `[${done} of ${total}${failed > 0 ? `, ${failed} failed` : ''}]`
  if (!ended) return `${counts} ${total - done} to run`
  const { point, runId, end, lastWords } = ended
  const reason = end.reason ?? (end.exitCode ? `exit code ${end.exitCode}` : '')
  const words = [counts, printable(point), end.status, reason, runId === undefined ? '' : `run ${runId}`]
  const line = [...words, running > 0 ? `(${running} running)` : ''].filter(Boolean).join('  ')
  return [line, ...lastWords.map((text) => `    ${printable(text)}`)].join('\n')
}

function asJson({ runId, experimentId, status, ...counts }: SweepEnd) {
  return { run_id: runId, experiment_id: experimentId, status: status.toUpperCase(), ...counts }
}

function tellEnd({ runId, status, total, finished, reused, failed }: SweepEnd): void {
  const kept = reused > 0 ? `, ${reused} from before` : ''
  const text = `=== Sweep (ID '${runId}'): ${finished} of ${total} finished${kept}${failed > 0 ? `, ${failed} failed` : ''} ===`
  if (status === 'finished') {
    console.error(text)
    return
  }
  const advice = `Run only what is missing: the same command with --resume ${runId}`
  throw new ExitError(`${text}\n${advice}`, status === 'killed' ? KILLED_CODE : 1)
}
