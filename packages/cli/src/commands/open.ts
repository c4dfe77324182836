import type { Command } from 'commander'
import { openBrowser } from '../browser.ts'
import { type ConnectFlags, connectedCommand } from '../connect.ts'
import { ExitError } from '../exit-error.ts'

/** `millrace open`: the page in a browser. */
export function openCommand(): Command {
  return connectedCommand('open', 'Open the web page of the tracking server, of a run or of a model.')
    .argument('[what]', 'a run id, or models:/<name>')
    .option('--print', 'only print the address')
    .action(open)
}

async function open(
  what: string | undefined,
  flags: ConnectFlags & { readonly print?: boolean },
): Promise<void> {
  const address = pageOf(flags.trackingUri ?? process.env.MLFLOW_TRACKING_URI ?? '', what)
  console.log(flags.json ? JSON.stringify({ url: address }) : address)
  if (flags.print) return
  await openBrowser(address)
}

function pageOf(trackingUri: string, what: string | undefined): string {
  if (!/^https?:\/\//.test(trackingUri)) {
    throw new ExitError(
      'Only a server has a page: set MLFLOW_TRACKING_URI to its address, or start one with `millrace server`.',
    )
  }
  return `${withoutCredentials(trackingUri)}/#/${placeOf(what)}`
}

function withoutCredentials(uri: string): string {
  const url = new URL(uri)
  url.username = ''
  url.password = ''
  return url.href.replace(/\/+$/, '')
}

function placeOf(what: string | undefined): string {
  if (what === undefined) return 'experiments'
  const [, model] = /^models:\/+([^/@]+)/.exec(what) ?? []
  if (model !== undefined) return `models/${encodeURIComponent(model)}`
  if (/^[\w-]+$/.test(what)) return `runs/${what}`
  throw new ExitError(`'${what}' is no run id, and no models:/<name>.`, 2)
}
