import { existsSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { InvalidValueError, type RunRecord } from '@millrace/sdk'
import type { Source } from '../source.ts'
import { TAG } from '../tags.ts'

/**
 * Where the parameters of type `path` of an earlier run are: what was the project's own is that of its commit.
 * @throws InvalidValueError for one that is no more
 */
export function earlierPaths(
  { tags }: RunRecord,
  paths: Readonly<Record<string, string>>,
  { root }: Source,
  report: (line: string) => void,
): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(paths).map(([name, place]) => {
      if (!isAbsolute(place)) {
        const own = join(root, place)
        if (existsSync(own)) return [name, own]
      }
      const path = isAbsolute(place) ? place : besideCommit(place, tags[TAG.sourceName])
      if (!existsSync(path)) {
        throw new InvalidValueError(`${path}, which the run had for the parameter ${name}, is no more.`)
      }
      if (!isAbsolute(place))
        report(`${path}, for the parameter ${name}, is in no commit: it is taken as it is now.`)
      return [name, path]
    }),
  )
}

/** In the folder that the project was run in: git may ignore it there. */
function besideCommit(place: string, sourceName = ''): string {
  const root = sourceName.split('#')[0] ?? ''
  return root.startsWith('file:') ? join(fileURLToPath(root), place) : place
}
