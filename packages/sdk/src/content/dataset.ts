import type { Dataset, DatasetInput } from '../datasets.ts'
import { InvalidValueError } from '../errors.ts'
import type { Texts } from '../wire.ts'
import { jsonLine } from './json.ts'

/** A data set as a program has it. */
export interface NewDataset {
  /** `dataset` if not given. */
  readonly name?: string
  /** Where it comes from: a path, a URL, or a JSON object of MLflow's for the source type. */
  readonly source: string | object
  /** Told by the source if not given: `http`, `s3`, `local` and so on. */
  readonly sourceType?: string
  /** Tells versions of it apart; made of everything else if not given. */
  readonly digest?: string
  readonly schema?: object
  readonly profile?: object
}

/** What a data set is for in a run. */
export interface InputOptions {
  /** @example 'training' */
  readonly context?: string
  readonly tags?: Texts
}

const DIGEST_CHARACTERS = 8

/** A data set as MLflow keeps it. */
export async function toDatasetInput(
  dataset: NewDataset,
  { context, tags }: InputOptions,
): Promise<DatasetInput> {
  return {
    dataset: await toDataset(dataset),
    tags: { ...tags, ...(context !== undefined && { 'mlflow.data.context': context }) },
  }
}

async function toDataset({
  name = 'dataset',
  source,
  sourceType,
  digest,
  schema,
  profile,
}: NewDataset): Promise<Dataset> {
  if (!source) throw new InvalidValueError('A data set needs its source.')
  const texts = {
    source: typeof source === 'string' ? jsonLine({ [fieldOf(source)]: source }) : jsonLine(source),
    ...(schema && { schema: jsonLine(schema) }),
    ...(profile && { profile: jsonLine(profile) }),
  }
  return {
    name,
    sourceType: sourceType ?? typeOf(source),
    digest: digest ?? (await digestOf(JSON.stringify([name, texts]))),
    ...texts,
  }
}

/** MLflow's source types by scheme; what has none is a file here. */
function typeOf(source: string | object): string {
  if (typeof source !== 'string') return 'code'
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(source)?.[1]?.toLowerCase()
  if (scheme === undefined || scheme === 'file') return 'local'
  return scheme === 'https' ? 'http' : scheme
}

/** MLflow's web sources say `url`, all others `uri`. */
function fieldOf(source: string): 'url' | 'uri' {
  return /^https?:/i.test(source) ? 'url' : 'uri'
}

async function digestOf(text: string): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .slice(0, DIGEST_CHARACTERS)
}
