import { invalidParameter } from '@millrace/contract'
import { type PythonEnvironment, packageOf, readEnvironment, writeEnvironment } from './files.ts'

/**
 * Adds requirements to a model's environment, or takes them out, in all files that tell it.
 * One that is there already gets the new version.
 * @throws MlflowError INVALID_PARAMETER_VALUE when one to be removed is not there
 */
export async function updateRequirements(
  folder: string,
  operation: 'add' | 'remove',
  requirements: readonly string[],
): Promise<PythonEnvironment> {
  const environment = await readEnvironment(folder)
  const named = new Set(requirements.map(packageOf))
  const before = new Set(environment.requirements.map(packageOf))
  const absent = requirements.filter((one) => !before.has(packageOf(one)))
  if (operation === 'remove' && absent.length > 0) {
    throw invalidParameter(`The model does not require ${absent.join(', ')}.`)
  }
  const others = environment.requirements.filter((one) => !named.has(packageOf(one)))
  const changed = {
    ...environment,
    requirements: operation === 'add' ? [...others, ...requirements] : others,
  }
  await writeEnvironment(folder, changed)
  return changed
}
