import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { InvalidValueError } from '@millrace/sdk'
import type { Backend } from './backend.ts'

/** A backend is a file here and a line below; loaded when it is asked for. */
const BACKENDS: Readonly<Record<string, () => Promise<{ backend: Backend }>>> = {
  local: () => import('./local.ts'),
  databricks: () => import('./databricks.ts'),
  docker: () => import('./docker.ts'),
  kubernetes: () => import('./kubernetes.ts'),
  slurm: () => import('./slurm.ts'),
}

/**
 * The backend of that name: one of ours, else what the package `millrace-backend-NAME`, or the file at that path, exports as
 * `backend`.
 * @throws InvalidValueError when there is none
 */
export async function openBackend(name: string): Promise<Backend> {
  const own = Object.hasOwn(BACKENDS, name) ? BACKENDS[name] : undefined
  if (own) return (await own()).backend
  const module = PATH.test(name) ? await fromFile(name) : await fromPackage(name)
  if (hasBackend(module)) return module.backend
  throw new InvalidValueError(`'${name}' exports no 'backend' with a name and a function 'launch'.`)
}

const PATH = /^(\.{0,2}[\\/]|[a-z]:[\\/])|\.[cm]?[jt]s$/i
const PACKAGE = /^(@[\w.-]+\/)?[\w-][\w.-]*$/
const PREFIX = 'millrace-backend-'

async function fromFile(path: string): Promise<unknown> {
  const file = resolve(path)
  if (!existsSync(file)) throw new InvalidValueError(`There is no backend at ${file}.`)
  return import(pathToFileURL(file).href)
}

async function fromPackage(name: string): Promise<unknown> {
  const full = name.includes(PREFIX) ? name : `${PREFIX}${name}`
  const place = PACKAGE.test(full) ? placeOf(full) : undefined
  if (place !== undefined) return import(place)
  const own = Object.keys(BACKENDS).join(', ')
  throw new InvalidValueError(
    `There is no backend '${name}'. Use one of ${own}; the path of a file that exports one; or the name of a package, after npm install ${full}.`,
  )
}

/** Where a package begins: one that is installed beside us, or where we were started. */
function placeOf(name: string): string | undefined {
  for (const from of [import.meta.url, pathToFileURL(resolve('from.js'))]) {
    try {
      return pathToFileURL(createRequire(from).resolve(name)).href
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error
    }
  }
}

function hasBackend(module: unknown): module is { backend: Backend } {
  const backend = (module as { backend?: Partial<Backend> } | undefined)?.backend
  return typeof backend?.launch === 'function' && typeof backend.name === 'string'
}
