import { ExitError } from '../exit-error.ts'
import type { RunFlags } from './run-options.ts'

/** @throws ExitError 2 for flags that do not go together */
export function assertTogether(uri: string | undefined, flags: RunFlags): void {
  const { grid = [], reproduce } = flags
  const isOne = [uri, reproduce].filter((one) => one !== undefined).length === 1
  if (!isOne) throw new ExitError('Give the project to run, or --reproduce with a run, and not both.', 2)
  if (reproduce !== undefined && (grid.length > 0 || flags.cache)) {
    throw new ExitError('--reproduce runs one run as it was: --grid and --cache do not go with it.', 2)
  }
  const fixed = [flags.paramList, flags.version, flags.runId].some((given) => given !== undefined)
  if (reproduce !== undefined && fixed) {
    throw new ExitError(
      '--reproduce has the parameters and the code of that run: -P, -v and --run-id do not go with it.',
      2,
    )
  }
  if (grid.length > 0 && flags.runId !== undefined) {
    throw new ExitError('A grid has a run of its own: --resume goes on with one, --run-id does not.', 2)
  }
  if (flags.resume !== undefined && grid.length === 0) {
    throw new ExitError('--resume goes on with a grid: give its --grid too.', 2)
  }
}
