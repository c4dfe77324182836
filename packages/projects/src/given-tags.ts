import { realpathSync } from 'node:fs'
import { isAbsolute, relative, sep } from 'node:path'
import { withoutSecrets } from './not-secret.ts'
import type { Resolved } from './parameters.ts'
import type { RunProjectOptions } from './run.ts'
import type { Source } from './source.ts'
import { LONGEST_TAG, TAG } from './tags.ts'

/** Among a run's files: what is too long for its tags, by their names. */
export const GIVEN = 'given.json'

/** What to run it with again. */
export interface Given {
  readonly tags: Readonly<Record<string, string>>
  /** Those that are too long to be tags. */
  readonly long: Readonly<Record<string, string>>
}

/** The parameters that were given, where those of type `path` were, and what the backend and docker were told. */
export function givenWith(options: RunProjectOptions, { paths }: Resolved, { root }: Source): Given {
  const {
    parameters = {},
    backend = 'local',
    backendConfig = {},
    docker: { args = {}, buildImage } = {},
  } = options
  const { report = () => {} } = options
  const places = Object.fromEntries([...paths].map(([name, path]) => [name, placeOf(path, root)]))
  const told = withoutSecrets({ config: backendConfig, args })
  if (told.leftOut.length > 0) {
    report(`Not kept with the run, for they look like secrets: ${told.leftOut.join(', ')}.`)
  }
  const all = {
    [TAG.parameters]: parameters,
    ...(paths.size > 0 && { [TAG.paths]: places }),
    ...(isAny(backendConfig) && { [TAG.backendConfig]: { [backend]: told.kept.config } }),
    ...(isAny(args) && { [TAG.dockerArgs]: told.kept.args }),
    ...(buildImage && { [TAG.buildImage]: true }),
  }
  const texts = Object.entries(all).map(([name, value]): [string, string] => [name, JSON.stringify(value)])
  const isLong = ([, text]: [string, string]) => text.length > LONGEST_TAG
  return {
    tags: Object.fromEntries(texts.filter((one) => !isLong(one))),
    long: Object.fromEntries(texts.filter(isLong)),
  }
}

function isAny(given: object): boolean {
  return Object.keys(given).length > 0
}

/** What is the project's own comes from its commit again, wherever that is fetched to: it is told from the project's root. */
function placeOf(path: string, root: string): string {
  return below(path, root) ?? below(realpathSync(path), realpathSync(root)) ?? path
}

function below(path: string, root: string): string | undefined {
  const way = relative(root, path)
  const leadsOut = way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)
  return leadsOut ? undefined : way.split(sep).join('/') || '.'
}
