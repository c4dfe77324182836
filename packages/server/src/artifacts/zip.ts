import { pipeline, type Readable } from 'node:stream'
import { crc32, createDeflateRaw } from 'node:zlib'

/** A file to go into an archive. */
export interface ZipEntry {
  /** With `/`, relative, already checked. */
  readonly name: string
  /** Milliseconds since 1970. */
  readonly mtime: number
  /** Whether it is worth the time to make it smaller. */
  readonly compress: boolean
  /** Called when it is its turn; whoever calls reads all of `stream` or destroys it. */
  open(): Promise<{ readonly size: number; readonly stream: Readable }>
}

/** What is known of an entry once its bytes are through. */
interface Written {
  readonly name: Buffer
  readonly stamp: number
  readonly method: number
  readonly offset: number
  readonly crc: number
  readonly packed: number
  readonly size: number
}

const STORED = 0
const DEFLATED = 8
/** Sizes come behind the data; the name is UTF-8. */
const FLAGS = 0x0808
const VERSION = 45
const UNIX_FILE = 0o100644 * 0x10000
const NEEDS_64_BITS = 0xffffffff
/** The sizes of an entry this large are written with 64 bits; deflated it may grow beyond its size a little. */
const LARGE = 0xf0000000

/**
 * The bytes of a zip archive, made while they are read: one file is open at a time, and of those that are through
 * only their line in the directory at the end is kept. Libraries hold more: yazl looks through all earlier entries at
 * each new one, client-zip counts to 65,535.
 */
export async function* zip(entries: AsyncIterable<ZipEntry>): AsyncGenerator<Uint8Array> {
  const directory: Buffer[] = []
  let offset = 0
  for await (const entry of entries) {
    for await (const chunk of fileBytes(entry, offset, directory)) {
      offset += chunk.length
      yield chunk
    }
  }
  const size = directory.reduce((sum, line) => sum + line.length, 0)
  yield* directory
  yield ending(directory.length, size, offset)
}

async function* fileBytes(
  entry: ZipEntry,
  offset: number,
  directory: Buffer[],
): AsyncGenerator<Uint8Array, void> {
  const { size: expected, stream } = await entry.open()
  try {
    const name = Buffer.from(entry.name)
    const stamp = dosTime(entry.mtime)
    const method = entry.compress ? DEFLATED : STORED
    // Of an unknown size anything is expected.
    const isLarge = !(expected < LARGE)
    yield localHeader(name, stamp, method, isLarge)
    const counted = { crc: 0, size: 0 }
    const plain = count(stream, counted)
    let packed = 0
    for await (const chunk of entry.compress ? deflated(plain) : plain) {
      packed += chunk.length
      yield chunk
    }
    // The sizes behind the data are as wide as the header said.
    if (!isLarge && Math.max(packed, counted.size) >= NEEDS_64_BITS) throw new Error(`${entry.name} grew`)
    yield descriptor(counted.crc, packed, counted.size, isLarge)
    directory.push(directoryLine({ name, stamp, method, offset, packed, ...counted }))
  } finally {
    stream.destroy()
  }
}

async function* count(
  source: AsyncIterable<Uint8Array>,
  counted: { crc: number; size: number },
): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    counted.crc = crc32(chunk, counted.crc)
    counted.size += chunk.length
    yield chunk
  }
}

function deflated(source: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  // What goes wrong reaches the reader through the stream itself.
  return pipeline(source, createDeflateRaw({ level: 1 }), () => {})
}

function localHeader(name: Buffer, stamp: number, method: number, isLarge: boolean): Buffer {
  const header = fields([
    [4, 0x04034b50],
    [2, VERSION],
    [2, FLAGS],
    [2, method],
    [4, stamp],
    // CRC and sizes come later; where they are 64 bits wide an extra field says so.
    [4, 0],
    [4, isLarge ? NEEDS_64_BITS : 0],
    [4, isLarge ? NEEDS_64_BITS : 0],
    [2, name.length],
    [2, isLarge ? 20 : 0],
  ])
  const extra = isLarge
    ? fields([
        [2, 1],
        [2, 16],
        [8, 0],
        [8, 0],
      ])
    : Buffer.alloc(0)
  return Buffer.concat([header, name, extra])
}

function descriptor(crc: number, packed: number, size: number, isLarge: boolean): Buffer {
  const width = isLarge ? 8 : 4
  return fields([
    [4, 0x08074b50],
    [4, crc],
    [width, packed],
    [width, size],
  ])
}

function directoryLine({ name, stamp, method, offset, crc, packed, size }: Written): Buffer {
  const isLarge = Math.max(offset, packed, size) >= NEEDS_64_BITS
  const narrow = (value: number) => (isLarge ? NEEDS_64_BITS : value)
  const header = fields([
    [4, 0x02014b50],
    [2, 0x0300 | VERSION],
    [2, VERSION],
    [2, FLAGS],
    [2, method],
    [4, stamp],
    [4, crc],
    [4, narrow(packed)],
    [4, narrow(size)],
    [2, name.length],
    [2, isLarge ? 28 : 0],
    [2, 0],
    [2, 0],
    [2, 0],
    [4, UNIX_FILE],
    [4, narrow(offset)],
  ])
  const extra = isLarge
    ? fields([
        [2, 1],
        [2, 24],
        [8, size],
        [8, packed],
        [8, offset],
      ])
    : Buffer.alloc(0)
  return Buffer.concat([header, name, extra])
}

/** Both ends, for small archives and large: readers take the second where the first says that it is too narrow. */
function ending(count: number, size: number, offset: number): Buffer {
  const wide = fields([
    [4, 0x06064b50],
    [8, 44],
    [2, VERSION],
    [2, VERSION],
    [4, 0],
    [4, 0],
    [8, count],
    [8, count],
    [8, size],
    [8, offset],
    [4, 0x07064b50],
    [4, 0],
    [8, offset + size],
    [4, 1],
  ])
  const isLarge = count >= 0xffff || size >= NEEDS_64_BITS || offset >= NEEDS_64_BITS
  const narrow = fields([
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, Math.min(count, 0xffff)],
    [2, Math.min(count, 0xffff)],
    [4, Math.min(size, NEEDS_64_BITS)],
    [4, Math.min(offset, NEEDS_64_BITS)],
    [2, 0],
  ])
  return isLarge ? Buffer.concat([wide, narrow]) : narrow
}

/** Little-endian numbers one behind the other. */
function fields(list: readonly (readonly [width: 2 | 4 | 8, value: number])[]): Buffer {
  const bytes = Buffer.alloc(list.reduce((sum, [width]) => sum + width, 0))
  let at = 0
  for (const [width, value] of list) {
    if (width === 8) bytes.writeBigUInt64LE(BigInt(value), at)
    else bytes.writeUIntLE(value, at, width)
    at += width
  }
  return bytes
}

/** The date in the upper half, the time in the lower, in UTC; the format begins in 1980 and counts in two seconds. */
function dosTime(mtime: number): number {
  const date = new Date(Math.max(mtime, Date.UTC(1980, 0, 1)))
  const day = ((date.getUTCFullYear() - 1980) << 9) | ((date.getUTCMonth() + 1) << 5) | date.getUTCDate()
  const time = (date.getUTCHours() << 11) | (date.getUTCMinutes() << 5) | (date.getUTCSeconds() >> 1)
  return ((day << 16) | time) >>> 0
}
