/** What arrives from elsewhere, in its order, for one who waits for it. */
export class Arrivals<Item> implements AsyncIterable<Item> {
  readonly #items: Item[] = []
  #isOver = false
  #failure: Error | undefined
  #wake: () => void = () => {}

  add(item: Item): void {
    this.#items.push(item)
    this.#wake()
  }

  end(): void {
    this.#isOver = true
    this.#wake()
  }

  /** What has arrived before is told first. */
  fail(reason: Error): void {
    this.#failure ??= reason
    this.#wake()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, void> {
    for (;;) {
      const item = this.#items.shift()
      if (item !== undefined) yield item
      else if (this.#failure) throw this.#failure
      else if (this.#isOver) return
      else await this.#more()
    }
  }

  #more(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
    })
  }
}
