import type { RunRecord } from '@millrace/sdk'
import { Command, Option } from 'commander'
import { assertOneOf, type ConnectFlags, connected, connectedCommand, viewOf } from '../connect.ts'
import { ExitError } from '../exit-error.ts'

/** `millrace runs`: what `mlflow runs` does, and prints. */
export function runsCommand(): Command {
  return new Command('runs')
    .description('Make, list, show, delete and restore runs.')
    .exitOverride()
    .addCommand(createCommand())
    .addCommand(listCommand())
    .addCommand(describeCommand())
    .addCommand(deleteCommand())
    .addCommand(restoreCommand())
}

function createCommand(): Command {
  return connectedCommand('create', 'Create a run that has ended already.')
    .option('--experiment-id <id>', 'the experiment that it belongs to [MLFLOW_EXPERIMENT_ID]')
    .option('--experiment-name <name>', 'or its name; made if there is none [MLFLOW_EXPERIMENT_NAME]')
    .option('--run-name <name>', 'its name (default: the server makes one up)')
    .option('--description <text>', 'what it is about')
    .option('-t, --tags <key=value>', 'a tag; may be given again', pair, {})
    .addOption(
      new Option('--status <status>', 'how it ended: finished, failed or killed')
        .argParser(status)
        .default('finished'),
    )
    .option('--parent-run-id <id>', 'the run that it is nested in')
    .action(create)
}

interface CreateFlags extends ConnectFlags {
  readonly experimentId?: string
  readonly experimentName?: string
  readonly runName?: string
  readonly description?: string
  readonly tags: Readonly<Record<string, string>>
  readonly status: (typeof STATUSES)[number]
  readonly parentRunId?: string
}

const STATUSES = ['finished', 'failed', 'killed'] as const

function status(text: string): (typeof STATUSES)[number] {
  const found = STATUSES.find((name) => name === text.toLowerCase())
  if (found) return found
  throw new ExitError(`'${text}' is not one of ${STATUSES.map((name) => `'${name}'`).join(', ')}.`, 2)
}

function pair(text: string, before: Readonly<Record<string, string>>): Record<string, string> {
  const at = text.indexOf('=')
  if (at <= 0) throw new ExitError(`Invalid tag format: '${text}'. Tags must be in key=value format.`, 2)
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) }
}

/** A flag beats both of the variables. */
function experimentOf({ experimentId, experimentName }: CreateFlags) {
  const { MLFLOW_EXPERIMENT_ID, MLFLOW_EXPERIMENT_NAME } = process.env
  const isGiven = experimentId !== undefined || experimentName !== undefined
  const chosen = isGiven
    ? { experimentId, experimentName }
    : {
        experimentId: MLFLOW_EXPERIMENT_ID || undefined,
        experimentName: MLFLOW_EXPERIMENT_NAME || undefined,
      }
  assertOneOf(chosen, '--experiment-id', '--experiment-name')
  return chosen
}

async function create(flags: CreateFlags): Promise<void> {
  const { experimentId: chosenId, experimentName = '' } = experimentOf(flags)
  const { runName, description, parentRunId, status } = flags
  const tags = {
    ...flags.tags,
    ...(description && { 'mlflow.note.content': description }),
    ...(parentRunId && { 'mlflow.parentRunId': parentRunId }),
  }
  const { experimentId, runId } = await connected(flags, async (client) => {
    const { experiments, runs } = client
    const id =
      chosenId ??
      (await experiments.getByName(experimentName))?.experimentId ??
      (await experiments.create({ name: experimentName }))
    const run = await runs.create({ experimentId: id, tags, ...(runName && { name: runName }) })
    await runs.update(run.runId, { status, endTime: Date.now() })
    return run
  })
  const answer = {
    run_id: runId,
    experiment_id: experimentId,
    status: status.toUpperCase(),
    run_name: runName ?? null,
  }
  const { pythonJson } = await import('../output/python-json.ts')
  console.log(pythonJson(answer, 2))
}

function listCommand(): Command {
  return connectedCommand('list', 'List the runs of an experiment.')
    .addOption(
      new Option('--experiment-id <id>', 'the experiment').env('MLFLOW_EXPERIMENT_ID').makeOptionMandatory(),
    )
    .option('-v, --view <view>', "'active_only' (default), 'deleted_only' or 'all'")
    .action(list)
}

interface ListFlags extends ConnectFlags {
  readonly experimentId: string
  readonly view?: string
}

async function list(flags: ListFlags): Promise<void> {
  const view = viewOf(flags.view)
  const found = await connected(flags, (client) =>
    client.runs.search({ experimentIds: [flags.experimentId], view }).all(),
  )
  if (flags.json) return console.log((await import('../runs/formats.ts')).FORMATS.json(found))
  const { table } = await import('../output/table.ts')
  console.log(
    table(
      ['Date', 'Name', 'ID'],
      found.map((run) => [startOf(run), run.name, run.runId]),
    ),
  )
}

function startOf({ startTime }: RunRecord): string {
  return startTime ? `${startTime.toISOString().slice(0, 19).replace('T', ' ')} UTC` : ''
}

interface RunFlags extends ConnectFlags {
  readonly runId: string
}

function onRun(name: string, description: string): Command {
  return connectedCommand(name, description).requiredOption('--run-id <id>', 'the run')
}

function describeCommand(): Command {
  return onRun('describe', 'Print all that is known of a run, as JSON.').action(async (flags: RunFlags) => {
    const { describeRun } = await import('../runs/describe.ts')
    console.log(describeRun(await connected(flags, (client) => client.runs.get(flags.runId))))
  })
}

function deleteCommand(): Command {
  return onRun('delete', 'Mark a run as deleted.').action(async (flags: RunFlags) => {
    await connected(flags, (client) => client.runs.delete(flags.runId))
    tell(flags, `Run with ID ${flags.runId} has been deleted.`)
  })
}

function restoreCommand(): Command {
  return onRun('restore', 'Take a deletion back.').action(async (flags: RunFlags) => {
    await connected(flags, (client) => client.runs.restore(flags.runId))
    tell(flags, `Run with id ${flags.runId} has been restored.`)
  })
}

function tell(flags: RunFlags, sentence: string): void {
  console.log(flags.json ? JSON.stringify({ run_id: flags.runId }) : sentence)
}
