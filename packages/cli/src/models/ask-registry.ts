import type { Client } from '@millrace/sdk'
import { Command, Option } from 'commander'
import { connected } from '../connect.ts'
import { assertStoreExists } from '../existing-store.ts'
import { ExitError } from '../exit-error.ts'

/** The exit code where a question could not even be asked; 1 is a "no". */
export const CANNOT_TELL = 2

export interface RegistryFlags {
  readonly trackingUri: string
}

/** A command of a pipeline: which store it asks must be said, so that none is made by mistake. */
export function registryCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .exitOverride()
    .addOption(
      new Option('--tracking-uri <uri>', 'a server, a database or a folder')
        .env('MLFLOW_TRACKING_URI')
        .makeOptionMandatory(),
    )
}

/** Does `work` with a client of the store. @throws ExitError {@link CANNOT_TELL} whatever goes wrong */
export async function askRegistry<T>(
  { trackingUri }: RegistryFlags,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  try {
    await assertStoreExists(trackingUri, '--tracking-uri')
    return await connected({ trackingUri }, work)
  } catch (error) {
    throw error instanceof ExitError ? new ExitError(error.message, CANNOT_TELL) : error
  }
}
