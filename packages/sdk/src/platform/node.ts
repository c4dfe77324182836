import { AsyncLocalStorage } from 'node:async_hooks'
import { type DatabricksAccess, databricksAccess, NoDatabricksHost } from '@millrace/contract/databricks'
import { credentialsFor } from '../credentials.ts'
import { type Door, type Fetch, fetchDoor } from '../door.ts'
import { embeddedDoor } from '../embedded.ts'
import { onEnding } from '../endings.ts'
import { InvalidValueError } from '../errors.ts'
import { localFiles } from '../local-files.ts'
import { nodeFetch, proxySettings, tlsSettings } from '../node-fetch.ts'
import { openFile, openFolder } from '../open-files.ts'
import type { ClientOptions, Env } from '../options.ts'
import { savedCredentials } from '../saved-credentials.ts'
import { sourceTags } from '../source-tags.ts'
import { SpoolOutlet } from '../spool/outlet.ts'
import { sync } from '../spool/sync.ts'
import { startSystemMetrics } from '../system-metrics/start.ts'
import type { Texts } from '../wire.ts'
import type { Context, Platform } from './platform.ts'

let tags: Promise<Texts> | undefined

/** Bun and Deno have node:http for the sake of programs for Node only. */
const IS_NODE = !('bun' in process.versions || 'deno' in process.versions)

/** Node, Bun and Deno: servers, and stores on this machine without one. */
export const platform: Platform = {
  env: process.env,
  localFiles,
  openFile,
  openFolder,
  onEnding,
  startSystemMetrics,
  sync,
  openDoor(uri, options, env) {
    if (/^https?:/i.test(uri)) return serverDoor(uri, options, env, savedCredentials())
    if (/^databricks(:|$)/i.test(uri)) {
      const { host, ...access } = workspaceAccess(uri, env)
      // Who asks is known by the profile, not by the host.
      return { ...serverDoor(host, { ...access, ...options }, {}), uri }
    }
    return embeddedDoor(uri, options, env, outsideFetch(options, env))
  },
  newContext<T>(): Context<T> {
    const storage = new AsyncLocalStorage<T>()
    return {
      get: () => storage.getStore(),
      run: <R>(value: T, work: () => Promise<R>) => storage.run(value, work),
    }
  },
  contextTags() {
    // They are the process's, and cost several processes to find out.
    tags ??= sourceTags()
    return tags
  },
  openSpool: (path, client, report) => new SpoolOutlet(path, client, report),
}

function workspaceAccess(uri: string, env: Env): DatabricksAccess {
  try {
    return databricksAccess(uri, env)
  } catch (error) {
    if (error instanceof NoDatabricksHost) throw new InvalidValueError(error.message)
    throw error
  }
}

function serverDoor(uri: string, options: ClientOptions, env: Env, saved: Env = {}): Door {
  if (!URL.canParse(uri)) {
    // What cannot be read is not shown either: it may hold a password.
    throw new InvalidValueError(
      "The tracking URI cannot be read. Write letters such as '#', '/' and '@' in a password as %23, %2F and %40.",
    )
  }
  const { base, headers } = credentialsFor(uri, options, env, saved)
  if (options.fetch) return fetchDoor(base, headers, options.fetch)
  const tls = tlsSettings(options, env)
  const send = IS_NODE || tls !== undefined ? nodeFetch(tls) : fetch
  return fetchDoor(base, headers, send, outsideFetch(options, env))
}

/** To object stores: what is trusted is the system's, and no certificate of the tracking server is shown. */
function outsideFetch(options: ClientOptions, env: Env): Fetch {
  return options.fetch ?? (IS_NODE ? nodeFetch(proxySettings(env)) : fetch)
}
