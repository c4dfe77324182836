declare global {
  interface JSON {
    /** Of Node since 21; TypeScript's library does not know it yet. */
    rawJSON(text: string): unknown
  }
}

/** A reply that is JSON already: the database or a reader thread wrote it. */
export class JsonText {
  readonly body: string | Uint8Array

  constructor(body: string | Uint8Array) {
    this.body = body
  }
}

/**
 * A reply as text. Integers beyond 2^53 are bigints (see Int64) and rare, so only the reply that holds one pays for the
 * slower writing.
 */
export function toJson(value: unknown): string {
  try {
    return JSON.stringify(value)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return JSON.stringify(value, (_key, member) =>
      typeof member === 'bigint' ? JSON.rawJSON(String(member)) : member,
    )
  }
}
