import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { invalidParameter, MlflowError } from '@millrace/contract'
import { runContainer } from './container.ts'
import { describeModel } from './deployed-model.ts'
import { Kubectl } from './kubernetes/kubectl.ts'
import {
  DEFAULT_IMAGE,
  filesOf,
  type KubernetesSettings,
  type Manifest,
  manifestsOf,
  yamlOf,
} from './kubernetes/manifests.ts'
import { type Found, findDeployment, listDeployments, SELECTOR } from './kubernetes/objects.ts'
import { KUBERNETES_SETTINGS } from './kubernetes/settings.ts'
import { assertName, type NameRule, nameIsTaken, noDeployment } from './names.ts'
import { answerOf } from './scoring-answer.ts'
import { readSettings } from './settings.ts'
import type {
  CreateRequest,
  DeleteRequest,
  Deployment,
  DeploymentTarget,
  Description,
  Plan,
  PredictionBody,
  TargetClient,
  TargetContext,
  UpdateRequest,
} from './target.ts'
import { suffixPieces } from './target-uri.ts'

/** Names of a Deployment are longer, but a Service is named so too. */
const NAMES: NameRule = {
  pattern: /^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
  words: 'small letters, digits and dashes, 63 at most, with a letter first and no dash last',
}
const READY_SECONDS = 1200
const AUTOSCALER = 'HorizontalPodAutoscaler'

/** A Deployment with its Service, or KServe's InferenceService, by kubectl; without that, as files. */
export const target: DeploymentTarget = {
  name: 'kubernetes',
  help: `Deploys models to Kubernetes: a Deployment, a Service, and a HorizontalPodAutoscaler where there is a range; or an
InferenceService of KServe. The image must be where the cluster pulls from: build it with 'millrace models build-docker -m URI
-n NAME' and push it.

Target URIs:
- kubernetes                        the current context of kubectl, and its namespace
- kubernetes:/CONTEXT               a slash within a name is written %2F
- kubernetes:/CONTEXT/NAMESPACE

Settings (-C name=value), for create and update:
- image: the image with the model in it (default: ${DEFAULT_IMAGE}, as build-docker names it)
- replicas: how many pods, the fewest where there is a range (default: 1)
- max_replicas: the most; an autoscaler then chooses by CPU
- target_cpu: percent of the CPU asked for at which it adds pods (default: 80)
- cpu, memory: what a pod asks for (default: 500m, 512Mi); the memory is its limit too
- env: variables for the server, a JSON object. They stand in the manifest: no place for secrets
- service_type: ClusterIP (default), NodePort or LoadBalancer
- service_account, image_pull_policy, image_pull_secret: of the pods
- kserve: True makes an InferenceService instead
- output: only write the manifests, to this folder
- synchronous: whether to wait until the pods are ready (default: True)
- timeout_seconds: how long (default: ${READY_SECONDS})

Where kubectl is not in the PATH, create and update write the manifests to NAME-kubernetes and say how to apply them.
run-local takes image and port, and runs the image by docker or podman.`,
  open(suffix, context) {
    const [namedContext, namespace, ...more] = suffixPieces(suffix)
    if (more.length > 0) {
      throw invalidParameter(
        `The target URI of kubernetes is kubernetes:/CONTEXT/NAMESPACE, a slash within a name written %2F; '${suffix}' has more.`,
      )
    }
    const place = {
      ...(namedContext !== undefined && { context: namedContext }),
      ...(namespace !== undefined && { namespace }),
    }
    return new KubernetesTarget(new Kubectl(place, context.env), context)
  },
  runLocal: runContainer,
}

class KubernetesTarget implements TargetClient {
  readonly #kubectl: Kubectl
  readonly #context: TargetContext

  constructor(kubectl: Kubectl, context: TargetContext) {
    this.#kubectl = kubectl
    this.#context = context
  }

