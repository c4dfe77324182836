import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Env, InvalidValueError } from '@millrace/sdk'

/** Remote files of a run's parameters, on this machine. */
export class Downloads {
  readonly #storageDir: string | undefined
  readonly #env: Env
  readonly #signal: AbortSignal | undefined
  readonly #folders: string[] = []

  /**
   * @param storageDir where they are put, and stay; without it they go when the run is over
   * @param signal ends what is under way
   */
  constructor(storageDir: string | undefined, env: Env, signal?: AbortSignal) {
    this.#storageDir = storageDir
    this.#env = env
    this.#signal = signal
  }

  /** @returns the path of what is there now */
  async fetch(uri: string): Promise<string> {
    const { downloadFiles } = await import('@millrace/models/download')
    this.#signal?.throwIfAborted()
    const folder = await this.#newFolder()
    try {
      return await downloadFiles(uri, this.#env as NodeJS.ProcessEnv, folder, this.#signal)
    } catch (error) {
      // What is half is of no use, where files stay otherwise.
      await rm(folder, { recursive: true, force: true })
      this.#signal?.throwIfAborted()
      throw new InvalidValueError(`${uri} cannot be downloaded: ${(error as Error).message}`, {
        cause: error,
      })
    }
  }

  async release(): Promise<void> {
    if (this.#storageDir !== undefined) return
    for (const folder of this.#folders) await rm(folder, { recursive: true, force: true })
  }

  async #newFolder(): Promise<string> {
    const root = resolve(this.#storageDir ?? tmpdir())
    await mkdir(root, { recursive: true })
    const folder = await mkdtemp(join(root, 'millrace-data-'))
    this.#folders.push(folder)
    return folder
  }
}
