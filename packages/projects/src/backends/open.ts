import { pluginFile, pluginPackage } from '@millrace/models/environment'
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
const PREFIX = 'millrace-backend-'

async function fromFile(path: string): Promise<unknown> {
  const { place, address } = pluginFile(path)
  if (address !== undefined) return import(address)
  throw new InvalidValueError(`There is no backend at ${place}.`)
}

async function fromPackage(name: string): Promise<unknown> {
  const { place, address } = pluginPackage(name, PREFIX)
  if (address !== undefined) return import(address)
  const own = Object.keys(BACKENDS).join(', ')
  throw new InvalidValueError(
    `There is no backend '${name}'. Use one of ${own}; the path of a file that exports one; or the name of a package, after npm install ${place}.`,
  )
}

function hasBackend(module: unknown): module is { backend: Backend } {
  const backend = (module as { backend?: Partial<Backend> } | undefined)?.backend
  return typeof backend?.launch === 'function' && typeof backend.name === 'string'
}
