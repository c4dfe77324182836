import { Command, Option } from 'commander'
import { ExitError } from '../exit-error.ts'
import { askRegistry, CANNOT_TELL, type RegistryFlags, registryCommand } from '../models/ask-registry.ts'
import { buildDockerCommand, generateDockerfileCommand } from '../models/images.ts'
import { predictCommand } from '../models/predict.ts'
import { prepareEnvCommand } from '../models/prepare-env.ts'
import type { Format } from '../models/report.ts'
import { serveCommand } from '../models/serve.ts'
import { updateRequirementsCommand } from '../models/update-requirements.ts'

interface CheckFlags extends RegistryFlags {
  against?: string
  require?: string[]
  maxDrop?: string[]
  maxRise?: string[]
  allowMissingBaseline?: boolean
  output: Format
  json?: boolean
}

/** `millrace models`: models served, and what a pipeline asks of a model registry over HTTP. */
export function modelsCommand(): Command {
  return new Command('models')
    .description('Serve models; ask and change the model registry of a server.')
    .exitOverride()
    .addCommand(serveCommand())
    .addCommand(predictCommand())
    .addCommand(prepareEnvCommand())
    .addCommand(generateDockerfileCommand())
    .addCommand(buildDockerCommand())
    .addCommand(updateRequirementsCommand())
    .addCommand(checkCommand())
    .addCommand(promoteCommand())
    .addCommand(historyCommand())
}

function collect(value: string, before: string[] = []): string[] {
  return [...before, value]
}

function withConditions(command: Command, requireFlag: string): Command {
  return command
    .option(
      `${requireFlag} <condition>`,
      "what must hold: metrics.auc >= 0.8, tags.approved = 'yes' (repeatable)",
      collect,
    )
    .option(
      '--max-drop <metric=amount>',
      'how much lower than the baseline a metric may be (repeatable)',
      collect,
    )
    .option(
      '--max-rise <metric=amount>',
      'how much higher than the baseline a metric may be (repeatable)',
      collect,
    )
    .option('--allow-missing-baseline', 'pass what compares with a baseline that is not there')
    .addOption(
      new Option('--output <format>', 'how to answer')
        .choices(['table', 'json', 'junit', 'markdown'])
        .default('table'),
    )
    .option('--json', 'the same as --output json')
}

function formatOf({ json, output }: Pick<CheckFlags, 'json' | 'output'>): Format {
  return json ? 'json' : output
}

function checkCommand(): Command {
  const command = registryCommand(
    'check',
    'Ask conditions of a version; exit 1 when one fails, 2 when none can be asked.',
  )
    .argument('<model>', 'NAME@alias or NAME/version')
    .option('--against <model>', 'the version to compare with: NAME@alias or NAME/version')
  return withConditions(command, '--require').action(check)
}

async function check(reference: string, flags: CheckFlags): Promise<void> {
  if (!(flags.require || flags.maxDrop || flags.maxRise)) {
    throw new ExitError('Nothing to check: give --require, --max-drop or --max-rise.', CANNOT_TELL)
  }
  const { runChecks } = await import('../models/run-checks.ts')
  const { text, passed } = await runChecks(reference, { ...flags, output: formatOf(flags) })
  console.log(text)
  if (!passed) throw new ExitError('The model does not pass.', 1)
}

interface PromoteFlags extends Omit<CheckFlags, 'require'> {
  alias: string
  ifPasses?: string[]
}

function promoteCommand(): Command {
  const command = registryCommand(
    'promote',
    'Give an alias to a version, if that passes what is asked of it.',
  )
    .argument('<name>', 'the registered model')
    .argument('<version>', 'its version')
    .requiredOption('--alias <alias>', 'the alias to give')
    .option('--against <model>', 'the version to compare with (default: the one that has the alias)')
  return withConditions(command, '--if-passes').action(promote)
}

async function promote(name: string, version: string, flags: PromoteFlags): Promise<void> {
  const { runChecks } = await import('../models/run-checks.ts')
  const { alias, ifPasses, against = `${name}@${alias}` } = flags
  const asked = { ...flags, require: ifPasses, against, output: formatOf(flags) }
  const { text, passed } = await runChecks(`${name}/${version}`, asked)
  console.log(text)
  if (!passed) throw new ExitError(`${name}@${alias} stays as it is: version ${version} does not pass.`, 1)
  await askRegistry(flags, (client) => client.registry.setAlias(name, alias, version))
  console.error(`${name}@${alias} is version ${version} now.`)
}

interface HistoryFlags extends RegistryFlags {
  modelVersion?: string
  alias?: string
  at?: string
  since?: string
  until?: string
  json?: boolean
}

function historyCommand(): Command {
  return registryCommand(
    'history',
    'Show what was changed in a registered model, or which version an alias named.',
  )
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
  const { aliasLine, changeLine, ofMillrace } = await import('../models/history.ts')
  const { alias, at, modelVersion: version, since, until, json } = flags
  if (at !== undefined && alias === undefined) {
    throw new ExitError('--at needs the --alias that it asks for.', CANNOT_TELL)
  }
  await askRegistry(flags, ({ registry }) =>
    ofMillrace(async () => {
      if (at !== undefined && alias !== undefined) {
        const answer = await registry.aliasAt(name, alias, at)
        console.log(json ? JSON.stringify(answer) : aliasLine(name, alias, answer))
        return
      }
      const found = registry.history({ name, version, alias, since, until, pageSize: 1000 })
      for await (const change of found) console.log(json ? JSON.stringify(change) : changeLine(change))
    }),
  )
}
