import type { RunEnd, RunProjectOptions } from '@millrace/projects'
import { Command, InvalidArgumentError, Option } from 'commander'
import { explained } from '../connect.ts'
import { ExitError } from '../exit-error.ts'
import { KILLED_CODE, listenForKill } from '../projects/on-kill.ts'
import { runAgain } from '../projects/run-again.ts'
import { assertTogether } from '../projects/run-flags.ts'
import { runGrid } from '../projects/run-grid.ts'
import { optionsOf, type RunFlags } from '../projects/run-options.ts'

/** `millrace run`: the options of `mlflow run`. */
export function runCommand(): Command {
  return (
    new Command('run')
      .description(
        'Run a project: a folder, a git repository or a zip file, with an MLproject file or without one.',
      )
      .exitOverride()
      .argument(
        '[uri]',
        'a folder, file://…, a git address or a zip file; #FOLDER behind it for a part of that',
      )
      .option('-e, --entry-point <name>', 'an entry point of the MLproject file, or a script', 'main')
      .option('-v, --version <version>', 'a branch, a tag or a commit of a git repository')
      .option('-P, --param-list <name=value>', 'a parameter (repeatable)', gathered)
      .option(
        '-A, --docker-args <name=value>',
        'an option of docker run, or a name alone (repeatable)',
        gathered,
      )
      // A flag beats both of the variables, which are read where there is none.
      .option(
        '--experiment-name <name>',
        'where the run goes; created if it is not there [MLFLOW_EXPERIMENT_NAME]',
      )
      .option('--experiment-id <id>', 'where the run goes [MLFLOW_EXPERIMENT_ID]')
      .option(
        '-b, --backend <backend>',
        'where it runs: local (default), docker, kubernetes, databricks, slurm, or a package that exports a backend',
      )
      .option('-c, --backend-config <json>', 'settings of the backend: a file of JSON, or JSON')
      .addOption(
        new Option(
          '--env-manager <manager>',
          'what makes its environment (default: uv or node, where the project asks for one)',
        ).choices(['local', 'virtualenv', 'uv', 'conda', 'node']),
      )
      .addOption(
        new Option('--storage-dir <folder>', "where remote files of parameters of type 'path' are put").env(
          'MLFLOW_TMP_DIR',
        ),
      )
      .option('--run-id <id>', 'a run that is there already, to go on with')
      .option('--run-name <name>', 'what the run is called')
      .option('--build-image', 'build a new image on that of docker_env')
      .option('--skip-image-build', 'use the image of docker_env as it is')
      .option(
        '--grid <name=v1,v2>',
        'values to try; with several, every combination is a run (repeatable)',
        gathered,
      )
      .option('--jobs <n>', 'runs of the grid at the same time', wholeNumber, 1)
      .option('--resume <run>', 'the parent of an earlier grid: what finished there is not run again')
      .option('--cache', 'take a finished run of equal code, parameters and inputs instead')
      .option('--reproduce <run>', 'run that run again, as it was, and compare their metrics')
      .option('--tolerance <x>', 'how far a metric may be from what it was', number, 1e-6)
      .option('--metrics <keys>', 'compare only these, comma-separated')
      .option('--tracking-uri <uri>', 'a server, a database or a folder [MLFLOW_TRACKING_URI]')
      .option('--json', 'answer in JSON; what the project prints goes to standard error')
      .action(run)
  )
}

function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It must be a whole number, 1 at least.')
}

function number(text: string): number {
  if (text.trim() !== '' && Number(text) >= 0) return Number(text)
  throw new InvalidArgumentError('It must be a number, 0 at least.')
}

function gathered(one: string, before: readonly string[] = []): readonly string[] {
  return [...before, one]
}

async function run(uri: string | undefined, flags: RunFlags): Promise<void> {
  assertTogether(uri, flags)
  const { grid = [], reproduce } = flags
  const options = await optionsOf(uri ?? '', flags)
  try {
    if (reproduce !== undefined) await runAgain(reproduce, options, flags)
    else if (grid.length > 0) await runGrid(options, grid, flags)
    else await runOnce(options, flags)
  } catch (error) {
    throw await explained(error, flags.trackingUri)
  }
}

async function runOnce(options: RunProjectOptions, { json }: RunFlags): Promise<void> {
  const projects = await import('@millrace/projects')
  const killing = listenForKill()
  const started = await projects.run({ ...options, signal: killing.signal })
  killing.does(() => started.cancel())
  const end = await started.wait()
  if (json) console.log(asJson(started.runId, end))
  tell(started.runId, end)
  killing.stopListening()
}

function asJson(run_id: string, { status, exitCode, reason }: RunEnd): string {
  return JSON.stringify({ run_id, status: status.toUpperCase(), exit_code: exitCode, reason })
}

function tell(runId: string, { status, exitCode, reason }: RunEnd): void {
  if (status === 'finished') {
    console.error(`=== Run (ID '${runId}') succeeded ===`)
    return
  }
  const why = reason === undefined ? '' : ` ${reason}`
  if (status === 'killed') throw new ExitError(`=== Run (ID '${runId}') was killed ===${why}`, KILLED_CODE)
  throw new ExitError(`=== Run (ID '${runId}') failed ===${why}`, exitCode || 1)
}
