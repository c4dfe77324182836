import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import type { BatchV1Api, CoreV1Api, Log } from '@kubernetes/client-node'
import { type Env, InvalidValueError } from '@millrace/sdk'

/** The parts of Kubernetes that a job needs, as one of its users. */
export interface Cluster {
  readonly batch: BatchV1Api
  readonly core: CoreV1Api
  readonly log: Log
  /** Of the context, where it names one. */
  readonly namespace: string
}

/** Where a pod finds who it is. */
const IN_CLUSTER = '/var/run/secrets/kubernetes.io/serviceaccount/token'

type Library = typeof import('@kubernetes/client-node')

/**
 * As kubectl finds it: the files of KUBECONFIG, `~/.kube/config`, or the pod in which this runs.
 * @param context the current one if not given
 * @throws InvalidValueError with what is missing
 */
export async function openCluster(context: string | undefined, env: Env): Promise<Cluster> {
  const library = await loadLibrary()
  const config = loadConfig(library, env)
  if (context !== undefined) {
    const known = config.getContexts().map(({ name }) => name)
    if (!known.includes(context)) {
      throw new InvalidValueError(
        `The Kubernetes configuration has no context '${context}'. It has: ${known.join(', ') || 'none'}.`,
      )
    }
    config.setCurrentContext(context)
  }
  if (!config.getCurrentCluster()) {
    throw new InvalidValueError(
      "The Kubernetes configuration has no current context: give 'kube-context' in the backend's configuration, or choose one with kubectl config use-context.",
    )
  }
  return {
    batch: config.makeApiClient(library.BatchV1Api),
    core: config.makeApiClient(library.CoreV1Api),
    log: new library.Log(config),
    namespace: config.getContextObject(config.getCurrentContext())?.namespace ?? 'default',
  }
}

async function loadLibrary(): Promise<Library> {
  try {
    return await import('@kubernetes/client-node')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new InvalidValueError(
      'The backend kubernetes needs a library that is not installed beside millrace: npm install @kubernetes/client-node',
      { cause: error },
    )
  }
}

function loadConfig({ KubeConfig }: Library, env: Env) {
  const config = new KubeConfig()
  const named = (env.KUBECONFIG ?? '').split(delimiter).filter((path) => path !== '')
  const files = named.length > 0 ? named : [join(env.HOME ?? homedir(), '.kube', 'config')]
  const [first, ...more] = files.filter((path) => existsSync(path))
  if (first !== undefined) {
    config.loadFromFile(first)
    for (const path of more) {
      const other = new KubeConfig()
      other.loadFromFile(path)
      config.mergeConfig(other, true)
    }
    return config
  }
  if (!existsSync(IN_CLUSTER)) {
    throw new InvalidValueError(
      `No Kubernetes configuration is at ${files.join(' or ')}: get one from your cluster (kubectl config view shows yours), or name its file in KUBECONFIG.`,
    )
  }
  config.loadFromCluster()
  return config
}

/** The code of an answer that is a refusal; undefined where there was none. */
export function refusalCode(error: unknown): number | undefined {
  const { code } = error as { code?: unknown }
  return typeof code === 'number' ? code : undefined
}

/** What Kubernetes says, in one line. */
export function refusalText(error: unknown): string {
  const { body, message } = error as { body?: unknown; message: string }
  const status: unknown = typeof body === 'string' ? jsonOrText(body) : body
  const words = (status as { message?: unknown } | undefined)?.message
  return typeof words === 'string' ? words : message.split('\n').join(' ')
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return { message: text.trim() }
  }
}
