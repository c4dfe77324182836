import type { ModelVersion, RegisteredModel } from '@millrace/contract'
import type { Bundle, Row } from './bundle.ts'
import { anotherOne, modelOrigin, ORIGIN_TAG, originIn, ownTags, versionOrigin } from './origin-tag.ts'
import { type Rest, RestError } from './rest.ts'
import type { Links } from './server-links.ts'
import { TargetVersions } from './server-versions.ts'
import type { Counts } from './store.ts'

interface Tag {
  readonly key: string
  readonly value: string
}

interface Alias {
  readonly name: string
  readonly alias: string
  /** The number of the source. */
  readonly version: number | bigint
  /** The number in the target that it stands for there. */
  readonly known: string | undefined
}

/** Writes registered models, prompts among them, and their versions to a server. */
export class RegistryWriter {
  readonly #rest: Rest
  readonly #links: Links
  /** They need the versions that they stand for. */
  readonly #aliases: Alias[] = []
  readonly #notes: string[] = []
  readonly #versions = new Map<string, Promise<TargetVersions>>()
  /** That the versions have in the target, by origin. */
  readonly #numbers = new Map<string, string>()

  constructor(rest: Rest, links: Links) {
    this.#rest = rest
    this.#links = links
  }

  /**
   * @returns what was new.
   * @throws RestError where the target has another model of that name
   */
  async writeModel({ rows }: Bundle): Promise<Counts> {
    const row = rows.registered_models?.[0] as Row<'registered_models'>
    const { name } = row
    const description = row.description ?? ''
    const tags = ownTags(rows.registered_model_tags)
    const there = await this.#model(name)
    if (there) assertSameModel(row, there)
    else this.#versions.set(name, Promise.resolve(new TargetVersions()))
    for (const { alias, version } of rows.registered_model_aliases ?? []) {
      const known = there?.aliases?.find((one) => one.alias === alias)?.version
      this.#aliases.push({ name, alias, version, known: known && String(known) })
    }
    if (!there) {
      const origin = { key: ORIGIN_TAG, value: modelOrigin(row) }
      await this.#rest.call('POST', 'registered-models/create', {
        body: { name, tags: [...tags, origin], description },
      })
      return { registered_models: 1, registered_model_tags: tags.length }
    }
    const isOther = (there.description ?? '') !== description
    if (isOther) {
      await this.#rest.call('PATCH', 'registered-models/update', {
        body: { name, description },
        repeatable: true,
      })
    }
    const changed = changedTags(tags, there.tags)
    for (const tag of changed) await this.#rest.post('registered-models/set-tag', { name, ...tag })
    return { registered_models: isOther ? 1 : 0, registered_model_tags: changed.length }
  }

  /** A version keeps its number where it can: the server counts, so gaps are filled and emptied again. */
  async writeVersion({ rows }: Bundle): Promise<Counts> {
    const row = rows.model_versions?.[0] as Row<'model_versions'>
    const tags = ownTags(rows.model_version_tags)
    const versions = await this.#versionsOf(row.name)
    const there = versions.copyOf(row)
    if (there) return this.#updateVersion(row, there, tags)
    const gap = Number(row.version) - 1 - versions.last
    const isTooWide = gap > WIDEST_GAP
    while (!isTooWide && versions.last < Number(row.version) - 1)
      versions.last = await this.#fillGap(row.name, versions.last + 1)
    const made = await this.#create(row, tags, versionOrigin(row))
    versions.add(made)
    const version = String(made.version)
    this.#numbers.set(versionOrigin(row), version)
    if (version !== String(row.version))
      this.#notes.push(
        `Version ${row.version} of '${row.name}' has the number ${version} in the target${isTooWide ? `: to keep it, ${gap} versions would have to be made and deleted there, and no more than ${WIDEST_GAP} are` : ''}.`,
      )
    if (row.current_stage && row.current_stage !== 'None') await this.#moveToStage(row, version)
    return { model_versions: 1, model_version_tags: tags.length }
  }

  /** Read once of each model. */
  #versionsOf(name: string): Promise<TargetVersions> {
    const reading = this.#versions.get(name) ?? this.#readVersions(name)
    this.#versions.set(name, reading)
    return reading
  }

  /** A copy that was broken off may have left one that only was to fill a gap. */
  async #readVersions(name: string): Promise<TargetVersions> {
    const versions = await TargetVersions.read(this.#rest, name)
    const filler = versions.ofOrigin(fillerOf(name))
    if (filler) await this.#deleteVersion(name, String(filler.version))
    return versions
  }

  /** What the target has of a version that an alias stands for; an earlier copy may have brought it. */
  async #numberOf({ name, version }: Alias): Promise<string> {
    const origin = versionOrigin({ name, version })
    const known = this.#numbers.get(origin)
    if (known !== undefined) return known
    const copy = (await this.#versionsOf(name)).ofOrigin(origin)
    return String(copy?.version ?? version)
  }

  async #updateVersion(
    row: Row<'model_versions'>,
    there: ModelVersion,
    tags: readonly Tag[],
  ): Promise<Counts> {
    const [name, version] = [row.name, String(there.version)]
    this.#numbers.set(versionOrigin(row), version)
    const description = row.description ?? ''
    const isOther = (there.description ?? '') !== description
    if (isOther) {
      await this.#rest.call('PATCH', 'model-versions/update', {
        body: { name, version, description },
        repeatable: true,
      })
    }
    if ((there.current_stage || 'None') !== (row.current_stage || 'None'))
      await this.#moveToStage(row, version)
    const changed = changedTags(tags, there.tags)
    for (const tag of changed) await this.#rest.post('model-versions/set-tag', { name, version, ...tag })
    return { model_versions: isOther ? 1 : 0, model_version_tags: changed.length }
  }

  /** @returns how many aliases were new and how many were refused, with the sentences for a person. */
  async finish(): Promise<{ notes: string[]; copied: number; refused: number }> {
    const done = { notes: [...this.#notes], copied: 0, refused: 0 }
    for (const waiting of this.#aliases) {
      const { name, alias, known } = waiting
      try {
        const version = await this.#numberOf(waiting)
        if (version === known) continue
        await this.#rest.post('registered-models/alias', { name, alias, version })
        done.copied += 1
      } catch (error) {
        if (!(error instanceof RestError)) throw error
        done.refused += 1
        done.notes.push(`Alias '${alias}' of '${name}' was refused: ${error.message}`)
      }
    }
    return done
  }

  /** With its origin from the first moment: a copy that is broken off leaves nothing that a repeat would not know. */
  async #create(row: Row<'model_versions'>, tags: readonly Tag[], origin: string): Promise<ModelVersion> {
    const run_id = row.run_id ?? ''
    const source = this.#links.source(row.source ?? '', run_id)
    const model_id = /^models:\/(m-[^/]+)$/.exec(source)?.[1]
    const { model_version } = await this.#rest.call<{ model_version: ModelVersion }>(
      'POST',
      'model-versions/create',
      {
        body: {
          name: row.name,
          source,
          ...(model_id && { model_id }),
          ...(run_id && { run_id: this.#links.runs.get(run_id)?.id ?? run_id }),
          ...(row.run_link && { run_link: row.run_link }),
          description: row.description ?? '',
          tags: [...tags, { key: ORIGIN_TAG, value: origin }],
        },
      },
    )
    return model_version
  }

  /** @returns the number that the server took for it. */
  async #fillGap(name: string, version: number): Promise<number> {
    const gap = { name, version, source: 's3://gap/none', description: 'a gap' }
    const made = await this.#create(gap, [], fillerOf(name))
    await this.#deleteVersion(name, String(made.version))
    return Number(made.version)
  }

  #deleteVersion(name: string, version: string): Promise<unknown> {
    return this.#rest.call('DELETE', 'model-versions/delete', { body: { name, version }, repeatable: true })
  }

  #moveToStage({ name, current_stage }: Row<'model_versions'>, version: string): Promise<unknown> {
    return this.#rest.post('model-versions/transition-stage', {
      name,
      version,
      stage: current_stage,
      archive_existing_versions: false,
    })
  }

  async #model(name: string): Promise<RegisteredModel | undefined> {
    try {
      const query = { name }
      const path = 'registered-models/get'
      return (await this.#rest.get<{ registered_model: RegisteredModel }>(path, query)).registered_model
    } catch (error) {
      if (error instanceof RestError && error.code === 'RESOURCE_DOES_NOT_EXIST') return undefined
      throw error
    }
  }
}

/** Each number of a gap costs two requests. */
const WIDEST_GAP = 1000

/** Numbers of versions begin at 1. */
function fillerOf(name: string): string {
  return versionOrigin({ name, version: 0 })
}

/** It tells that it is the copy, or it was carried with its time, from database to database. */
function assertSameModel(row: Row<'registered_models'>, there: RegisteredModel): void {
  const made = there.creation_timestamp
  if (originIn(there.tags) === modelOrigin(row) || Number(made) === Number(row.creation_time)) return
  const advice = `to merge them, give that one the tag ${ORIGIN_TAG} with the value '${modelOrigin(row)}'`
  throw new RestError(0, '', `${anotherOne('model', row.name, made)}; ${advice}`)
}

function changedTags(tags: readonly Tag[], there: RegisteredModel['tags'] = []): Tag[] {
  const known = new Map(there.map(({ key, value }) => [key, value ?? '']))
  return tags.filter(({ key, value }) => known.get(key) !== value)
}
