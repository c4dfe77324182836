import { createWriteStream } from 'node:fs'
import type { ScoringReply, ScoringRequest } from './scorer.ts'

/** A table of requests, as JSON lines: what was asked and answered, when, and how long it took. */
export interface RequestLog {
  add(request: ScoringRequest, reply: ScoringReply, milliseconds: number): void
  /** Writes what is left. */
  close(): Promise<void>
}

/** Characters that are kept of a body. */
const KEPT = 10_000
/** A disk that is slower than the model must not fill the memory. */
const MOST_WAITING = 32 * 2 ** 20

/**
 * Adds to the file at `path`.
 * @param onTrouble told when it cannot be written, or lines were left out because the disk is too slow
 */
export function openRequestLog(path: string, onTrouble: (message: string) => void): RequestLog {
  const file = createWriteStream(path, { flags: 'a' })
  let left = 0
  let isBroken = false
  file.on('error', (error) => {
    isBroken = true
    onTrouble(`Requests are not logged: ${error.message}`)
  })
  return {
    add({ contentType, body }, reply, milliseconds) {
      if (isBroken) return
      if (file.writableLength > MOST_WAITING) {
        left += 1
        return
      }
      const line = {
        time: new Date().toISOString(),
        status: reply.status,
        milliseconds: Math.round(milliseconds * 1000) / 1000,
        content_type: contentType,
        request: shortened(body),
        response: shortened(reply.body),
      }
      file.write(`${JSON.stringify(line)}\n`)
    },
    close() {
      if (left > 0) onTrouble(`${left} requests were not logged: the disk is too slow.`)
      return isBroken ? Promise.resolve() : new Promise((resolve) => file.end(resolve))
    },
  }
}

function shortened(body: Buffer | string): string {
  return (typeof body === 'string' ? body : body.toString('utf8', 0, 4 * KEPT)).slice(0, KEPT)
}
