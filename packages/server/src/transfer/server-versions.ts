import type { ModelVersion } from '@millrace/contract'
import type { Row } from './bundle.ts'
import { originIn, versionOrigin } from './origin-tag.ts'
import type { Rest } from './rest.ts'
import { getPages } from './rest-pages.ts'

/** What a search must ask for to show prompts and their versions. */
export const IS_PROMPT = "tags.`mlflow.prompt.is_prompt` = 'true'"

const VERSIONS_PER_PAGE = 100

/** The versions of a model that a server shows, in the order of their numbers. */
export async function* versionsOf(rest: Rest, name: string, condition = ''): AsyncGenerator<ModelVersion> {
  const quote = name.includes("'") ? '"' : "'"
  const query = {
    filter: `name = ${quote}${name}${quote}${condition}`,
    max_results: VERSIONS_PER_PAGE,
    // A target that counts by itself must come to the same numbers.
    order_by: 'version_number ASC',
  }
  const path = 'model-versions/search'
  for await (const page of getPages<{ model_versions?: ModelVersion[] }>(rest, path, query)) {
    yield* page.model_versions ?? []
  }
}

/** The versions that a target has of a model. */
export class TargetVersions {
  /** The largest number; of those that are deleted nobody tells. */
  last = 0
  /** Copies, by their origins. */
  readonly #copies = new Map<string, ModelVersion>()
  /** Those without a tag of origin, by their numbers. */
  readonly #others = new Map<number, ModelVersion>()

  static async read(rest: Rest, name: string): Promise<TargetVersions> {
    const versions = new TargetVersions()
    for (const condition of ['', ` and ${IS_PROMPT}`]) {
      for await (const version of versionsOf(rest, name, condition)) versions.add(version)
    }
    return versions
  }

  add(version: ModelVersion): void {
    const number = Number(version.version)
    this.last = Math.max(this.last, number)
    const origin = originIn(version.tags)
    if (origin === undefined) this.#others.set(number, version)
    else this.#copies.set(origin, version)
  }

  ofOrigin(origin: string): ModelVersion | undefined {
    return this.#copies.get(origin)
  }

  /** The copy of a version: one that tells so, or that was carried with its time, from database to database. */
  copyOf(row: Pick<Row<'model_versions'>, 'name' | 'version' | 'creation_time'>): ModelVersion | undefined {
    const copy = this.#copies.get(versionOrigin(row))
    if (copy) return copy
    const other = this.#others.get(Number(row.version))
    return other && Number(other.creation_timestamp) === Number(row.creation_time) ? other : undefined
  }
}
