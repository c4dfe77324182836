import type { Env, RunRecord } from '@millrace/sdk'
import { containerProgram } from '../backends/container-program.ts'
import { isHere } from '../backends/docker-image.ts'
import { TAG } from '../tags.ts'

interface EarlierImage {
  /** Undefined where only its name is known. */
  readonly image?: string
  /** Whether the project's files are in it, as they were then. */
  readonly isBuilt?: boolean
}

interface Setting {
  readonly env: Env
  readonly report: (line: string) => void
  /** Whether it was built for the run. */
  readonly wasBuilt: boolean
}

/** The image that an earlier run had: as this machine still has it, or as its registry knows it by what it holds. */
export async function earlierImage({ tags }: RunRecord, setting: Setting): Promise<EarlierImage> {
  const { env, report, wasBuilt } = setting
  const [uri, id, digest] = [tags[TAG.imageUri], tags[TAG.imageId], tags[TAG.imageDigest]]
  if (uri === undefined) return {}
  // A cluster cannot be asked for what lies here.
  const isLocal = tags[TAG.backend] === 'local'
  if (isLocal && id !== undefined && (await isHere(await containerProgram(env), id, { env }))) {
    report(`The image is the one that it had: ${uri} (${id}).`)
    return { image: id, isBuilt: wasBuilt }
  }
  if (digest !== undefined) {
    report(`The image is ${wasBuilt ? 'built on' : ''} the one that it had: ${digest}.`.replace('  ', ' '))
    return { image: digest }
  }
  report(`The image that it had is not known by what was in it: ${uri} is taken as it is now.`)
  return {}
}
