import { invalidParameter } from '@millrace/contract'
import type { ArtifactRepository } from './repository.ts'

type Driver = (uri: string) => ArtifactRepository

/** Scheme → driver. A driver and its libraries are loaded by the first URI that needs them. */
const DRIVERS: Record<string, () => Promise<Driver>> = {
  '': async () => (await import('./local.ts')).openLocal,
  file: async () => (await import('./local.ts')).openLocal,
}

/** Two letters at least: `C:\x` is a path of Windows. */
const SCHEME = /^([a-z][a-z0-9+.-]+):/i

/** The scheme of a URI in lower case, or '' for a plain path. */
export function schemeOf(uri: string): string {
  return SCHEME.exec(uri)?.[1]?.toLowerCase() ?? ''
}

export const artifactSchemes: readonly string[] = Object.keys(DRIVERS)

/**
 * The repository that keeps its bytes at `uri`.
 * @throws MlflowError naming the scheme when no driver knows it (never the URI: it may hold a password)
 */
export async function openRepository(uri: string): Promise<ArtifactRepository> {
  const scheme = schemeOf(uri)
  const load = Object.hasOwn(DRIVERS, scheme) ? DRIVERS[scheme] : undefined
  if (load) return (await load())(uri)
  const known = artifactSchemes.map((name) => `'${name}'`).join(', ')
  throw invalidParameter(
    `Could not find a registered artifact repository for scheme '${scheme}'. Currently registered schemes are: [${known}]`,
  )
}
