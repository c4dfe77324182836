import { InvalidValueError } from '../errors.ts'

/** Pixels in rows from the top left, one byte a channel, as `ImageData` of canvases has them. */
export interface Pixels {
  readonly data: Uint8Array | Uint8ClampedArray
  readonly width: number
  readonly height: number
  /** 1 for grey, 3 for RGB, 4 for RGBA; told by the data's length if not given. */
  readonly channels?: 1 | 3 | 4
}

const SIGNATURE = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const COLOUR_TYPES: Readonly<Record<number, number>> = { 1: 0, 3: 2, 4: 6 }

/** @throws InvalidValueError where the data is not that of an image of this size */
export async function encodePng(pixels: Pixels): Promise<Uint8Array<ArrayBuffer>> {
  const channels = channelsOf(pixels)
  const { width, height } = pixels
  const header = new Uint8Array(13)
  const view = new DataView(header.buffer)
  view.setUint32(0, width)
  view.setUint32(4, height)
  header.set([8, COLOUR_TYPES[channels] as number, 0, 0, 0], 8)
  const idat = await deflate(scanlines(pixels, width * channels))
  return concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', idat), chunk('IEND', new Uint8Array())])
}

/** How many bytes a pixel has. */
export function channelsOf({ data, width, height, channels }: Pixels): number {
  const found = channels ?? data.length / (width * height)
  if (width > 0 && height > 0 && found in COLOUR_TYPES && data.length === width * height * found) return found
  throw new InvalidValueError(
    `${data.length} bytes are no image of ${width} × ${height} pixels with 1, 3 or 4 channels.`,
  )
}

/** Each row behind the number of its filter, 0 for none. */
function scanlines({ data, height }: Pixels, rowBytes: number): Uint8Array<ArrayBuffer> {
  const lines = new Uint8Array(height * (rowBytes + 1))
  for (let row = 0; row < height; row++) {
    lines.set(data.subarray(row * rowBytes, (row + 1) * rowBytes), row * (rowBytes + 1) + 1)
  }
  return lines
}

async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'))
  return new Uint8Array(await new Response(stream as ReadableStream<Uint8Array>).arrayBuffer())
}

function chunk(type: string, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const typed = concat([new TextEncoder().encode(type), body])
  const framed = new Uint8Array(typed.length + 8)
  const view = new DataView(framed.buffer)
  view.setUint32(0, body.length)
  framed.set(typed, 4)
  view.setUint32(typed.length + 4, crc32(typed))
  return framed
}

function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value
})

/** The check sum of PNG, zip and Ethernet. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) crc = (crc >>> 8) ^ (CRC_TABLE[(crc ^ byte) & 0xff] as number)
  return (crc ^ 0xffffffff) >>> 0
}
