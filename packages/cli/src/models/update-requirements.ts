import { Argument, Command } from 'commander'
import { ExitError } from '../exit-error.ts'
import { explained } from './model-flags.ts'

/** `millrace models update-pip-requirements`: of a model in a folder. */
export function updateRequirementsCommand(): Command {
  return new Command('update-pip-requirements')
    .description("Add requirements to a model's environment, or remove them.")
    .exitOverride()
    .requiredOption('-m, --model-uri <path>', "the model's folder")
    .addArgument(new Argument('<operation>', 'what to do').choices(['add', 'remove']))
    .argument('<requirements...>', 'as pip takes them: scikit-learn==1.9.1')
    .option('--json', 'answer in JSON')
    .action(update)
}

async function update(
  operation: 'add' | 'remove',
  requirements: string[],
  flags: { modelUri: string; json?: boolean },
): Promise<void> {
  const { resolveModel, updateRequirements } = await import('@millrace/models')
  await explained(async () => {
    const { folder, isCopy, release } = await resolveModel(flags.modelUri, process.env)
    try {
      if (isCopy)
        throw new ExitError('Only a model in a folder can be changed: what is logged stays as it was.')
      const { requirements: all } = await updateRequirements(folder, operation, requirements)
      console.log(flags.json ? JSON.stringify({ requirements: all }) : all.join('\n'))
    } finally {
      await release()
    }
  })
}
