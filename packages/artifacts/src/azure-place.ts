import { invalidParameter } from '@millrace/contract'
import { decodeOnce } from './safe-path.ts'
import { splitUri } from './uri.ts'

/** Where a container is, as a URI says it. */
export interface AzurePlace {
  readonly scheme: string
  readonly container: string
  readonly account: string
  /** The account's host for blobs: a data lake's files are blobs too. */
  readonly host: string
  /** The key that everything is below, as it stands in the URI. */
  readonly root: string
}

interface Shape {
  readonly authority: RegExp
  readonly told: string
}

const SHAPES: Readonly<Record<string, Shape>> = {
  wasbs: {
    authority: /^([^@/\s]+)@([\w-]+)\.(blob\.core\.(?:windows\.net|chinacloudapi\.cn|usgovcloudapi\.net))$/,
    told: 'wasbs://<container>@<account>.blob.core.windows.net/<path> (or chinacloudapi.cn, usgovcloudapi.net)',
  },
  abfss: {
    authority: /^([^@/\s]+)@([\w-]+)\.([\w.-]+(?::\d+)?)$/,
    told: 'abfss://<filesystem>@<account>.dfs.core.windows.net/<path>',
  },
}

/** @throws MlflowError INVALID_PARAMETER_VALUE, without the URI */
export function azurePlace(uri: string): AzurePlace {
  const { scheme, authority = '', path } = splitUri(uri)
  const shape = SHAPES[scheme]
  const [, container, account, suffix] = shape?.authority.exec(authority) ?? []
  if (container === undefined || account === undefined || suffix === undefined) {
    throw invalidParameter(
      `An artifact URI of the scheme '${scheme}' must be of the form ${shape?.told ?? 'wasbs:// or abfss://'}`,
    )
  }
  const host = `${account}.${suffix.replace(/(^|\.)dfs\./, '$1blob.')}`
  return { scheme, container, account, host, root: scheme === 'abfss' ? decodeOnce(path) : path }
}
