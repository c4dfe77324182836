import { createHash } from 'node:crypto'

/** The tags by which MLflow tells where a run comes from. */
export const TAG = {
  user: 'mlflow.user',
  runName: 'mlflow.runName',
  parent: 'mlflow.parentRunId',
  sourceName: 'mlflow.source.name',
  sourceType: 'mlflow.source.type',
  commit: 'mlflow.source.git.commit',
  repository: 'mlflow.source.git.repoURL',
  branch: 'mlflow.source.git.branch',
  entryPoint: 'mlflow.project.entryPoint',
  backend: 'mlflow.project.backend',
  environment: 'mlflow.project.env',
  imageUri: 'mlflow.docker.image.uri',
  imageId: 'mlflow.docker.image.id',
  /** Our own: the parameters that were given, as JSON. MLflow keeps them among those that the program logs. */
  parameters: 'millrace.project.parameters',
  /** Our own: where parameters of type `path` were, as JSON: from the project's root, or absolute. */
  paths: 'millrace.project.paths',
  /** Our own: `--backend-config` by its backend, `-A`, and whether an image was built, as JSON. */
  backendConfig: 'millrace.project.backendConfig',
  dockerArgs: 'millrace.project.dockerArgs',
  buildImage: 'millrace.project.buildImage',
  /** Our own: what its registry calls the image, or the one that it was built on, by what that holds. */
  imageDigest: 'millrace.docker.image.digest',
  /** Our own: for people, what of its folder is not kept with the run. */
  leftOut: 'millrace.project.leftOut',
  /** Our own: what decides a step's result. */
  cacheKey: 'millrace.project.cacheKey',
  /** Our own, of the parent of a sweep, and of its children. */
  grid: 'millrace.sweep.grid',
  point: 'millrace.sweep.point',
  /** Our own: the run that was run again. */
  reproduces: 'millrace.project.reproduces',
} as const

/** The longest value that every MLflow takes. */
export const LONGEST_TAG = 5000

/** A text for a tag that is compared only: of a long one its digest. */
export function comparable(text: string): string {
  if (text.length <= LONGEST_TAG) return text
  return `sha256:${createHash('sha256').update(text).digest('hex')}`
}
