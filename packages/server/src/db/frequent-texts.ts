/** A connection of PostgreSQL keeps a plan for each name, so their number is bounded. */
const MOST_NAMES = 300
/** Texts seen once are remembered, not kept for ever. */
const MOST_SEEN = 1000

/**
 * Names for the SQL of searches, whose text follows from what was asked. A text that comes again is worth a name: the
 * database then parses it once a connection, and plans it once when a plan for any values is as good as one for these.
 */
export class FrequentTexts {
  readonly #names = new Map<string, string>()
  #seen = new Set<string>()

  /** The name of a text from its second time on, while names are left. */
  nameOf(text: string): string | undefined {
    const name = this.#names.get(text)
    if (name !== undefined || this.#names.size >= MOST_NAMES) return name
    if (!this.#seen.delete(text)) {
      if (this.#seen.size >= MOST_SEEN) this.#seen = new Set()
      this.#seen.add(text)
      return undefined
    }
    const given = `millrace_q${this.#names.size + 1}`
    this.#names.set(text, given)
    return given
  }
}
