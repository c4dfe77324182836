import type { SyncReport } from '@millrace/sdk'
import type { Command } from 'commander'
import { type ConnectFlags, connectedCommand, explained } from '../connect.ts'
import { ExitError } from '../exit-error.ts'

/** `millrace sync`: sends what a training kept on disk while its server was away. */
export function syncCommand(): Command {
  return connectedCommand('sync', 'Send what the SDK kept in a spool while the server was away.')
    .argument('<spool>', 'the file that was given as `spool`')
    .action(sync)
}

async function sync(path: string, flags: ConnectFlags): Promise<void> {
  const { sync: send } = await import('@millrace/sdk')
  const { trackingUri } = flags
  try {
    tell(await send(path, trackingUri === undefined ? {} : { trackingUri }), flags)
  } catch (error) {
    throw await explained(error, trackingUri)
  }
}

function tell({ sent, refused }: SyncReport, { json }: ConnectFlags): void {
  const reasons = refused.map(
    ({ error, failure }) => `${failure.what} of run ${failure.runId || '?'}: ${error.message}`,
  )
  if (json) console.log(JSON.stringify({ sent, refused: reasons }))
  else console.log(`Sent ${sent} metrics, params and tags.`)
  if (refused.length === 0) return
  for (const reason of json ? [] : reasons) console.error(reason)
  throw new ExitError(`${refused.length} could not be sent.`)
}
