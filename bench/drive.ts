import { Connection } from './connection.ts'
import type { Reply } from './reply-reader.ts'
import { describe } from './requests.ts'

/** A server that only fails need not be asked for the whole count. */
const ENOUGH_FAILURES = 20

/** The `index`-th unit of work, on a connection that does nothing else meanwhile. */
export type Task = (connection: Connection, index: number) => Promise<Reply>

export interface Drive {
  clients: number
  /** Indexes from `from` up to, not including, `to`. */
  from: number
  to: number
  seconds: number
  task: Task
}

export interface Driven {
  done: number
  seconds: number
  bytes: number
  latenciesMs: number[]
  failures: string[]
}

export function openConnections(port: number, count: number): Connection[] {
  return Array.from({ length: count }, () => new Connection(port))
}

/** Closed loop: every client sends its next request when the last one is answered, until count or time is used up. */
export async function drive(connections: Connection[], { from, to, seconds, task }: Omit<Drive, 'clients'>) {
  const driven: Driven = { done: 0, seconds: 0, bytes: 0, latenciesMs: [], failures: [] }
  const started = performance.now()
  const deadline = started + seconds * 1000
  let next = from
  const client = async (connection: Connection): Promise<void> => {
    while (next < to && performance.now() < deadline && driven.failures.length < ENOUGH_FAILURES) {
      const sent = performance.now()
      const failure = await attempt(task, connection, next++, driven)
      if (failure) driven.failures.push(failure)
      else driven.latenciesMs.push(performance.now() - sent)
    }
  }
  await Promise.all(connections.map(client))
  driven.seconds = (performance.now() - started) / 1000
  return driven
}

async function attempt(task: Task, connection: Connection, index: number, driven: Driven) {
  try {
    const reply = await task(connection, index)
    if (reply.status !== 200) return describe(reply)
    driven.done += 1
    driven.bytes += reply.bytes
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
