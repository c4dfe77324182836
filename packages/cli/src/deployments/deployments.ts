import type { DeployClient, Description } from '@millrace/models/deployments'
import type { Command } from 'commander'
import { ExitError } from '../exit-error.ts'
import { explained } from '../models/model-flags.ts'
import { pythonRepr, pythonStr } from '../output/python-repr.ts'
import {
  changing,
  configOf,
  onTarget,
  ownProgram,
  type TargetFlags,
  tell,
  telling,
  withClient,
  withConfig,
  withModel,
} from './flags.ts'

interface DeploymentFlags extends TargetFlags {
  name: string
  endpoint?: string
  config: readonly string[]
  modelUri?: string
  flavor?: string
}

type NewDeploymentFlags = DeploymentFlags & { modelUri: string }

const ENDPOINT = '--endpoint <name>'

function named(command: Command): Command {
  return command
    .requiredOption('--name <name>', 'of the deployment')
    .option(ENDPOINT, 'the endpoint it is in, where the target has such')
}

export function createCommand(): Command {
  return withConfig(withModel(named(changing('create', 'Deploy a model.')), true)).action(create)
}

async function create(flags: NewDeploymentFlags): Promise<void> {
  const { name, modelUri, flavor } = flags
  const config = configOf(flags)
  await withClient(flags, async (client) => {
    refuseEndpoint(client, flags)
    const made = await client.createDeployment(name, modelUri, { flavor, config })
    if (made) tell(flags, made.remark ?? `\n${made.flavor} deployment ${made.name} is created`, made)
  })
}

export function updateCommand(): Command {
  const about = 'Give a deployment another model, or other settings.'
  return withConfig(withModel(named(changing('update', about)), false)).action(update)
}

async function update(flags: DeploymentFlags): Promise<void> {
  const { name, modelUri, flavor } = flags
  const config = configOf(flags)
  await withClient(flags, async (client) => {
    refuseEndpoint(client, flags)
    const made = await client.updateDeployment(name, { modelUri, flavor, config })
    if (made) tell(flags, made.remark ?? `Deployment ${name} is updated (with flavor ${made.flavor})`, made)
  })
}

export function deleteCommand(): Command {
  return withConfig(named(changing('delete', 'Delete a deployment.'))).action(remove)
}

async function remove(flags: DeploymentFlags): Promise<void> {
  const config = configOf(flags)
  await withClient(flags, async (client) => {
    refuseEndpoint(client, flags)
    await client.deleteDeployment(flags.name, { config })
    if (!flags.dryRun) tell(flags, `Deployment ${flags.name} is deleted`, { name: flags.name })
  })
}

export function listCommand(): Command {
  return telling('list', 'List the deployments of a target, and how they stand.')
    .option(ENDPOINT, 'only those in this endpoint, where the target has such')
    .action(list)
}

async function list(flags: DeploymentFlags): Promise<void> {
  await withClient(flags, async (client) => {
    refuseEndpoint(client, flags)
    const all = await client.listDeployments()
    tell(flags, `List of all deployments:\n${pythonRepr(all)}`, all)
  })
}

export function getCommand(): Command {
  return named(telling('get', 'Describe a deployment.')).action(get)
}

async function get(flags: DeploymentFlags): Promise<void> {
  await withClient(flags, async (client) => {
    refuseEndpoint(client, flags)
    tellDescription(flags, await client.getDeployment(flags.name))
  })
}

/** A member a line, as `mlflow` prints it. */
export function tellDescription(flags: TargetFlags, description: Description): void {
  const lines = Object.entries(description)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}: ${pythonStr(value)}\n`)
  tell(flags, `${lines.join('')}\n`, description)
}

export function runLocalCommand(): Command {
  const command = onTarget('run-local', 'Serve a model here as the target would, until it is told to end.')
  return withConfig(withModel(command.requiredOption('--name <name>', 'of the deployment'), true)).action(
    runHere,
  )
}

async function runHere(flags: NewDeploymentFlags): Promise<void> {
  const config = configOf(flags)
  const { runLocal } = await import('@millrace/models/deployments')
  const { target, name, modelUri, flavor } = flags
  await explained(() =>
    runLocal(target, name, modelUri, {
      ...{ flavor, config, program: ownProgram() },
      onProgress: (line) => console.error(line),
    }),
  )
}

export function helpCommand(): Command {
  return onTarget('help', 'Tell the forms of a target’s URI, and its settings.').action(
    async ({ target }: TargetFlags) => {
      const { targetHelp } = await import('@millrace/models/deployments')
      console.log(await explained(() => targetHelp(target)))
    },
  )
}

/** No target of ours keeps several deployments in an endpoint. */
function refuseEndpoint(client: DeployClient, { endpoint }: DeploymentFlags): void {
  if (endpoint === undefined) return
  throw new ExitError(
    client.hasEndpoints
      ? `A deployment on ${client.targetUri} is an endpoint: name it by --name, or use the commands for endpoints.`
      : `The target ${client.targetUri} has no endpoints: leave --endpoint out.`,
  )
}
