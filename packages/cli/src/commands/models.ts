import { Command, Option } from 'commander'
import { ExitError } from '../exit-error.ts'
import type { Format } from '../models/report.ts'

interface ServerFlags {
  trackingUri?: string
}

interface CheckFlags extends ServerFlags {
  against?: string
  require: string[]
  maxDrop: string[]
  maxRise: string[]
  allowMissingBaseline?: boolean
  output: Format
}

/** `millrace models`: what a pipeline asks of a model registry, over HTTP. */
export function modelsCommand(): Command {
  return new Command('models')
    .description('Ask and change the model registry of a server.')
    .exitOverride()
    .addCommand(checkCommand())
    .addCommand(promoteCommand())
    .addCommand(historyCommand())
}

function onServer(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .exitOverride()
    .addOption(
      new Option('--tracking-uri <uri>', 'the server').env('MLFLOW_TRACKING_URI').makeOptionMandatory(),
    )
}

function collect(value: string, before: string[]): string[] {
  return [...before, value]
}

function withConditions(command: Command, requireFlag: string): Command {
  return command
    .option(
      `${requireFlag} <condition>`,
      "what must hold: metrics.auc >= 0.8, tags.approved = 'yes' (repeatable)",
      collect,
      [],
    )
    .option('--max-drop <metric=amount>', 'how much lower than the baseline a metric may be', collect, [])
    .option('--max-rise <metric=amount>', 'how much higher than the baseline a metric may be', collect, [])
    .option('--allow-missing-baseline', 'pass what compares with a baseline that is not there')
    .addOption(
      new Option('--output <format>', 'how to answer')
        .choices(['table', 'json', 'junit', 'markdown'])
        .default('table'),
    )
}

function checkCommand(): Command {
  const command = onServer(
    'check',
    'Ask conditions of a version; exit 1 when one fails, 2 when none can be asked.',
  )
    .argument('<model>', 'NAME@alias or NAME/version')
    .option('--against <model>', 'the version to compare with: NAME@alias or NAME/version')
  return withConditions(command, '--require').action(check)
}

async function check(reference: string, flags: CheckFlags): Promise<void> {
  if (flags.require.length + flags.maxDrop.length + flags.maxRise.length === 0) {
    throw new ExitError('Nothing to check: give --require, --max-drop or --max-rise.', 2)
  }
  const { runChecks } = await import('../models/run-checks.ts')
  const { text, passed } = await runChecks(reference, { ...flags, env: process.env })
  console.log(text)
  if (!passed) throw new ExitError('The model does not pass.', 1)
}

interface PromoteFlags extends Omit<CheckFlags, 'require'> {
  alias: string
  ifPasses: string[]
}

function promoteCommand(): Command {
  const command = onServer('promote', 'Give an alias to a version, if that passes what is asked of it.')
    .argument('<name>', 'the registered model')
    .argument('<version>', 'its version')
    .requiredOption('--alias <alias>', 'the alias to give')
    .option('--against <model>', 'the version to compare with (default: the one that has the alias)')
  return withConditions(command, '--if-passes').action(promote)
}

async function promote(name: string, version: string, flags: PromoteFlags): Promise<void> {
  const { runChecks } = await import('../models/run-checks.ts')
  const { TrackingServer } = await import('../models/tracking-server.ts')
  const { alias, ifPasses, against = `${name}@${alias}` } = flags
  const asked = { ...flags, require: ifPasses, against, env: process.env }
  const { text, passed } = await runChecks(`${name}/${version}`, asked)
  console.log(text)
  if (!passed) throw new ExitError(`${name}@${alias} stays as it is: version ${version} does not pass.`, 1)
  const server = new TrackingServer(flags.trackingUri ?? '', process.env)
  await server.post('2.0/mlflow/registered-models/alias', { name, alias, version })
  console.error(`${name}@${alias} is version ${version} now.`)
}

interface HistoryFlags extends ServerFlags {
  modelVersion?: string
  alias?: string
  at?: string
  since?: string
  until?: string
  json?: boolean
}

function historyCommand(): Command {
  return onServer('history', 'Show what was changed in a registered model, or which version an alias named.')
    .argument('<name>', 'the registered model')
    .option('--model-version <version>', 'only what concerns this version')
    .option('--alias <alias>', 'only this alias')
    .option(
      '--at <time>',
      'which version the alias named then: 2026-03-03 (its end, UTC), 2026-03-03T09:30:00Z',
    )
    .option('--since <time>', 'only changes from then on')
    .option('--until <time>', 'only changes up to then')
    .option('--json', 'as JSON, a line for each change')
    .action(history)
}

async function history(name: string, flags: HistoryFlags): Promise<void> {
  const { aliasLine, changeLine, readAliasAt, readHistory } = await import('../models/history.ts')
  const { TrackingServer } = await import('../models/tracking-server.ts')
  const { alias, at, modelVersion: version, since, until, json } = flags
  const server = new TrackingServer(flags.trackingUri ?? '', process.env)
  if (at !== undefined) {
    if (alias === undefined) throw new ExitError('--at needs the --alias that it asks for.', 2)
    const answer = await readAliasAt(server, name, alias, at)
    console.log(json ? JSON.stringify(answer) : aliasLine(name, alias, answer))
    return
  }
  for await (const change of readHistory(server, name, { version, alias, since, until })) {
    console.log(json ? JSON.stringify(change) : changeLine(change))
  }
}
