import { open } from 'node:fs/promises'

const CHUNK_BYTES = 256 * 1024

/** The line of a file that begins at a byte, without its end; undefined where it has none. */
export async function readLine(path: string, from: number): Promise<string | undefined> {
  const file = await open(path, 'r')
  try {
    const parts: Buffer[] = []
    for (let at = from; ; ) {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, at)
      const chunk = buffer.subarray(0, bytesRead)
      const newline = chunk.indexOf(10)
      parts.push(newline < 0 ? chunk : chunk.subarray(0, newline))
      if (newline >= 0) return Buffer.concat(parts).toString()
      if (bytesRead === 0) return undefined
      at += bytesRead
    }
  } finally {
    await file.close()
  }
}
