import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

/** A file server that the tests started for themselves. */
export interface FileServer {
  /** What the driver needs from the environment. */
  readonly env: Readonly<Record<string, string>>
  /** The artifact URI of an empty folder on it, a new one each time, and where that is on this machine. */
  newRoot(): { uri: string; folder: string }
  stop(): Promise<void>
}

interface Started extends Omit<FileServer, 'newRoot'> {
  readonly address: string
  /** Where its files lie on this machine, and what clients call that folder. */
  readonly root: string
  readonly prefix: string
}

export function fileServer({ address, root, prefix, env, stop }: Started): FileServer {
  let roots = 0
  mkdirSync(root, { recursive: true })
  return {
    env,
    stop,
    newRoot: () => {
      const name = `root ${roots++}`
      return { uri: `${address}${prefix}/${encodeURIComponent(name)}`, folder: join(root, name) }
    },
  }
}
