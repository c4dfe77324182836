import { writeFile } from 'node:fs/promises'
import type { DeployClient, PredictionBody } from '@millrace/models/deployments'
import type { Command } from 'commander'
import { assertOneOf } from '../connect.ts'
import { ExitError } from '../exit-error.ts'
import { onTarget, type TargetFlags, withClient } from './flags.ts'

interface PredictionFlags extends TargetFlags {
  name?: string
  endpoint?: string
  inputPath: string
  outputPath?: string
}

type Verb = (client: DeployClient, name: string, input: PredictionBody) => Promise<string>

function predictionCommand(name: string, description: string, verb: Verb): Command {
  return onTarget(name, description)
    .option('--name <name>', 'of the deployment; this or --endpoint')
    .option('--endpoint <name>', 'of the endpoint; this or --name')
    .requiredOption('-I, --input-path <file>', 'what to predict for: JSON, or CSV where it is named .csv')
    .option('-O, --output-path <file>', 'where to write the answer (default: standard output)')
    .action((flags: PredictionFlags) => ask(flags, verb))
}

export function predictCommand(): Command {
  return predictionCommand('predict', 'Let a deployment predict for a file.', (client, name, input) =>
    client.predictText(name, input),
  )
}

export function explainCommand(): Command {
  return predictionCommand('explain', 'Let a deployment explain its predictions.', (client, name, input) =>
    client.explainText(name, input),
  )
}

async function ask(flags: PredictionFlags, verb: Verb): Promise<void> {
  assertOneOf(flags, '--name', '--endpoint')
  const { name, endpoint, inputPath, outputPath } = flags
  const { readPredictionBody } = await import('@millrace/models/deployments')
  await withClient(flags, async (client) => {
    if (endpoint !== undefined && !client.hasEndpoints) {
      throw new ExitError(`The target ${client.targetUri} has no endpoints: name a deployment by --name.`)
    }
    const text = await verb(client, name ?? endpoint ?? '', await readPredictionBody(inputPath))
    if (outputPath === undefined) console.log(text)
    else await writeFile(outputPath, text)
  })
}
