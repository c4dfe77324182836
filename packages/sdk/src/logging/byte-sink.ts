const FIRST_BYTES = 128 * 1024
const encoder = new TextEncoder()
/** UTF-8 takes no more bytes for a unit of a string. */
const MAX_BYTES_PER_UNIT = 3
/** Of a safe integer, its sign included. */
const MAX_DIGITS = 17
const ZERO = 48
const MINUS = 45

/** Gathers texts as UTF-8 in one stretch of memory that is used again, so that bodies are no work for the garbage collector. */
export class ByteSink {
  #bytes = new Uint8Array(FIRST_BYTES)
  #length = 0

  clear(): void {
    this.#length = 0
  }

  add(text: string): void {
    this.#reserve(text.length * MAX_BYTES_PER_UNIT)
    this.#length += encoder.encodeInto(text, this.#bytes.subarray(this.#length)).written
  }

  /** A text of ASCII, a short one. */
  addAscii(text: string): void {
    this.#reserve(text.length)
    for (let i = 0; i < text.length; i++) this.#bytes[this.#length++] = text.charCodeAt(i)
  }

  addBytes(bytes: Uint8Array): void {
    this.#reserve(bytes.length)
    this.#bytes.set(bytes, this.#length)
    this.#length += bytes.length
  }

  /** A safe integer, digit by digit: a text for each would be most of what the garbage collector has to do. */
  addInteger(value: number): void {
    this.#reserve(MAX_DIGITS)
    let rest = value
    if (rest < 0) {
      this.#bytes[this.#length++] = MINUS
      rest = -rest
    }
    let digits = 1
    for (let power = 10; power <= rest; power *= 10) digits++
    for (let at = this.#length + digits - 1; at >= this.#length; at--) {
      const tenth = Math.floor(rest / 10)
      this.#bytes[at] = ZERO + (rest - tenth * 10)
      rest = tenth
    }
    this.#length += digits
  }

  /** What was added since it was cleared; good until it is cleared again. */
  view(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#length)
  }

  #reserve(bytes: number): void {
    const needed = this.#length + bytes
    if (needed <= this.#bytes.length) return
    const larger = new Uint8Array(Math.max(needed, 2 * this.#bytes.length))
    larger.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = larger
  }
}
