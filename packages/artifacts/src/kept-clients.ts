/** Whoever may name endpoints or accounts could fill the memory with clients. */
const MOST_CLIENTS = 32

/** Clients of a store, which keep connections and credentials, and so are kept themselves. */
export class KeptClients<Client> {
  readonly #clients = new Map<string, Promise<Client>>()

  /** The client of this key, made by the first who asks; one that could not be made is not kept. */
  get(key: string, make: () => Promise<Client>): Promise<Client> {
    const known = this.#clients.get(key)
    if (known) return known
    const made = make()
    const oldest = this.#clients.keys().next().value
    if (this.#clients.size >= MOST_CLIENTS && oldest !== undefined) this.#clients.delete(oldest)
    this.#clients.set(key, made)
    made.catch(() => this.#clients.delete(key))
    return made
  }
}
