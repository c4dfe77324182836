import { MLFLOW_VERSION } from '@millrace/contract/mlflow-version'
import type { EnvironmentOptions } from '@millrace/models'
import { Command, InvalidArgumentError, Option } from 'commander'
import { explained as asExitError } from '../connect.ts'

export interface ModelFlags {
  modelUri: string
  envManager: EnvironmentOptions['envManager']
  conda: boolean
  installMlflow?: boolean
}

/** A command about one model, with MLflow's flags for it and its environment. */
export function onModel(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .exitOverride()
    .requiredOption(
      '-m, --model-uri <uri>',
      'a path, runs:/RUN/PATH, models:/NAME/VERSION, models:/NAME@ALIAS, models:/m-ID',
    )
    .addOption(
      new Option('--env-manager <manager>', 'what makes the environment of a model in Python')
        .choices(['local', 'virtualenv', 'uv', 'conda'])
        .default('virtualenv'),
    )
    .option('--no-conda', 'the same as --env-manager local')
    .option('--install-mlflow', `also install mlflow ${MLFLOW_VERSION} into the environment`)
}

export function environmentOptions(flags: ModelFlags): EnvironmentOptions {
  return {
    envManager: flags.conda ? flags.envManager : 'local',
    installMlflow: flags.installMlflow ?? false,
    env: process.env,
    onProgress: (line) => console.error(line),
  }
}

/** @throws InvalidArgumentError for what is no whole number from `least` on */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value
    throw new InvalidArgumentError(`It must be a whole number, ${least} at least.`)
  }
}

/** Runs what speaks of models; what they are refused for becomes the command's end. */
export async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw await asExitError(error)
  }
}
