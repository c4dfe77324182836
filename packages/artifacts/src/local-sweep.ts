import { opendir, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { unlessMissing } from './inside.ts'
import { UNFINISHED } from './local-files.ts'

/**
 * Removes what broken uploads left below a folder and nobody has touched since `before` (milliseconds since 1970): a power
 * cut leaves some, and clients that never come back to an upload in parts. One folder at a time, links are not followed.
 * @returns how many files went
 */
export async function sweepUnfinished(folder: string, before: number): Promise<number> {
  const entries = await unlessMissing(opendir(folder))
  let swept = 0
  for await (const entry of entries ?? []) {
    const place = join(folder, entry.name)
    if (entry.isDirectory()) swept += await sweepUnfinished(place, before)
    else if (entry.isFile() && entry.name.startsWith(UNFINISHED)) swept += Number(await sweep(place, before))
  }
  return swept
}

async function sweep(file: string, before: number): Promise<boolean> {
  const found = await unlessMissing(stat(file))
  if (!found || found.mtimeMs >= before) return false
  await unlessMissing(unlink(file))
  return true
}
