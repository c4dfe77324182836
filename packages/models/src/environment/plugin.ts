import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const PACKAGE = /^(@[\w.-]+\/)?[\w-][\w.-]*$/

/** Somebody else's module: where it would be, and its address where it is there. */
export interface Plugin {
  /** A path, or the name of a package. */
  readonly place: string
  readonly address: string | undefined
}

export function pluginFile(path: string): Plugin {
  const place = resolve(path)
  return { place, address: existsSync(place) ? pathToFileURL(place).href : undefined }
}

/** A package that is installed beside us, or where we were started; its name may leave the prefix out. */
export function pluginPackage(name: string, prefix: string): Plugin {
  const place = name.includes(prefix) ? name : `${prefix}${name}`
  return { place, address: PACKAGE.test(place) ? addressOf(place) : undefined }
}

function addressOf(name: string): string | undefined {
  for (const from of [import.meta.url, pathToFileURL(resolve('from.js'))]) {
    try {
      return pathToFileURL(createRequire(from).resolve(name)).href
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error
    }
  }
}
