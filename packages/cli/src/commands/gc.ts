import { existsSync } from 'node:fs'
import type { openStores } from '@millrace/server'
import { Command } from 'commander'
import { assertStoreExists } from '../existing-store.ts'
import { ExitError } from '../exit-error.ts'
import { withFoundFileStore } from '../file-store.ts'

interface GcFlags {
  olderThan?: string
  backendStoreUri?: string
  artifactsDestination?: string
  runIds?: string
  experimentIds?: string
  loggedModelIds?: string
  dryRun?: boolean
  json?: boolean
  trackingUri?: string
}

/** `millrace gc`: the options of `mlflow gc`, and a dry run. */
export function gcCommand(): Command {
  return new Command('gc')
    .description(
      'Delete for good what is in the stage `deleted`: runs, logged models and experiments, artifacts and all.',
    )
    .exitOverride()
    .option('--older-than <age>', 'only what was deleted that long ago: 30d, 8h, 2d8h5m20s')
    .option(
      '--backend-store-uri <uri>',
      'where runs are kept (default sqlite:///mlflow.db) [MLFLOW_BACKEND_STORE_URI]',
    )
    .option(
      '--artifacts-destination <uri>',
      'the store behind served artifacts (default ./mlartifacts) [MLFLOW_ARTIFACTS_DESTINATION]',
    )
    .option('--run-ids <ids>', 'these runs, comma-separated, instead of all')
    .option('--experiment-ids <ids>', 'these experiments with their runs, instead of all')
    .option('--logged-model-ids <ids>', 'these logged models, instead of all')
    .option('--dry-run', 'only tell what would be deleted')
    .option('--json', 'answer in JSON, a line for each thing')
    .option(
      '--tracking-uri <uri>',
      'an http(s) address: served artifacts are deleted through that server, whatever the destination [MLFLOW_TRACKING_URI]',
    )
    .action(collect)
}

async function collect(flags: GcFlags): Promise<void> {
  const {
    collectGarbage,
    ConfigError,
    MlflowError,
    openStores,
    readConfig,
    TransferError,
    UnusableDatabase,
  } = await import('@millrace/server')
  const explain = (error: unknown): never => {
    if (error instanceof ConfigError) throw new ExitError(error.message, 2)
    const known = [UnusableDatabase, MlflowError, TransferError]
    throw known.some((kind) => error instanceof kind) ? new ExitError((error as Error).message) : error
  }
  try {
    const olderThan = flags.olderThan === undefined ? undefined : milliseconds(flags.olderThan)
    const config = readConfig(withFoundFileStore(flags), process.env)
    await assertStoreExists(config.backendStoreUri, '--backend-store-uri')
    assertDestinationExists(flags)
    const stores = await withProxy(await openStores(config), flags)
    try {
      const request = {
        now: Date.now(),
        olderThan,
        run_ids: list(flags.runIds),
        experiment_ids: list(flags.experimentIds),
        logged_model_ids: list(flags.loggedModelIds),
      }
      const gone = flags.dryRun ? 'would be permanently deleted' : 'has been permanently deleted'
      let count = 0
      for await (const { kind, id, artifactsLeft } of collectGarbage(
        stores,
        request,
        flags.dryRun ?? false,
      )) {
        if (artifactsLeft) console.error(`Its artifacts could not be deleted: ${artifactsLeft}`)
        console.log(
          flags.json
            ? JSON.stringify({ kind, id, deleted: !flags.dryRun, artifacts_left: artifactsLeft })
            : `${kind} with ID ${id} ${gone}.`,
        )
        count += 1
      }
      if (count === 0 && !flags.json) console.log('Nothing to delete.')
    } finally {
      await stores.close()
    }
  } catch (error) {
    explain(error)
  }
}

type Stores = Awaited<ReturnType<typeof openStores>>

/** As with MLflow a server's address beats the destination: its artifacts may be where only it can reach them. */
async function withProxy(stores: Stores, { trackingUri }: GcFlags): Promise<Stores> {
  const address = trackingUri ?? process.env.MLFLOW_TRACKING_URI ?? ''
  if (!/^https?:/i.test(address)) {
    // The variable is set for clients too, and may well name a file.
    if (trackingUri !== undefined)
      console.error('millrace: --tracking-uri has no effect: it is no http:// or https:// address.')
    return stores
  }
  const { openArtifactProxy } = await import('@millrace/server')
  try {
    return { ...stores, proxied: await openArtifactProxy(address) }
  } catch (error) {
    await stores.close()
    throw error
  }
}

/** Where a folder is named that is not there, artifacts would stay behind whose runs are gone. */
function assertDestinationExists({ artifactsDestination, trackingUri }: GcFlags): void {
  const named = artifactsDestination ?? process.env.MLFLOW_ARTIFACTS_DESTINATION ?? ''
  if (named === '' || trackingUri !== undefined || /^[a-z][a-z0-9+.-]*:/i.test(named)) return
  if (!existsSync(named)) throw new ExitError(`--artifacts-destination: there is no folder ${named}.`)
}

function list(ids: string | undefined): string[] | undefined {
  return ids ? ids.split(',').map((id) => id.trim()) : undefined
}

const AGE = /^(?:(?<d>[\d.]+)d)?(?:(?<h>[\d.]+)h)?(?:(?<m>[\d.]+)m)?(?:(?<s>[\d.]+)s)?$/
const UNIT_MS = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000 } as const

function milliseconds(age: string): number {
  const parts = AGE.exec(age)?.groups
  const sum = Object.entries(UNIT_MS).reduce((ms, [unit, size]) => ms + Number(parts?.[unit] ?? 0) * size, 0)
  if (parts && age !== '' && Number.isFinite(sum)) return Math.trunc(sum)
  throw new ExitError(
    `Could not parse any time information from '${age}'. Examples of valid strings: '8h', '2d8h5m20s', '2m4s'`,
    2,
  )
}
