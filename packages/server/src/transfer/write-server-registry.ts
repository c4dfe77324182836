import type { ModelVersion, RegisteredModel } from '@millrace/contract'
import type { Bundle, Row } from './bundle.ts'
import { type Rest, RestError } from './rest.ts'
import { type Links, ORIGIN_TAG } from './server-links.ts'
import { type Numbers, readNumbers } from './server-versions.ts'
import type { Counts } from './store.ts'

/** Writes registered models, prompts among them, and their versions to a server. */
export class RegistryWriter {
  readonly #rest: Rest
  readonly #links: Links
  /** They need the versions that they stand for, which have their numbers of the source here. */
  readonly #aliases: { name: string; alias: string; version: string }[] = []
  readonly #notes: string[] = []
  /** By model, of those that a version was missing of. */
  readonly #numbers = new Map<string, Numbers>()

  constructor(rest: Rest, links: Links) {
    this.#rest = rest
    this.#links = links
  }

  /** @returns what was new. */
  async writeModel({ rows }: Bundle): Promise<Counts> {
    const row = rows.registered_models?.[0] as Row<'registered_models'>
    const { name } = row
    const description = row.description ?? ''
    const tags = (rows.registered_model_tags ?? []).map(({ key, value }) => ({ key, value: value ?? '' }))
    const there = await this.#model(name)
    for (const { alias, version } of rows.registered_model_aliases ?? []) {
      const known = there?.aliases?.find((one) => one.alias === alias)?.version
      if (String(known) === String(version)) continue
      const moved = known === undefined ? undefined : (await this.#numbersOf(name)).moved.get(Number(version))
      if (moved === undefined || Number(known) !== moved) {
        this.#aliases.push({ name, alias, version: String(version) })
      }
    }
    const aliases = this.#aliases.filter((alias) => alias.name === name).length
    if (!there) {
      await this.#rest.call('POST', 'registered-models/create', { body: { name, tags, description } })
      return { registered_models: 1, registered_model_tags: tags.length, registered_model_aliases: aliases }
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
    return {
      registered_models: isOther ? 1 : 0,
      registered_model_tags: changed.length,
      registered_model_aliases: aliases,
    }
  }

  /** A version keeps its number where it can: the server counts, so gaps are filled and emptied again. */
  async writeVersion({ rows }: Bundle): Promise<Counts> {
    const row = rows.model_versions?.[0] as Row<'model_versions'>
    const tags = (rows.model_version_tags ?? [])
      .map(({ key, value }) => ({ key, value: value ?? '' }))
      .filter(({ key }) => key !== ORIGIN_TAG)
    const there = await this.#copyOf(row)
    if (there) return this.#updateVersion(row, there, tags)
    const numbers = await this.#numbersOf(row.name)
    while (numbers.last < Number(row.version) - 1)
      numbers.last = await this.#fillGap(row.name, numbers.last + 1)
    const version = String((await this.#create(row, tags)).version)
    numbers.last = Number(version)
    if (version !== String(row.version)) await this.#noteMoved(row, version, numbers)
    if (row.current_stage && row.current_stage !== 'None') await this.#moveToStage(row, version)
    return { model_versions: 1, model_version_tags: tags.length }
  }

  /** A number that is taken may be that of another version's copy. */
  async #copyOf({ name, version }: Row<'model_versions'>): Promise<ModelVersion | undefined> {
    const there = await this.#version(name, Number(version))
    const origin = there?.tags?.find(({ key }) => key === ORIGIN_TAG)?.value
    if (there && (origin === undefined || origin === `${name}/${version}`)) return there
    const moved = (await this.#numbersOf(name)).moved.get(Number(version))
    return moved === undefined ? undefined : this.#version(name, moved)
  }

  /** A server counts versions that it does not show. The tag lets a repeat find the copy. */
  async #noteMoved({ name, version }: Row<'model_versions'>, to: string, numbers: Numbers): Promise<void> {
    numbers.moved.set(Number(version), Number(to))
    this.#notes.push(`Version ${version} of '${name}' has the number ${to} in the target.`)
    const tag = { key: ORIGIN_TAG, value: `${name}/${version}` }
    await this.#rest.post('model-versions/set-tag', { name, version: to, ...tag })
  }

  async #numbersOf(name: string): Promise<Numbers> {
    const numbers = this.#numbers.get(name) ?? (await readNumbers(this.#rest, name))
    this.#numbers.set(name, numbers)
    return numbers
  }

  async #updateVersion(
    row: Row<'model_versions'>,
    there: ModelVersion,
    tags: readonly Tag[],
  ): Promise<Counts> {
    const [name, version] = [row.name, String(there.version)]
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

  async finish(): Promise<string[]> {
    const notes = [...this.#notes]
    for (const alias of this.#aliases) {
      try {
        const { moved } = await this.#numbersOf(alias.name)
        const version = String(moved.get(Number(alias.version)) ?? alias.version)
        await this.#rest.post('registered-models/alias', { ...alias, version })
      } catch (error) {
        if (!(error instanceof RestError)) throw error
        notes.push(`Alias '${alias.alias}' of '${alias.name}' was refused: ${error.message}`)
      }
    }
    return notes
  }

  async #create(row: Row<'model_versions'>, tags: readonly Tag[]): Promise<ModelVersion> {
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
          tags,
        },
      },
    )
    return model_version
  }

  /** @returns the number that the server took for it. */
  async #fillGap(name: string, version: number): Promise<number> {
    const gap = { name, version, source: 's3://gap/none', description: 'a gap' }
    const made = await this.#create(gap, [])
    await this.#rest.call('DELETE', 'model-versions/delete', {
      body: { name, version: String(made.version) },
      repeatable: true,
    })
    return Number(made.version)
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
    const found = await unlessMissing(
      this.#rest.get<{ registered_model: RegisteredModel }>('registered-models/get', { name }),
    )
    return found?.registered_model
  }

  async #version(name: string, version: number): Promise<ModelVersion | undefined> {
    const found = await unlessMissing(
      this.#rest.get<{ model_version: ModelVersion }>('model-versions/get', { name, version }),
    )
    return found?.model_version
  }
}

interface Tag {
  readonly key: string
  readonly value: string
}

function changedTags(tags: readonly Tag[], there: RegisteredModel['tags'] = []): Tag[] {
  const known = new Map(there.map(({ key, value }) => [key, value ?? '']))
  return tags.filter(({ key, value }) => known.get(key) !== value)
}

async function unlessMissing<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof RestError && error.code === 'RESOURCE_DOES_NOT_EXIST') return undefined
    throw error
  }
}
