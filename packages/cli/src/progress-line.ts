const WIDTH = 24
const REDRAW_MS = 100
const SAY_AGAIN_MS = 5000

/** To one place: what a bar counts. */
export function toMebibytes(bytes: number): number {
  return Math.round((bytes / 1024 ** 2) * 10) / 10
}

/** How far something is: a bar that redraws itself on a terminal, a line now and then elsewhere. */
export class ProgressLine {
  readonly #stream: NodeJS.WriteStream
  readonly #started = performance.now()
  #shown = -Infinity
  #what = ''
  #isDrawn = false

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream
  }

  show(what: string, done: number, of: number | undefined): void {
    const now = performance.now()
    const pause = this.#stream.isTTY ? REDRAW_MS : SAY_AGAIN_MS
    if (what === this.#what && now - this.#shown < pause && done !== of) return
    if (what !== this.#what) this.end()
    this.#what = what
    this.#shown = now
    const line = `${what}: ${done}${of === undefined ? '' : ` of ${of}`}, ${this.#seconds()} s`
    if (!this.#stream.isTTY) this.#stream.write(`${line}\n`)
    else this.#draw(of ? `${bar(done / of)} ${line}` : line)
  }

  /** What is written next starts on a line of its own. */
  end(): void {
    if (this.#isDrawn) this.#stream.write('\n')
    this.#isDrawn = false
  }

  #draw(line: string): void {
    this.#stream.write(`\r\x1b[K${line}`)
    this.#isDrawn = true
  }

  #seconds(): string {
    return ((performance.now() - this.#started) / 1000).toFixed(0)
  }
}

function bar(part: number): string {
  const full = Math.round(Math.min(1, part) * WIDTH)
  return `[${'#'.repeat(full)}${'.'.repeat(WIDTH - full)}]`
}
