import type { Command } from 'commander'
import { type ConnectFlags, connected, connectedCommand } from '../connect.ts'

interface CompareFlags extends ConnectFlags {
  readonly onlyDifferences?: boolean
}

/** `millrace compare`: what sets runs apart. */
export function compareCommand(): Command {
  return connectedCommand('compare', 'Put params, metrics and tags of runs side by side.')
    .argument('<run...>', 'two run ids or more')
    .option('--only-differences', 'leave out what all have alike')
    .action(compare)
}

async function compare(ids: string[], flags: CompareFlags): Promise<void> {
  const runs = await connected(flags, (client) => Promise.all(ids.map((id) => client.runs.get(id))))
  const { compareRuns } = await import('../runs/compare.ts')
  const lines = compareRuns(runs, flags.onlyDifferences ?? false)
  if (flags.json) return console.log(JSON.stringify(lines, undefined, 2))
  const { table } = await import('../output/table.ts')
  const names = ['', ...runs.map((run) => run.name || run.runId.slice(0, 8))]
  console.log(
    table(
      names,
      lines.map(({ key, values, delta }) => [key, ...values.map((value, i) => withDelta(value, delta[i]))]),
    ),
  )
}

function withDelta(value: string, delta: number | undefined): string {
  if (delta === undefined || delta === 0) return value
  return `${value} (${delta > 0 ? '+' : ''}${Number(delta.toPrecision(3))})`
}
