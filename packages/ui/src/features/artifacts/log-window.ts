/** A stretch of a file that is there: the lines of it, and where it lies. */
export interface LogWindow {
  bytes: Uint8Array<ArrayBuffer>
  start: number
  total: number
}

export const CHUNK_BYTES = 512 * 1024
/** Beyond this the side that was scrolled away from is let go. */
const MOST_BYTES = 16 * 1024 * 1024

export const endOf = ({ start, bytes }: LogWindow): number => start + bytes.length

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(a.length + b.length)
  all.set(a)
  all.set(b, a.length)
  return all
}

/** With what follows it. */
export function withAfter(window: LogWindow, more: Uint8Array, total: number): LogWindow {
  const bytes = joined(window.bytes, more)
  const over = Math.max(0, bytes.length - MOST_BYTES)
  return { bytes: bytes.subarray(over), start: window.start + over, total }
}

/** With what comes before it. */
export function withBefore(window: LogWindow, more: Uint8Array, total: number): LogWindow {
  const bytes = joined(more, window.bytes)
  return { bytes: bytes.subarray(0, MOST_BYTES), start: window.start - more.length, total }
}

/** Lines that are there as a whole: one that begins before the window, or ends after it, waits for its other part. */
export function linesOf(window: LogWindow): string[] {
  const lines = new TextDecoder().decode(window.bytes).split('\n')
  const isAtEnd = endOf(window) >= window.total
  if (window.start > 0 && lines.length > 1) lines.shift()
  if ((!isAtEnd && lines.length > 1) || lines.at(-1) === '') lines.pop()
  return lines
}

/** The lines in which the words stand, by their index. */
export function findLines(lines: readonly string[], words: string): number[] {
  const needle = words.toLowerCase()
  if (needle === '') return []
  return lines.flatMap((line, index) => (line.toLowerCase().includes(needle) ? [index] : []))
}
