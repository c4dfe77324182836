import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Experiment } from '@millrace/sdk'
import { Command, Option } from 'commander'
import { assertOneOf, type ConnectFlags, connected, connectedCommand, viewOf } from '../connect.ts'
import { ExitError } from '../exit-error.ts'
import { writeWhole } from '../write-whole.ts'

/** `millrace experiments`: what `mlflow experiments` does, and prints. */
export function experimentsCommand(): Command {
  return new Command('experiments')
    .description('Make, find, rename, delete and restore experiments.')
    .exitOverride()
    .addCommand(createCommand())
    .addCommand(searchCommand())
    .addCommand(getCommand())
    .addCommand(renameCommand())
    .addCommand(deleteCommand())
    .addCommand(restoreCommand())
    .addCommand(csvCommand())
}

interface IdFlags extends ConnectFlags {
  readonly experimentId: string
}

function onExperiment(name: string, description: string): Command {
  return connectedCommand(name, description).requiredOption('-x, --experiment-id <id>', 'the experiment')
}

function createCommand(): Command {
  return connectedCommand('create', 'Create an experiment.')
    .requiredOption('-n, --experiment-name <name>', 'its name')
    .option(
      '-l, --artifact-location <uri>',
      'where its runs keep their artifacts (default: the server picks a place)',
    )
    .action(create)
}

interface CreateFlags extends ConnectFlags {
  readonly experimentName: string
  readonly artifactLocation?: string
}

async function create(flags: CreateFlags): Promise<void> {
  const { experimentName: name, artifactLocation } = flags
  const id = await connected(flags, (client) =>
    client.experiments.create({ name, ...(artifactLocation && { artifactLocation }) }),
  )
  console.log(
    flags.json ? JSON.stringify({ experiment_id: id }) : `Created experiment '${name}' with id ${id}`,
  )
}

function searchCommand(): Command {
  return connectedCommand('search', 'List experiments.')
    .alias('list')
    .option('-v, --view <view>', "'active_only' (default), 'deleted_only' or 'all'")
    .option('--max-results <number>', 'at most so many (default: all)', wholeNumber)
    .action(search)
}

interface SearchFlags extends ConnectFlags {
  readonly view?: string
  readonly maxResults?: number
}

async function search(flags: SearchFlags): Promise<void> {
  const view = viewOf(flags.view)
  const found = await connected(flags, (client) => client.experiments.search({ view }).all(flags.maxResults))
  found.sort((a, b) => (BigInt(a.experimentId) < BigInt(b.experimentId) ? -1 : 1))
  if (flags.json) return console.log(JSON.stringify(found.map(asJson), undefined, 2))
  const { table } = await import('../output/table.ts')
  const rows = found.map(({ experimentId, name, artifactLocation }) => [experimentId, name, artifactLocation])
  console.log(table(['Experiment Id', 'Name', 'Artifact Location'], rows))
}

function getCommand(): Command {
  return connectedCommand('get', 'Show an experiment, found by id or by name.')
    .option('-x, --experiment-id <id>', 'its id')
    .option('-n, --experiment-name <name>', 'or its name')
    .addOption(new Option('--output <format>', 'how').choices(['json', 'table']).default('table'))
    .action(get)
}

interface GetFlags extends ConnectFlags {
  readonly experimentId?: string
  readonly experimentName?: string
  readonly output: 'json' | 'table'
}

async function get(flags: GetFlags): Promise<void> {
  assertOneOf(flags, '--experiment-id', '--experiment-name')
  const { experimentId, experimentName = '' } = flags
  const found = await connected(flags, ({ experiments }) =>
    experimentId === undefined ? experiments.getByName(experimentName) : experiments.get(experimentId),
  )
  if (!found) throw new ExitError(`Experiment with name '${experimentName}' not found.`)
  if (flags.json || flags.output === 'json') {
    const { pythonJson } = await import('../output/python-json.ts')
    return console.log(pythonJson(asJson(found), 2))
  }
  console.log(facts(found))
}

function facts(experiment: Experiment): string {
  const tags = Object.entries(experiment.tags).map(([key, value]) => `${key}=${value}`)
  const lines: [string, string][] = [
    ['Experiment ID', experiment.experimentId],
    ['Name', experiment.name],
    ['Artifact Location', experiment.artifactLocation],
    ['Lifecycle Stage', experiment.lifecycleStage],
    ['Creation Time', milliseconds(experiment.creationTime)],
    ['Last Update Time', milliseconds(experiment.lastUpdateTime)],
    ['Tags', tags.join(', ')],
  ]
  return lines.map(([name, value]) => `${name.padEnd(19)}: ${value}`).join('\n')
}

function milliseconds(time: Date | undefined): string {
  return time ? String(time.getTime()) : ''
}

/** With what MLflow says of an experiment whose server knows neither traces nor workspaces. */
function asJson(experiment: Experiment) {
  return {
    artifact_location: experiment.artifactLocation,
    creation_time: experiment.creationTime?.getTime() ?? null,
    effective_trace_archival_retention: null,
    experiment_id: experiment.experimentId,
    last_update_time: experiment.lastUpdateTime?.getTime() ?? null,
    lifecycle_stage: experiment.lifecycleStage,
    name: experiment.name,
    tags: experiment.tags,
    trace_location: null,
    workspace: 'default',
  }
}

function renameCommand(): Command {
  return onExperiment('rename', 'Rename an active experiment.')
    .requiredOption('--new-name <name>', 'its new name')
    .action(rename)
}

async function rename(flags: IdFlags & { readonly newName: string }): Promise<void> {
  const { experimentId: id, newName } = flags
  await connected(flags, (client) => client.experiments.rename(id, newName))
  tell(flags, `Experiment with id ${id} has been renamed to '${newName}'.`)
}

function deleteCommand(): Command {
  return onExperiment('delete', 'Mark an experiment, and its runs, as deleted.').action(
    async (flags: IdFlags) => {
      await connected(flags, (client) => client.experiments.delete(flags.experimentId))
      tell(flags, `Experiment with ID ${flags.experimentId} has been deleted.`)
    },
  )
}

function restoreCommand(): Command {
  return onExperiment('restore', 'Take a deletion back.').action(async (flags: IdFlags) => {
    await connected(flags, (client) => client.experiments.restore(flags.experimentId))
    tell(flags, `Experiment with id ${flags.experimentId} has been restored.`)
  })
}

function tell(flags: IdFlags, sentence: string): void {
  console.log(flags.json ? JSON.stringify({ experiment_id: flags.experimentId }) : sentence)
}

function csvCommand(): Command {
  return onExperiment('csv', 'Write all runs of an experiment as CSV.')
    .option('-o, --filename <file>', 'to this file (default: to the terminal)')
    .action(csv)
}

async function csv(flags: IdFlags & { readonly filename?: string }): Promise<void> {
  const { runsAsCsv } = await import('../runs/csv.ts')
  const search = { experimentIds: [flags.experimentId] }
  await connected(flags, async (client) => {
    const lines = runsAsCsv(client, search)
    if (flags.filename !== undefined) {
      await writeWhole(flags.filename, lines)
      const { experimentId, filename } = flags
      return console.log(
        flags.json
          ? JSON.stringify({ experiment_id: experimentId, filename })
          : `Experiment with ID ${experimentId} has been exported as a CSV to file: ${filename}.`,
      )
    }
    await pipeline(Readable.from(lines), process.stdout, { end: false })
    console.log()
  })
}

/** @throws ExitError */
export function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new ExitError(`'${text}' is not a whole number.`, 2)
}
