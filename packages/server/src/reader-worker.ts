/** The thread that runs long reads on a read-only connection of its own. */
import { parentPort, workerData } from 'node:worker_threads'
import { encodeAnswer, type LongRead, type Reply } from './db/long-reads.ts'
import { packError } from './db/portable-error.ts'
import { openHandle, SqliteExecutor } from './db/sqlite.ts'
import { LONG_READS } from './long-reads.ts'

const db = new SqliteExecutor(openHandle((workerData as { file: string }).file, { readonly: true }))

parentPort?.on('message', async ({ name, input }: { name: string; input: never }) => {
  const read = (LONG_READS as Record<string, LongRead<never>>)[name]
  let reply: Reply
  try {
    if (!read) throw new Error(`no long read is named ${name}`)
    reply = { bytes: encodeAnswer(await read(db, input)) }
  } catch (error) {
    reply = { error: packError(error) }
  }
  parentPort?.postMessage(reply, 'bytes' in reply ? [reply.bytes.buffer as ArrayBuffer] : [])
})
