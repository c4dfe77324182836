import { stringify } from 'yaml'
import type { DeployedModel } from '../deployed-model.ts'
import type { Given } from '../settings.ts'
import type { KUBERNETES_SETTINGS } from './settings.ts'

export type KubernetesSettings = Given<typeof KUBERNETES_SETTINGS>

export interface Manifest {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: { readonly name: string } & Readonly<Record<string, unknown>>
  readonly [member: string]: unknown
}

/** What manifests are made of. */
export interface Deployable {
  readonly name: string
  readonly model: DeployedModel
  readonly settings: KubernetesSettings
}

/** What `millrace models build-docker` calls an image that was given no name. */
export const DEFAULT_IMAGE = 'mlflow-pyfunc-servable'
const PORT = 8080
const TARGET_CPU = 80
/** Of the image's user. */
const USER_ID = 10001

/** Labels that say whose an object is; what lacks them is never touched. */
export const MANAGED = { 'app.kubernetes.io/managed-by': 'millrace' }

export const ANNOTATIONS = {
  modelUri: 'millrace/model-uri',
  flavor: 'millrace/flavor',
  forcePython: 'millrace/force-python',
  /** The settings, as JSON: an update changes some of them. */
  settings: 'millrace/settings',
}

/** A Deployment, its Service, and an autoscaler where there is a range; or KServe's one object for all of it. */
export function manifestsOf(deployable: Deployable): Manifest[] {
  if (deployable.settings.kserve) return [inferenceService(deployable)]
  const { replicas = 1, max_replicas } = deployable.settings
  const scales = max_replicas !== undefined && max_replicas > replicas
  return [
    deployment(deployable, scales),
    service(deployable),
    ...(scales ? [autoscaler(deployable, max_replicas)] : []),
  ]
}

/** Files by name: what a folder for kubectl holds. */
export function filesOf(manifests: readonly Manifest[]): Record<string, string> {
  return Object.fromEntries(manifests.map((manifest) => [fileOf(manifest), yamlOf(manifest)]))
}

export function yamlOf(manifest: Manifest): string {
  return stringify(manifest, { lineWidth: 0, aliasDuplicateObjects: false })
}

function fileOf({ kind }: Manifest): string {
  return `${kind.replace(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`).toLowerCase()}.yaml`
}

function selectorOf(name: string) {
  return { 'app.kubernetes.io/name': name, ...MANAGED }
}

function metadataOf({ name, model, settings }: Deployable) {
  const { output: _, synchronous: __, timeout_seconds: ___, ...kept } = settings
  return {
    name,
    labels: selectorOf(name),
    annotations: {
      [ANNOTATIONS.modelUri]: model.uri,
      [ANNOTATIONS.flavor]: model.flavor,
      ...(model.forcePython && { [ANNOTATIONS.forcePython]: 'true' }),
      [ANNOTATIONS.settings]: JSON.stringify(kept),
    },
  }
}

function deployment(deployable: Deployable, scales: boolean): Manifest {
  const { name, settings } = deployable
  const { replicas = 1 } = settings
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metadataOf(deployable),
    spec: {
      // The autoscaler's, where there is one: to apply this again must not undo what it did.
      ...(!scales && { replicas }),
      selector: { matchLabels: selectorOf(name) },
      template: {
        metadata: { labels: selectorOf(name) },
        spec: {
          ...podOf(deployable),
          containers: [{ name: 'model', ...containerOf(deployable) }],
        },
      },
    },
  }
}

function service({ name, settings }: Deployable): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, labels: selectorOf(name) },
    spec: {
      type: settings.service_type ?? 'ClusterIP',
      selector: selectorOf(name),
      ports: [{ name: 'http', port: 80, targetPort: 'http' }],
    },
  }
}

function autoscaler({ name, settings }: Deployable, maxReplicas: number): Manifest {
  const { replicas = 1, target_cpu = TARGET_CPU } = settings
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name, labels: selectorOf(name) },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      minReplicas: Math.max(1, replicas),
      maxReplicas,
      metrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: target_cpu } },
        },
      ],
    },
  }
}

function inferenceService(deployable: Deployable): Manifest {
  const { replicas = 1, max_replicas, target_cpu } = deployable.settings
  return {
    apiVersion: 'serving.kserve.io/v1beta1',
    kind: 'InferenceService',
    metadata: metadataOf(deployable),
    spec: {
      predictor: {
        minReplicas: replicas,
        ...(max_replicas !== undefined && { maxReplicas: max_replicas }),
        ...(target_cpu !== undefined && { scaleMetric: 'cpu', scaleTarget: target_cpu }),
        ...podOf(deployable),
        // KServe looks for this name.
        containers: [{ name: 'kserve-container', ...containerOf(deployable) }],
      },
    },
  }
}

function podOf({ settings }: Deployable) {
  const { service_account, image_pull_secret } = settings
  return {
    ...(service_account !== undefined && { serviceAccountName: service_account }),
    ...(image_pull_secret !== undefined && { imagePullSecrets: [{ name: image_pull_secret }] }),
    automountServiceAccountToken: service_account !== undefined,
    terminationGracePeriodSeconds: 60,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: USER_ID,
      runAsGroup: USER_ID,
      fsGroup: USER_ID,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    volumes: [{ name: 'tmp', emptyDir: {} }],
  }
}

function containerOf({ model, settings }: Deployable) {
  const { image = DEFAULT_IMAGE, image_pull_policy, env = {} } = settings
  const probe = { httpGet: { path: '/ping', port: 'http' } }
  return {
    image,
    ...(image_pull_policy !== undefined && { imagePullPolicy: image_pull_policy }),
    ...(model.forcePython && { args: ['--python'] }),
    ports: [{ name: 'http', containerPort: PORT, protocol: 'TCP' }],
    ...(Object.keys(env).length > 0 && {
      env: Object.entries(env).map(([name, value]) => ({ name, value })),
    }),
    resources: resourcesOf(settings),
    // A model in Python takes its time: ten minutes.
    startupProbe: { ...probe, periodSeconds: 5, failureThreshold: 120 },
    readinessProbe: { ...probe, periodSeconds: 5 },
    livenessProbe: { ...probe, periodSeconds: 20, timeoutSeconds: 5 },
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
    volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
  }
}

/** An autoscaler counts from what is asked for. */
function resourcesOf({ cpu = '500m', memory = '512Mi' }: KubernetesSettings) {
  return { requests: { cpu, memory }, limits: { memory } }
}
