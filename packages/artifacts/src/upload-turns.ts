import type { ByteSpan } from './repository.ts'

interface Turn {
  readonly span: ByteSpan
  readonly superseded: AbortController
  readonly done: Promise<unknown>
}

/**
 * Who works on the bytes of an upload. A client sends a part again when it has given up the request before, which may hang for
 * long: the newer one takes its place. Servers that share a folder do not see each other's.
 */
export class UploadTurns {
  readonly #turns = new Map<string, Set<Turn>>()

  /** Works when nobody else is at these bytes any more. */
  async take<T>(id: string, span: ByteSpan, work: (superseded: AbortSignal) => Promise<T>): Promise<T> {
    for (let others = this.#at(id, span); others.length > 0; others = this.#at(id, span)) {
      for (const { superseded } of others) superseded.abort()
      await Promise.allSettled(others.map(({ done }) => done))
    }
    const superseded = new AbortController()
    const done = work(superseded.signal)
    const turn = { span, superseded, done }
    const turns = this.#turns.get(id) ?? new Set()
    this.#turns.set(id, turns.add(turn))
    try {
      return await done
    } finally {
      turns.delete(turn)
      if (turns.size === 0) this.#turns.delete(id)
    }
  }

  #at(id: string, { start, end }: ByteSpan): Turn[] {
    return [...(this.#turns.get(id) ?? [])].filter(({ span }) => span.start <= end && start <= span.end)
  }
}
