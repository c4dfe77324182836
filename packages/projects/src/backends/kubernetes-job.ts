import { readFile } from 'node:fs/promises'
import type { V1Container, V1Job } from '@kubernetes/client-node'
import { InvalidValueError } from '@millrace/sdk'
import { parse } from 'yaml'

/** One container that is tried once, where no template says else. */
const TEMPLATE = `
apiVersion: batch/v1
kind: Job
metadata: {}
spec:
  backoffLimit: 0
  template:
    spec:
      containers: [{}]
      restartPolicy: Never
`

/** A job whose one container is there, to be filled. */
export interface JobTemplate extends V1Job {
  readonly metadata: NonNullable<V1Job['metadata']>
  readonly spec: NonNullable<V1Job['spec']> & {
    readonly template: { readonly spec: { readonly containers: [V1Container, ...V1Container[]] } }
  }
}

/**
 * The template at that path.
 * @throws InvalidValueError for what is no Job with a container
 */
export async function readTemplate(path: string | undefined): Promise<JobTemplate> {
  const text = path === undefined ? TEMPLATE : await readFile(path, 'utf8').catch(unreadable(path))
  const job = parsed(text, path)
  if (isTemplate(job)) return { ...job, metadata: job.metadata ?? {} }
  throw new InvalidValueError(
    `The job template ${path} must be a Job of batch/v1 with at least one container in spec.template.spec.containers.`,
  )
}

function unreadable(path: string) {
  return (error: Error): never => {
    throw new InvalidValueError(`The job template ${path} cannot be read: ${error.message}`)
  }
}

function parsed(text: string, path: string | undefined): unknown {
  try {
    return parse(text)
  } catch (error) {
    throw new InvalidValueError(`The job template ${path} is no YAML: ${(error as Error).message}`)
  }
}

function isTemplate(job: unknown): job is JobTemplate {
  const { kind, spec } = (job ?? {}) as V1Job
  const containers: unknown = spec?.template?.spec?.containers
  return (
    kind === 'Job' && Array.isArray(containers) && typeof containers[0] === 'object' && containers[0] !== null
  )
}

interface Filling {
  readonly name: string
  readonly container: string
  readonly namespace: string
  readonly image: string
  readonly command: readonly string[]
  readonly variables: Readonly<Record<string, string>>
}

/** The template with MLflow's fields filled in: names, image, command, and variables behind its own. */
export function filledJob(template: JobTemplate, filling: Filling): V1Job {
  const { metadata, spec } = template
  const [first, ...others] = spec.template.spec.containers
  const container = {
    ...first,
    name: filling.container,
    image: filling.image,
    command: [...filling.command],
    env: [
      ...(first.env ?? []),
      ...Object.entries(filling.variables).map(([name, value]) => ({ name, value })),
    ],
  }
  const pod = { ...spec.template.spec, containers: [container, ...others] }
  return {
    ...template,
    metadata: { ...metadata, name: filling.name, namespace: filling.namespace },
    spec: { ...spec, template: { ...spec.template, spec: pod } },
  }
}

/** A job's name as MLflow's, in the signs that Kubernetes allows and no longer than its pods' labels may be. */
export function jobName(project: string, now: Date): string {
  const time = now.toISOString().replace(/[T:.]/g, '-').replace('Z', '')
  return `${project.slice(0, 63 - time.length - 1).replace(/-+$/, '')}-${time}`
}

/** A project's name as one of Kubernetes' names. */
export function labelOf(name: string | undefined): string {
  const plain = (name ?? '').toLowerCase().replace(/[^a-z0-9]+/g, '-')
  return (
    plain
      .replace(/^-+|-+$/g, '')
      .slice(0, 63)
      .replace(/-+$/, '') || 'project'
  )
}
