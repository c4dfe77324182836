import { randomUUID } from 'node:crypto'
import { realpath, rename, rm, stat, writeFile } from 'node:fs/promises'

/** Writes a file that appears when it is whole: what was there before stays where that fails. */
export async function writeWhole(file: string, pieces: AsyncIterable<string>): Promise<void> {
  const place = await realpath(file).catch(() => file)
  const isDevice = await stat(place).then(
    (found) => !found.isFile(),
    () => false,
  )
  if (isDevice) return writeFile(place, pieces)
  const aside = `${place}.${randomUUID()}.part`
  try {
    await writeFile(aside, pieces)
    await rename(aside, place)
  } catch (error) {
    await rm(aside, { force: true })
    throw error
  }
}
