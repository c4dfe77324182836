import type { Command } from 'commander'
import { Option } from 'commander'
import { type ConnectFlags, connected, connectedCommand } from '../connect.ts'
import type { RunFormat } from '../runs/formats.ts'
import { wholeNumber } from './experiments.ts'

interface SearchFlags extends ConnectFlags {
  readonly experimentId: string[]
  readonly experimentName: string[]
  readonly orderBy: string[]
  readonly columns?: string
  readonly max: number
  readonly output: RunFormat
}

/** `millrace search`: runs by MLflow's filter, as a table, JSON, CSV or Markdown. */
export function searchCommand(): Command {
  return connectedCommand('search', 'Find runs.')
    .argument('[filter]', `such as "metrics.auc > 0.8 and params.depth = '3'"`, '')
    .addOption(repeatable('-x, --experiment-id <id>', 'only of this experiment; may be given again'))
    .addOption(repeatable('-n, --experiment-name <name>', 'the same by name (default: all experiments)'))
    .addOption(repeatable('--order-by <key>', 'such as "metrics.auc DESC"; may be given again'))
    .option('--columns <keys>', 'what to show: metrics.auc,params.depth (default: the most frequent)')
    .option('--max <number>', 'at most so many runs', wholeNumber, 50)
    .addOption(
      new Option('--output <format>', 'how to answer')
        .choices(['table', 'json', 'csv', 'markdown'])
        .default('table'),
    )
    .action(search)
}

function repeatable(flags: string, description: string): Option {
  const option = new Option(flags, description).argParser((value: string, before: string[] = []) => [
    ...before,
    value,
  ])
  return option.default([], 'none')
}

async function search(filter: string, flags: SearchFlags): Promise<void> {
  const { findRuns } = await import('../runs/find.ts')
  const { FORMATS } = await import('../runs/formats.ts')
  const { max, orderBy } = flags
  const runs = await connected(flags, (client) => findRuns(client, { ...flags, filter, orderBy, max }))
  const columns = flags.columns
    ?.split(',')
    .map((key) => key.trim())
    .filter(Boolean)
  console.log(FORMATS[flags.json ? 'json' : flags.output](runs, columns))
}
