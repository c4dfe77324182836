import type { Command } from 'commander'
import { type ConnectFlags, connected, connectedCommand } from '../connect.ts'

interface WatchFlags extends ConnectFlags {
  readonly metrics?: string
  readonly interval: number
}

/** `millrace watch`: a run's metrics while it goes on. */
export function watchCommand(): Command {
  return connectedCommand('watch', 'Show the metrics of a run as they arrive, until it has ended.')
    .argument('<run>', 'its id')
    .option('--metrics <keys>', 'only these, comma-separated')
    .option('--interval <seconds>', 'how often to look', seconds, 2)
    .action(watch)
}

function seconds(text: string): number {
  return Math.max(0.2, Number(text) || 2)
}

async function watch(runId: string, flags: WatchFlags): Promise<void> {
  const { watchRun } = await import('../runs/watch.ts')
  const metrics = flags.metrics
    ?.split(',')
    .map((key) => key.trim())
    .filter(Boolean)
  await connected(flags, (client) =>
    watchRun(client, runId, {
      metrics,
      interval: flags.interval,
      json: flags.json ?? false,
      out: process.stdout,
    }),
  )
}