  async create({ name, modelUri, flavor, config }: CreateRequest): Promise<Plan<Deployment>> {
    assertName(name, NAMES)
    const settings = readSettings('kubernetes', KUBERNETES_SETTINGS, config)
    const model = await describeModel(modelUri, flavor, this.#context.env)
    const manifests = manifestsOf({ name, model, settings })
    const output = this.#outputFor(name, settings)
    if (output !== undefined) {
      const there = Object.keys(filesOf(manifests)).find((file) => existsSync(join(output, file)))
      if (there) throw invalidParameter(`${output} holds ${there} already: update, or name another folder.`)
      return this.#written({ name, flavor: model.flavor }, manifests, output, settings)
    }
    return {
      would: () => this.#wouldApply(manifests),
      make: async () => {
        const found = await findDeployment(this.#kubectl, name)
        if (found !== undefined) throw nameIsTaken(name, 'kubernetes')
        await this.#apply(manifests)
        await this.#wait(name, settings)
        return { name, flavor: model.flavor }
      },
    }
  }

  async update({ name, modelUri, flavor, config }: UpdateRequest): Promise<Plan<Deployment>> {
    assertName(name, NAMES)
    const given = readSettings('kubernetes', KUBERNETES_SETTINGS, config)
    const output = this.#outputFor(name, given)
    const before = this.#kubectl.isThere ? await this.#known(name) : undefined
    if (before === undefined && modelUri === undefined) {
      throw invalidParameter(
        'Without kubectl nothing is known of what is deployed: give the model, and all settings, to write the manifests anew.',
      )
    }
    const settings = { ...before?.settings, ...given }
    if (before && (before.kind === 'InferenceService') !== (settings.kserve ?? false)) {
      throw invalidParameter(
        `The deployment ${name} is of the kind ${before.kind}: delete it to change that.`,
      )
    }
    const model =
      modelUri !== undefined || before === undefined
        ? await describeModel(modelUri ?? '', flavor, this.#context.env)
        : before.model
    const manifests = manifestsOf({ name, model, settings })
    if (output !== undefined) return this.#written({ name, flavor: model.flavor }, manifests, output, given)
    return {
      would: () => this.#wouldApply(manifests),
      make: async () => {
        await this.#apply(manifests)
        // What a range needed and a number does not.
        if (!settings.kserve && !manifests.some(({ kind }) => kind === AUTOSCALER)) {
          await this.#dropAutoscaler(name)
        }
        await this.#wait(name, settings)
        return { name, flavor: model.flavor }
      },
    }
  }

  async delete({ name, config }: DeleteRequest): Promise<Plan<void>> {
    readSettings('kubernetes', {}, config)
    const { kind } = await this.#known(name)
    const kinds =
      kind === 'Deployment' ? 'deployments,services,horizontalpodautoscalers' : 'inferenceservices'
    const args = ['delete', kinds, '-l', `${SELECTOR},app.kubernetes.io/name=${name}`, '--wait=true']
    return {
      would: () => this.#kubectl.command(...args),
      make: async () => {
        await this.#kubectl.run(args)
      },
    }
  }

  async list(): Promise<Description[]> {
    return (await listDeployments(this.#kubectl)).map(({ description }) => description)
  }

  async get(name: string): Promise<Description> {
    return (await this.#known(name)).description
  }

  /** Through the API server to a Service, which needs no way into the cluster; KServe has an address of its own. */
  async predict(name: string, input: PredictionBody): Promise<string> {
    const found = await this.#known(name)
    const ask = (address: string) =>
      answerOf(
        `${address}/invocations`,
        input,
        async () => `${address} does not answer for the deployment ${name}.`,
      )
    if (found.kind === 'Deployment') return this.#kubectl.forwarded(name, 80, ask)
    if (found.url !== undefined) return ask(found.url)
    throw new MlflowError('TEMPORARILY_UNAVAILABLE', `KServe has given ${name} no address yet.`)
  }

  async #known(name: string): Promise<Found> {
    assertName(name, NAMES)
    const found = await findDeployment(this.#kubectl, name)
    if (found === undefined) throw noDeployment(name, 'kubernetes')
    if (found !== 'foreign') return found
    throw invalidParameter(`'${name}' was not deployed by millrace: it lacks the label ${SELECTOR}.`)
  }

  /** The folder to write to, where nothing is applied. */
  #outputFor(name: string, { output }: KubernetesSettings): string | undefined {
    return output ?? (this.#kubectl.isThere ? undefined : `${name}-kubernetes`)
  }

  #written(
    deployment: Deployment,
    manifests: readonly Manifest[],
    folder: string,
    { output }: KubernetesSettings,
  ): Plan<Deployment> {
    const command = this.#kubectl.command('apply', '-f', folder)
    return {
      would: () => `write to ${folder}:\n${textOf(manifests)}`,
      make: async () => {
        await mkdir(folder, { recursive: true })
        for (const [file, text] of Object.entries(filesOf(manifests)))
          await writeFile(join(folder, file), text)
        if (output !== undefined) {
          return { ...deployment, remark: `The manifests of ${deployment.name} are in ${folder}: ${command}` }
        }
        throw new MlflowError(
          'NOT_IMPLEMENTED',
          `kubectl is not in the PATH, so nothing is deployed. The manifests are in ${folder}; apply them where it is: ${command}`,
        )
      },
    }
  }

  #wouldApply(manifests: readonly Manifest[]): string {
    return `${this.#kubectl.command('apply', '-f', '-')}\n${textOf(manifests)}`
  }

  async #apply(manifests: readonly Manifest[]): Promise<void> {
    const said = await this.#kubectl.run(['apply', '-f', '-'], textOf(manifests))
    this.#context.onProgress(said.trim())
  }

  async #wait(name: string, settings: KubernetesSettings): Promise<void> {
    const { synchronous = true, timeout_seconds = READY_SECONDS, kserve } = settings
    if (!synchronous) return
    const timeout = `--timeout=${timeout_seconds}s`
    const waiting = kserve
      ? ['wait', '--for=condition=Ready', `inferenceservice/${name}`, timeout]
      : ['rollout', 'status', `deployment/${name}`, timeout]
    await this.#kubectl.run(waiting).catch((error: MlflowError) => {
      const stays = `${error.message}\nIt was applied, and stays so that its pods tell why; 'get' and 'delete' know it.`
      throw new MlflowError(error.code ?? 'INTERNAL_ERROR', stays, { cause: error })
    })
  }

  async #dropAutoscaler(name: string): Promise<void> {
    const selector = `${SELECTOR},app.kubernetes.io/name=${name}`
    await this.#kubectl.run(['delete', 'horizontalpodautoscalers', '-l', selector, '--ignore-not-found'])
  }
}

function textOf(manifests: readonly Manifest[]): string {
  return manifests.map(yamlOf).join('---\n')
}
