import type { V1Job, V1Pod } from '@kubernetes/client-node'
import { InvalidValueError } from '@millrace/sdk'
import { argumentsOf } from '../command.ts'
import type { Backend, CheckRequest, LaunchRequest, RunEnd } from './backend.ts'
import { containerProgram } from './container-program.ts'
import { builtImage, dockerEnvironment, type Image, imageName, imageTags, pushImage } from './docker-image.ts'
import { openCluster, refusalCode, refusalText } from './kubernetes-client.ts'
import { filledJob, jobName, labelOf, readTemplate } from './kubernetes-job.ts'
import { containerOf, followPods, type JobPods, podsOf } from './kubernetes-log.ts'
import { PolledRun, type Standing } from './polled-run.ts'
import { readSettings, seconds, text } from './settings.ts'

/** What `--backend-config` may say: MLflow's words, and how often a job is looked at. */
const SETTINGS = {
  'kube-context': text,
  'kube-job-template-path': text,
  /** Where images that are built are pushed to. */
  'repository-uri': text,
  'poll-seconds': seconds,
}

const POLL_SECONDS = 2

/** A Job of Kubernetes. */
export const backend: Backend = {
  name: 'kubernetes',

  async check(request) {
    const settings = readSettings('kubernetes', request.config, SETTINGS)
    dockerEnvironment('kubernetes', request.project)
    await readTemplate(settings['kube-job-template-path'])
    if (willBuild(request)) {
      repositoryOf(request)
      await containerProgram(request.env)
    }
    await openCluster(settings['kube-context'], request.env)
  },

  async launch(request) {
    const settings = readSettings('kubernetes', request.config, SETTINGS)
    const cluster = await openCluster(settings['kube-context'], request.env)
    const template = await readTemplate(settings['kube-job-template-path'])
    const image = await imageOf(request)
    const container = labelOf(request.project.name)
    const namespace = template.metadata.namespace ?? cluster.namespace
    const job = filledJob(template, {
      name: jobName(container, new Date()),
      container,
      namespace,
      image,
      command: argumentsOf(request.command, 'sh'),
      variables: variablesOf(request),
    })
    const name = await created(namespace, job, cluster.batch)
    request.report(`=== Creating Job ${name} ===`)
    const kubernetesJob = jobOf(
      { cluster, namespace, job: name, container },
      request,
      settings['poll-seconds'],
    )
    if (request.signal.aborted) await kubernetesJob.stop()
    return new PolledRun(kubernetesJob)
  },
}

function willBuild({ docker }: CheckRequest): boolean {
  return docker.buildImage && !docker.skipImageBuild
}

function repositoryOf({ config }: CheckRequest): string {
  const uri = readSettings('kubernetes', config, SETTINGS)['repository-uri']
  if (uri !== undefined) return uri
  throw new InvalidValueError(
    "An image that is built must be pushed: give its place as 'repository-uri' in the backend's configuration, as registry.example.com/team/project.",
  )
}

/** The project's own image is where the cluster finds it; one that is built is brought there. */
async function imageOf(request: LaunchRequest): Promise<string> {
  const { project, client, run } = request
  const base = dockerEnvironment('kubernetes', project).image
  if (!willBuild(request)) {
    await client.runs.logBatch(run.runId, { tags: withoutId({ uri: base, id: '' }) })
    return base
  }
  const program = await containerProgram(request.env)
  const { tags } = await client.runs.get(run.runId)
  const uri = imageName(repositoryOf(request), tags['mlflow.source.git.commit'])
  const image = await builtImage(program, { folder: project.folder, base, uri }, request)
  const pushed = await pushImage(program, uri, request)
  const id = pushed?.split('@')[1] ?? image.id
  await client.runs.logBatch(run.runId, { tags: imageTags({ uri, id }) })
  return pushed ?? uri
}

