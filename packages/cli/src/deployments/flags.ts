import type { Config, DeployClient } from '@millrace/models/deployments'
import { Command, Option } from 'commander'
import { ExitError } from '../exit-error.ts'
import { explained } from '../models/model-flags.ts'

export interface TargetFlags {
  target: string
  dryRun?: boolean
  json?: boolean
}

interface ConfigFlags {
  config: readonly string[]
}

/** A command of `millrace deployments`. */
export function onTarget(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .exitOverride()
    .requiredOption(
      '-t, --target <uri>',
      'where to: local, kubernetes:/CONTEXT/NAMESPACE, sagemaker:/REGION, databricks, or a target of your own',
    )
}

/** One that tells what there is, or what it did. */
export function telling(name: string, description: string): Command {
  return onTarget(name, description).option('--json', 'answer in JSON')
}

/** Prints what `mlflow` says, or the same as JSON. */
export function tell({ json }: TargetFlags, said: string, answer: unknown): void {
  console.log(json ? JSON.stringify(answer) : said)
}

/** One that changes something. */
export function changing(name: string, description: string): Command {
  return telling(name, description).option(
    '--dry-run',
    'print what would be started, written or sent, and change nothing',
  )
}

export function withConfig(command: Command): Command {
  return command.addOption(
    new Option(
      '-C, --config <name=value>',
      "a setting of the target, see 'millrace deployments help -t TARGET' (repeatable)",
    )
      .default([], 'none')
      .argParser((pair: string, before: readonly string[]) => [...before, pair]),
  )
}

export function withModel(command: Command, isRequired: boolean): Command {
  const flags = '-m, --model-uri <uri>'
  const text = 'a path, runs:/RUN/PATH, models:/NAME/VERSION, models:/NAME@ALIAS, models:/m-ID'
  return (isRequired ? command.requiredOption(flags, text) : command.option(flags, text)).option(
    '-f, --flavor <flavor>',
    'which of its flavors to deploy (default: the one that Node loads, else python_function)',
  )
}

/** @throws ExitError 2 for what is no pair, 1 for a name given twice, as `mlflow` */
export function configOf({ config }: ConfigFlags): Config {
  const given: Record<string, string> = {}
  for (const pair of config) {
    const at = pair.indexOf('=')
    if (at < 0) {
      throw new ExitError(
        'Config options must be a pair and should be provided as ``-C key=value`` or ``--config key=value``',
        2,
      )
    }
    const name = pair.slice(0, at)
    if (Object.hasOwn(given, name)) throw new ExitError(`Repeated parameter: '${name}'`)
    given[name] = pair.slice(at + 1)
  }
  return given
}

/** Does `work` with the client of a target; refusals become the command's end. */
export function withClient<T>(
  { target, dryRun }: TargetFlags,
  work: (client: DeployClient) => Promise<T>,
): Promise<T> {
  return explained(async () => {
    const { getDeployClient } = await import('@millrace/models/deployments')
    const onProgress = (line: string) => console.error(line)
    await using client = await getDeployClient(target, {
      ...{ onProgress, program: ownProgram() },
      ...(dryRun && { dryRun: (would: string) => console.log(would) }),
    })
    return await work(client)
  })
}

/** The words by which this command was started. */
export function ownProgram(): string[] {
  return [process.execPath, process.argv[1] ?? '']
}
