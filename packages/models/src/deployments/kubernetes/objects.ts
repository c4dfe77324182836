import { MlflowError } from '@millrace/contract'
import type { DeployedModel } from '../deployed-model.ts'
import type { Description } from '../target.ts'
import type { Kubectl } from './kubectl.ts'
import { ANNOTATIONS, type KubernetesSettings, MANAGED } from './manifests.ts'

/** Those members of a Deployment or an InferenceService that are looked at. */
interface ClusterObject {
  readonly kind: string
  readonly metadata: {
    readonly name: string
    readonly namespace: string
    readonly labels?: Readonly<Record<string, string>>
    readonly annotations?: Readonly<Record<string, string>>
    readonly creationTimestamp?: string
  }
  readonly spec?: {
    readonly replicas?: number
    readonly template?: PodTemplate
    readonly predictor?: PodSpec
  }
  readonly status?: {
    readonly replicas?: number
    readonly readyReplicas?: number
    readonly url?: string
    readonly conditions?: readonly Condition[]
  }
}

interface PodSpec {
  readonly containers?: readonly { readonly image?: string }[]
}

interface PodTemplate {
  readonly spec?: PodSpec
}

interface Condition {
  readonly type: string
  readonly status: string
  readonly message?: string
}

/** A deployment of ours in a cluster. */
export interface Found {
  readonly kind: string
  readonly name: string
  readonly settings: KubernetesSettings
  readonly model: DeployedModel
  /** Where KServe answers for it; undefined for a Service. */
  readonly url?: string
  readonly description: Description
}

const [LABEL, VALUE] = Object.entries(MANAGED)[0] as [string, string]
export const SELECTOR = `${LABEL}=${VALUE}`
const KSERVE = 'inferenceservices.serving.kserve.io'

/** Kinds of objects that are deployments; those of KServe where the cluster knows them. */
async function resources(kubectl: Kubectl): Promise<string[]> {
  return (await hasKserve(kubectl)) ? ['deployments.apps', KSERVE] : ['deployments.apps']
}

/** Asked of its own address: the list of all resources fails where any other extension is down. */
async function hasKserve(kubectl: Kubectl): Promise<boolean> {
  try {
    return (await kubectl.run(['get', '--raw', '/apis/serving.kserve.io/v1beta1'])).includes(
      'inferenceservices',
    )
  } catch (error) {
    if (error instanceof MlflowError && error.code === 'RESOURCE_DOES_NOT_EXIST') return false
    throw error
  }
}

/** What has that name: a deployment of ours, `foreign` for somebody else's, undefined for none. */
export async function findDeployment(kubectl: Kubectl, name: string): Promise<Found | 'foreign' | undefined> {
  for (const resource of await resources(kubectl)) {
    const object = await kubectl.find<ClusterObject>(resource, name)
    if (object) return object.metadata.labels?.[LABEL] === VALUE ? foundOf(object) : 'foreign'
  }
  return undefined
}

export async function listDeployments(kubectl: Kubectl): Promise<Found[]> {
  const found: Found[] = []
  for (const resource of await resources(kubectl)) {
    const text = await kubectl.run(['get', resource, '-l', SELECTOR, '-o', 'json'])
    found.push(...(JSON.parse(text) as { items: ClusterObject[] }).items.map(foundOf))
  }
  return found
}

function foundOf(object: ClusterObject): Found {
  const { kind, metadata, spec, status } = object
  const { annotations = {}, name, namespace, creationTimestamp } = metadata
  const { modelUri, flavor, forcePython, settings } = ANNOTATIONS
  const pod = spec?.predictor ?? spec?.template?.spec
  return {
    kind,
    name,
    settings: JSON.parse(annotations[settings] ?? '{}') as KubernetesSettings,
    model: {
      uri: annotations[modelUri] ?? '',
      flavor: annotations[flavor] ?? '',
      forcePython: annotations[forcePython] === 'true',
    },
    ...(status?.url !== undefined && { url: status.url }),
    description: {
      name,
      namespace,
      kind,
      model_uri: annotations[modelUri],
      flavor: annotations[flavor],
      image: pod?.containers?.[0]?.image,
      status: statusOf(object),
      ...(kind === 'Deployment' && {
        replicas: spec?.replicas ?? status?.replicas ?? 0,
        ready_replicas: status?.readyReplicas ?? 0,
      }),
      ...(status?.url !== undefined && { url: status.url }),
      created: creationTimestamp,
    },
  }
}

/** The condition by which an object of that kind says that it answers. */
const READY: Readonly<Record<string, string>> = { Deployment: 'Available', InferenceService: 'Ready' }

function statusOf({ kind, status }: ClusterObject): string {
  const conditions = status?.conditions ?? []
  const ready = conditions.find(({ type }) => type === READY[kind])
  if (ready?.status === 'True') return 'ready'
  const told = conditions.find(({ status: met, message }) => met === 'False' && message)
  return told ? `not ready: ${told.message}` : 'not ready'
}
