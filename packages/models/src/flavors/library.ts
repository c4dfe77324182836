import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** A library that users install themselves, for it is large. */
export class MissingLibrary extends Error {}

interface Wanted {
  /** The faster first. */
  packages: readonly string[]
  /** What cannot be done without it. */
  purpose: string
  /** The one that installs everywhere, without scripts. */
  advised: string
  /** A folder to look in first, if users named one. */
  folder: string | undefined
}

/**
 * The first of some packages that is there and loads: in the folder that users named, beside Millrace, or in the
 * current folder.
 * @throws MissingLibrary naming all of them
 */
export async function loadLibrary<Library>({ packages, purpose, advised, folder }: Wanted): Promise<Library> {
  const folders = [folder || undefined, import.meta.dirname, process.cwd()].filter((one) => one !== undefined)
  const broken: string[] = []
  for (const name of packages) {
    const file = folders.map((one) => locate(name, one)).find((one) => one !== undefined)
    if (file === undefined) continue
    try {
      return unwrap<Library>(await import(pathToFileURL(file).href))
    } catch (error) {
      // Installed without its binaries; the next one may need none.
      broken.push(`${name} does not load: ${(error as Error).message.split('\n', 1)[0]}`)
    }
  }
  throw new MissingLibrary(
    `${purpose} needs one of ${packages.join(' and ')}: npm install --ignore-scripts ${advised}${broken.map((one) => `\n${one}`).join('')}`,
  )
}

function locate(name: string, folder: string): string | undefined {
  try {
    return createRequire(join(folder, 'package.json')).resolve(name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return undefined
    throw error
  }
}

function unwrap<Library>(module: Library | { default: Library }): Library {
  return typeof module === 'object' && module !== null && 'default' in module ? module.default : module
}
