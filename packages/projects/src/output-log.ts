import { openAsBlob } from 'node:fs'
import { copyFile, constants as copying, type FileHandle, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Client, RunInfo } from '@millrace/sdk'
import type { OutputChunk } from './backends/backend.ts'

/** How often the page may be shown something new. */
const INTERVAL_MS = 2000

/** A log is sent whole each time: of a long one seldom, so that sending takes a small part of the time. */
const SHARE = 20

type Stream = OutputChunk['stream']

interface Log {
  readonly path: string
  readonly file: FileHandle
  /** Bytes that came since it was last sent. */
  unsent: number
}

/** What a program writes, as artifacts of its run: there while it runs, and whole at its end. */
export class OutputLog {
  readonly #client: Client
  readonly #run: RunInfo
  readonly #folder: string
  readonly #logs = new Map<Stream, Log>()
  readonly #report: (line: string) => void
  #timer: NodeJS.Timeout | undefined
  #sending: Promise<void> = Promise.resolve()

  /** @param folder of this machine, for what is not sent yet */
  constructor(client: Client, run: RunInfo, folder: string, report: (line: string) => void) {
    this.#client = client
    this.#run = run
    this.#folder = folder
    this.#report = report
  }

  async write({ stream, bytes }: OutputChunk): Promise<void> {
    const log = this.#logs.get(stream) ?? (await this.#open(stream))
    await log.file.appendFile(bytes)
    log.unsent += bytes.byteLength
    this.#timer ??= setTimeout(() => this.#sendAll(), INTERVAL_MS)
  }

  /** Done when all of it is with the server; what cannot be sent is told. */
  async close(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    await this.#sending
    clearTimeout(this.#timer)
    for (const [stream, { path, file }] of this.#logs) {
      await file.close()
      await this.#send(stream, path).catch((error: Error) => {
        this.#report(`The ${stream} of the run could not be kept: ${error.message}`)
      })
    }
  }

  async #open(stream: Stream): Promise<Log> {
    const path = join(this.#folder, `${stream}.log`)
    const log = { path, file: await open(path, 'a'), unsent: 0 }
    this.#logs.set(stream, log)
    return log
  }

  #sendAll(): void {
    const started = performance.now()
    this.#sending = this.#sendGrown().then(() => {
      const took = performance.now() - started
      const isMore = Array.from(this.#logs.values()).some(({ unsent }) => unsent > 0)
      this.#timer = isMore
        ? setTimeout(() => this.#sendAll(), Math.max(INTERVAL_MS, took * SHARE))
        : undefined
    })
  }

  async #sendGrown(): Promise<void> {
    for (const [stream, log] of this.#logs) {
      if (log.unsent === 0) continue
      log.unsent = 0
      // What cannot be sent now is sent with the next, or at the end.
      await this.#sendCopy(stream, log.path).catch(() => {})
    }
  }

  /** Of a file that grows meanwhile a copy, which does not. */
  async #sendCopy(stream: Stream, path: string): Promise<void> {
    const copy = `${path}.copy`
    await copyFile(path, copy, copying.COPYFILE_FICLONE)
    try {
      await this.#send(stream, copy)
    } finally {
      await rm(copy, { force: true })
    }
  }

  async #send(stream: Stream, path: string): Promise<void> {
    await this.#client.artifacts.write(this.#run, `logs/${stream}.log`, await openAsBlob(path))
  }
}