/** Which image that will be is known to the cluster alone. */
function withoutId(image: Image) {
  const { 'mlflow.docker.image.id': _, ...tags } = imageTags(image)
  return tags
}

/** As MLflow's: the cluster may have to call the tracking server by another name than this machine does. */
function variablesOf({ variables, env }: LaunchRequest): Readonly<Record<string, string>> {
  const uri = env.KUBE_MLFLOW_TRACKING_URI
  return uri ? { ...variables, MLFLOW_TRACKING_URI: uri } : variables
}

async function created(namespace: string, body: V1Job, batch: JobPods['cluster']['batch']): Promise<string> {
  try {
    const { metadata } = await batch.createNamespacedJob({ namespace, body })
    return metadata?.name ?? ''
  } catch (error) {
    throw new InvalidValueError(`Kubernetes made no Job: ${refusalText(error)}`, { cause: error })
  }
}

function jobOf(pods: JobPods, { report }: LaunchRequest, everySeconds = POLL_SECONDS) {
  const { cluster, namespace, job: name } = pods
  const everyMs = everySeconds * 1000
  let told = ''
  return {
    id: `${namespace}/${name}`,
    everyMs,
    async look(): Promise<Standing> {
      const job = await cluster.batch.readNamespacedJobStatus({ namespace, name }).catch(absent)
      if (!job) return GONE
      const end = endOf(job)
      const there = await podsOf(pods)
      if (end) return { ...end, exitCode: exitCodeOf(there, pods.container) ?? end.exitCode }
      const waiting = waitingOf(there)
      if (waiting !== '' && waiting !== told) {
        told = waiting
        report(`The Job ${name} waits: ${waiting}`)
      }
      return there.some(
        (pod) => containerOf(pod, pods.container)?.state?.waiting === undefined && isStarted(pod),
      )
        ? 'running'
        : 'scheduled'
    },
    async stop() {
      // In the foreground: the Job is there until its pods are gone.
      const request = { namespace, name, propagationPolicy: 'Foreground' }
      await cluster.batch.deleteNamespacedJob(request).catch(absent)
    },
    output: (over: Promise<unknown>) => followPods(pods, over, Math.min(everyMs, 1000)),
  }
}

const GONE: RunEnd = {
  status: 'failed',
  exitCode: undefined,
  reason: 'The Job was deleted before its end was seen.',
}

function absent(error: unknown): undefined {
  if (refusalCode(error) !== 404) throw error
}

function endOf({ status }: V1Job): RunEnd | undefined {
  const condition = (type: string) =>
    status?.conditions?.find((one) => one.type === type && one.status === 'True')
  if (condition('Complete')) return { status: 'finished', exitCode: 0 }
  const failed = condition('Failed')
  if (!failed) return undefined
  return {
    status: 'failed',
    exitCode: undefined,
    reason: `Kubernetes says ${failed.reason}: ${failed.message}`,
  }
}

/** Of the pod that ended last. */
function exitCodeOf(pods: readonly V1Pod[], container: string): number | undefined {
  const codes = pods.map((pod) => containerOf(pod, container)?.state?.terminated?.exitCode)
  return codes.findLast((code) => code !== undefined)
}

function isStarted({ status }: V1Pod): boolean {
  return status?.phase !== undefined && status.phase !== 'Pending'
}

/** Why a pod does not begin: no node for it, no image. */
function waitingOf(pods: readonly V1Pod[]): string {
  const reasons = pods.flatMap(({ status }) => [
    ...(status?.conditions ?? [])
      .filter(({ type, status: is }) => type === 'PodScheduled' && is === 'False')
      .map(({ reason, message }) => [reason, message]),
    ...(status?.containerStatuses ?? []).map(({ state }) => [
      state?.waiting?.reason,
      state?.waiting?.message,
    ]),
  ])
  const words = reasons.map((parts) => parts.filter(Boolean).join(': '))
  return words.filter((one) => one !== '' && one !== 'ContainerCreating').join('; ')
}
