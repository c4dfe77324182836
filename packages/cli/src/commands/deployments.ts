import { Command } from 'commander'
import {
  createCommand,
  deleteCommand,
  getCommand,
  helpCommand,
  listCommand,
  runLocalCommand,
  updateCommand,
} from '../deployments/deployments.ts'
import {
  createEndpointCommand,
  deleteEndpointCommand,
  getEndpointCommand,
  listEndpointsCommand,
  updateEndpointCommand,
} from '../deployments/endpoints.ts'
import { explainCommand, predictCommand } from '../deployments/predictions.ts'
import { explained } from '../models/model-flags.ts'

/** `millrace deployments`: the commands of `mlflow deployments`, and a dry run of what changes something. */
export function deploymentsCommand(): Command {
  return (
    new Command('deployments')
      .description('Deploy models: on this machine, to Kubernetes, Amazon SageMaker, Databricks.')
      .exitOverride()
      // Ours, about a target.
      .helpCommand(false)
      .addCommand(createCommand())
      .addCommand(updateCommand())
      .addCommand(deleteCommand())
      .addCommand(listCommand())
      .addCommand(getCommand())
      .addCommand(predictCommand())
      .addCommand(explainCommand())
      .addCommand(runLocalCommand())
      .addCommand(createEndpointCommand())
      .addCommand(updateEndpointCommand())
      .addCommand(deleteEndpointCommand())
      .addCommand(listEndpointsCommand())
      .addCommand(getEndpointCommand())
      .addCommand(helpCommand())
      .addCommand(superviseCommand(), { hidden: true })
  )
}

/** What a deployment on the target local is looked after by. */
function superviseCommand(): Command {
  return new Command('supervise')
    .argument('<folder>')
    .exitOverride()
    .action(async (folder: string) => {
      const { supervise } = await import('@millrace/models/deployments')
      await explained(() => supervise(folder))
    })
}
