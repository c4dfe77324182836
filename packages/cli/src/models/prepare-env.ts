import type { Command } from 'commander'
import { environmentOptions, explained, type ModelFlags, onModel } from './model-flags.ts'

/** `millrace models prepare-env`: so that serving starts at once. */
export function prepareEnvCommand(): Command {
  return onModel('prepare-env', 'Make the environment of a model, and say which Python it holds.')
    .option('--json', 'answer in JSON')
    .action(prepareEnv)
}

async function prepareEnv(flags: ModelFlags & { readonly json?: boolean }): Promise<void> {
  const { prepareEnvironment, resolveModel } = await import('@millrace/models')
  await explained(async () => {
    const model = await resolveModel(flags.modelUri, process.env)
    try {
      const python = await prepareEnvironment(model.folder, environmentOptions(flags))
      console.log(flags.json ? JSON.stringify({ python }) : python)
    } finally {
      await model.release()
    }
  })
}
