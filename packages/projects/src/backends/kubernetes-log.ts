import { PassThrough, type Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import type { V1ContainerStatus, V1Pod } from '@kubernetes/client-node'
import type { OutputChunk } from './backend.ts'
import type { Cluster } from './kubernetes-client.ts'

/** The pods of a job, and the container in them that is ours. */
export interface JobPods {
  readonly cluster: Cluster
  readonly namespace: string
  readonly job: string
  readonly container: string
}

/** A job's pods, in the order in which they were made. */
export async function podsOf({ cluster, namespace, job }: JobPods): Promise<V1Pod[]> {
  const { items } = await cluster.core.listNamespacedPod({ namespace, labelSelector: `job-name=${job}` })
  return items.sort((one, other) => timeOf(one) - timeOf(other))
}

function timeOf({ metadata }: V1Pod): number {
  return metadata?.creationTimestamp?.getTime() ?? 0
}

/** How our container in a pod stands. */
export function containerOf(pod: V1Pod, name: string): V1ContainerStatus | undefined {
  return pod.status?.containerStatuses?.find((one) => one.name === name)
}

/** How often what is left of a log is asked for when its job is over. */
const TRIES_AT_THE_END = 3

/** What the job's pods write, one pod behind the other, until the job is over. */
export async function* followPods(
  pods: JobPods,
  over: Promise<unknown>,
  everyMs: number,
): AsyncGenerator<OutputChunk> {
  const read = new Map<string, PodLog>()
  let done = false
  const ended = over.then(() => {
    done = true
  })
  for (let tries = TRIES_AT_THE_END; tries > 0; ) {
    if (done) tries--
    for (const pod of await podsOf(pods).catch(() => [])) {
      const name = pod.metadata?.name ?? ''
      const log = read.get(name) ?? new PodLog(pods, name)
      read.set(name, log)
      const state = containerOf(pod, pods.container)?.state
      if (!log.finished && (state?.running || state?.terminated)) {
        yield* log.rest()
        // It ended before this reading began, so nothing is behind it.
        log.finished = log.whole && state.terminated !== undefined
      }
    }
    if (done && [...read.values()].every(({ finished }) => finished)) return
    await (done ? pause(everyMs) : Promise.race([pause(everyMs), ended]))
  }
}

/**
 * One pod's. A connection that is silent for some minutes is cut on the way, so each line comes with its time, and a new
 * connection begins behind the last.
 */
class PodLog {
  finished = false
  /** The last reading came to an end of its own. */
  whole = false
  readonly #pods: JobPods
  readonly #pod: string
  #last = ''

  constructor(pods: JobPods, pod: string) {
    this.#pods = pods
    this.#pod = pod
  }

  async *rest(): AsyncGenerator<OutputChunk> {
    this.whole = false
    const controller = new AbortController()
    // A new connection begins with the second in which the last line was written.
    let behind = this.#last !== ''
    try {
      const stream = await this.#open(controller)
      for await (const line of lines(stream)) {
        const space = line.indexOf(0x20)
        const time = comparable(line.subarray(0, space).toString())
        if (behind && time <= this.#last) continue
        behind = false
        this.#last = time
        yield { stream: 'stdout', bytes: line.subarray(space + 1) }
      }
      this.whole = true
    } catch {
      // Cut on the way, or not to be had yet: it is read again from where it broke off, as long as the job is there.
    } finally {
      controller.abort()
    }
  }

  async #open(controller: AbortController): Promise<Readable> {
    const { cluster, namespace, container } = this.#pods
    const stream = new PassThrough()
    // The library pipes, and a pipe hands no errors on: unheard they would end this process.
    stream.once('pipe', (source: Readable) => source.on('error', (error) => stream.destroy(error)))
    const request = await cluster.log.log(namespace, this.#pod, container, stream, {
      follow: true,
      timestamps: true,
      ...(this.#last !== '' && { sinceTime: this.#last }),
    })
    controller.signal.addEventListener('abort', () => request.abort())
    return stream
  }
}

/** `2026-01-02T03:04:05.6Z` with all nine digits of its second's parts, so that times compare as texts. */
function comparable(time: string): string {
  const [whole = '', parts = ''] = time.replace('Z', '').split('.')
  return `${whole}.${parts.padEnd(9, '0')}Z`
}

/** With their ends; Kubernetes cuts lines that are long, so none fills the memory. */
async function* lines(stream: Readable): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0)
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    rest = Buffer.concat([rest, chunk])
    for (let end = rest.indexOf(0x0a); end >= 0; end = rest.indexOf(0x0a)) {
      yield rest.subarray(0, end + 1)
      rest = rest.subarray(end + 1)
    }
  }
  if (rest.length > 0) yield rest
}
