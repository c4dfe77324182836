import type { Row } from './bundle.ts'

/** The tag that says what of the source something is a copy of, where a server gives names and times of its own. */
export const ORIGIN_TAG = 'millrace.copied_from'

interface Tag {
  readonly key?: string
  readonly value?: string | null
}

export function originIn(tags: readonly Tag[] = []): string | undefined {
  return tags.find(({ key }) => key === ORIGIN_TAG)?.value ?? undefined
}

/** Tags without that of the origin, which is each store's own. */
export function ownTags(tags: readonly Tag[] = []): { key: string; value: string }[] {
  return tags.flatMap(({ key = '', value }) => (key === ORIGIN_TAG ? [] : [{ key, value: value ?? '' }]))
}

/** Names of registered models are given anew once they are free: the time tells one from another. */
export function modelOrigin({ name, creation_time }: Row<'registered_models'>): string {
  return `${name}@${creation_time ?? ''}`
}

export function versionOrigin({ name, version }: Pick<Row<'model_versions'>, 'name' | 'version'>): string {
  return `${name}/${version}`
}

/** Why something of the registry is not written over. */
export function anotherOne(what: string, name: string, madeAt: unknown): string {
  return `the target has another ${what} of the name '${name}', made at ${new Date(Number(madeAt)).toISOString()}`
}
