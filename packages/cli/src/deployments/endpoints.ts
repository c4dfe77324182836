import type { Command } from 'commander'
import { pythonRepr } from '../output/python-repr.ts'
import { tellDescription } from './deployments.ts'
import { changing, configOf, type TargetFlags, tell, telling, withClient, withConfig } from './flags.ts'

interface EndpointFlags extends TargetFlags {
  endpoint: string
  config: readonly string[]
}

function named(command: Command): Command {
  return command.requiredOption('--endpoint <name>', 'of the endpoint')
}

export function createEndpointCommand(): Command {
  return withConfig(named(changing('create-endpoint', 'Make an endpoint.'))).action(
    async (flags: EndpointFlags) => {
      const config = configOf(flags)
      await withClient(flags, async (client) => {
        const made = await client.createEndpoint(flags.endpoint, config)
        if (made) tell(flags, `\nEndpoint ${flags.endpoint} is created`, made)
      })
    },
  )
}

export function updateEndpointCommand(): Command {
  return withConfig(named(changing('update-endpoint', 'Change an endpoint.'))).action(
    async (flags: EndpointFlags) => {
      const config = configOf(flags)
      await withClient(flags, async (client) => {
        const made = await client.updateEndpoint(flags.endpoint, config)
        if (made) tell(flags, `\nEndpoint ${flags.endpoint} is updated`, made)
      })
    },
  )
}

export function deleteEndpointCommand(): Command {
  return named(changing('delete-endpoint', 'Delete an endpoint.')).action(async (flags: EndpointFlags) => {
    await withClient(flags, async (client) => {
      await client.deleteEndpoint(flags.endpoint)
      if (!flags.dryRun) tell(flags, `\nEndpoint ${flags.endpoint} is deleted`, { name: flags.endpoint })
    })
  })
}

export function listEndpointsCommand(): Command {
  return telling('list-endpoints', 'List the endpoints of a target.').action(async (flags: TargetFlags) => {
    await withClient(flags, async (client) => {
      const all = await client.listEndpoints()
      tell(flags, `List of all endpoints:\n${pythonRepr(all)}`, all)
    })
  })
}

export function getEndpointCommand(): Command {
  return named(telling('get-endpoint', 'Describe an endpoint.')).action(async (flags: EndpointFlags) => {
    await withClient(flags, async (client) =>
      tellDescription(flags, await client.getEndpoint(flags.endpoint)),
    )
  })
}
