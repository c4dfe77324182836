import { doesNotExist, invalidParameter } from '@millrace/contract'
import { pluginFile, pluginPackage } from '../environment/plugin.ts'
import type { DeploymentTarget } from './target.ts'

/** A target is a file here and a line below; loaded when it is asked for. */
const TARGETS: Readonly<Record<string, () => Promise<{ target: DeploymentTarget }>>> = {
  local: () => import('./local.ts'),
  kubernetes: () => import('./kubernetes.ts'),
  sagemaker: () => import('./sagemaker.ts'),
  databricks: () => import('./databricks.ts'),
}

/** Those that Millrace brings. */
export const targetNames: readonly string[] = Object.keys(TARGETS)

const PATH = /\.[cm]?[jt]s$/i
const PREFIX = 'millrace-deployment-'

/**
 * The target of that name: one of ours, else what the package `millrace-deployment-NAME`, or the file at that path, exports as
 * `target`.
 * @throws MlflowError RESOURCE_DOES_NOT_EXIST naming those that are known
 */
export async function openTarget(name: string): Promise<DeploymentTarget> {
  const own = Object.hasOwn(TARGETS, name) ? TARGETS[name] : undefined
  if (own) return (await own()).target
  const module = PATH.test(name) ? await fromFile(name) : await fromPackage(name)
  if (hasTarget(module)) return module.target
  throw invalidParameter(`'${name}' exports no 'target' with a name, a help text and a function 'open'.`)
}

async function fromFile(path: string): Promise<unknown> {
  const { place, address } = pluginFile(path)
  if (address !== undefined) return import(address)
  throw doesNotExist(`There is no deployment target at ${place}.`)
}

async function fromPackage(name: string): Promise<unknown> {
  const { place, address } = pluginPackage(name, PREFIX)
  if (address !== undefined) return import(address)
  throw doesNotExist(
    `No plugin found for managing model deployments to "${name}". Use one of ${targetNames.join(', ')}; the path of a file that exports a target; or the name of a package, after npm install ${place}.`,
  )
}

function hasTarget(module: unknown): module is { target: DeploymentTarget } {
  const target = (module as { target?: Partial<DeploymentTarget> } | undefined)?.target
  return (
    typeof target?.open === 'function' && typeof target.name === 'string' && typeof target.help === 'string'
  )
}
