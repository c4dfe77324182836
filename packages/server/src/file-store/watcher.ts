import { MessageChannel, Worker } from 'node:worker_threads'
import type { Touched } from './file-writer.ts'
import type { Found, Known, Notice, Unseen, WatchData } from './watch-worker.ts'

const SCRIPT = new URL(
  import.meta.url.endsWith('.ts') ? './watch-worker.ts' : './watch-worker.js',
  import.meta.url,
)

/** Looks for what others change in a folder, in a thread of its own. */
export class Watcher {
  readonly #worker: Worker
  readonly #notices: MessageChannel['port1']
  #closed = false

  /** @param refresh takes what is found, one find after the other. */
  constructor(
    root: string,
    known: readonly Known[],
    refresh: { take(found: Found): Promise<void> },
    warn: (sentence: string) => void,
  ) {
    const { port1, port2 } = new MessageChannel()
    this.#notices = port1
    const workerData: WatchData = { root, known, notices: port2 }
    this.#worker = new Worker(SCRIPT, { workerData, transferList: [port2] })
    const failed = (error: Error) => {
      if (!this.#closed) warn(`What others change in ${root} is not seen: ${error.message}`)
    }
    let taking = Promise.resolve()
    this.#worker.on('message', (found: Found | Unseen) => {
      if ('unseen' in found) failed(new Error(found.unseen))
      else taking = taking.then(() => refresh.take(found)).catch(failed)
    })
    this.#worker.on('error', failed)
    this.#worker.unref()
  }

  /** To be said before files in these folders are touched. */
  begin(folders: readonly string[]): void {
    this.#say({ begin: folders })
  }

  end(folders: readonly string[], touched: readonly Touched[]): void {
    this.#say({ end: folders, touched })
  }

  moved(from: string, to: string | undefined): void {
    this.#say({ from, to })
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#worker.terminate()
    this.#notices.close()
  }

  #say(notice: Notice): void {
    this.#notices.postMessage(notice)
  }
}
