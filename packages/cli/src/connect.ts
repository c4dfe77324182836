import type { Client } from '@millrace/sdk'
import { Command, Option } from 'commander'
import { ExitError } from './exit-error.ts'

/** What every command takes that works on a tracking server, or on a store without one. */
export interface ConnectFlags {
  readonly trackingUri?: string
  readonly json?: boolean
}

/** A command that works on a tracking server, or straight on a store. */
export function connectedCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .exitOverride()
    .addOption(
      new Option(
        '--tracking-uri <uri>',
        'a server, a database or a folder [MLFLOW_TRACKING_URI] (default sqlite:///mlflow.db)',
      ),
    )
    .option('--json', 'answer in JSON')
}

/** Does `work` with a client that is closed afterwards. @throws ExitError with what a person should read. */
export async function connected<T>(
  { trackingUri }: ConnectFlags,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const { Client } = await import('@millrace/sdk')
  // Somebody waits at a terminal.
  const env = { MLFLOW_HTTP_REQUEST_MAX_RETRIES: '2', ...process.env }
  let client: Client | undefined
  try {
    client = new Client({ trackingUri, env })
    return await work(client)
  } catch (error) {
    throw await explained(error, client?.trackingUri)
  } finally {
    // A store that could not be opened says so once more.
    await client?.close().catch(() => {})
  }
}

/** An error of the SDK, or of a store, as a person should read it; any other as it is. */
export async function explained(error: unknown, trackingUri = 'MLFLOW_TRACKING_URI'): Promise<unknown> {
  const { ConnectionError, MillraceError, ServerError } = await import('@millrace/sdk')
  const { MlflowError } = await import('@millrace/contract')
  if (error instanceof ServerError) {
    return new ExitError(error.code ? `${error.code}: ${error.message}` : error.message)
  }
  if (error instanceof ConnectionError) {
    return new ExitError(
      `${error.message} Is ${trackingUri} right (MLFLOW_TRACKING_URI), and the server running?`,
    )
  }
  const isPlain = error instanceof MillraceError || error instanceof MlflowError
  return isPlain ? new ExitError(error.message) : error
}

/** @throws ExitError unless exactly one of the two is given. */
export function assertOneOf<Flags extends object>(flags: Flags, one: string, other: string): void {
  const given = [one, other].filter((flag) => flags[memberOf(flag) as keyof Flags] !== undefined)
  if (given.length !== 1) throw new ExitError(`Must specify exactly one of ${one} or ${other}.`, 2)
}

function memberOf(flag: string): string {
  return flag.replace(/^--/, '').replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
}

const VIEWS = { active_only: 'active', deleted_only: 'deleted', all: 'all' } as const

/** MLflow's words for what to show; no flag is `active_only`. */
export function viewOf(word = 'active_only'): 'active' | 'deleted' | 'all' {
  if (Object.hasOwn(VIEWS, word)) return VIEWS[word as keyof typeof VIEWS]
  throw new ExitError(
    `Could not get valid view type corresponding to string ${word}. Valid view types are [${Object.keys(VIEWS)
      .map((name) => `'${name}'`)
      .join(', ')}]`,
  )
}
