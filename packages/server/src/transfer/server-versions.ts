import type { ModelVersion } from '@millrace/contract'
import type { Rest } from './rest.ts'
import { getPages } from './rest-pages.ts'
import { ORIGIN_TAG } from './server-links.ts'

/** What a search must ask for to show prompts and their versions. */
export const IS_PROMPT = "tags.`mlflow.prompt.is_prompt` = 'true'"

const VERSIONS_PER_PAGE = 100

/** The numbers that a server gave the versions of a model. */
export interface Numbers {
  /** The largest; of those that are deleted nobody tells. */
  last: number
  /** Those of copies whose number in the source is another: by that one. */
  readonly moved: Map<number, number>
}

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

/** Reads what numbers a target has given. */
export async function readNumbers(rest: Rest, name: string): Promise<Numbers> {
  const numbers: Numbers = { last: 0, moved: new Map() }
  for (const condition of ['', ` and ${IS_PROMPT}`]) {
    for await (const { version, tags } of versionsOf(rest, name, condition)) {
      const number = Number(version)
      numbers.last = Math.max(numbers.last, number)
      const origin = tags?.find(({ key }) => key === ORIGIN_TAG)?.value
      if (origin?.startsWith(`${name}/`)) numbers.moved.set(Number(origin.slice(name.length + 1)), number)
    }
  }
  return numbers
}
