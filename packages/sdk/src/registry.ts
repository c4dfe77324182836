import * as wire from '@millrace/contract'
import { Search } from './pages.ts'
import { timeText, toChange, toModelVersion, toRegisteredModel } from './registry-rows.ts'
import type {
  AliasAt,
  ModelVersion,
  NewModelVersion,
  NewRegisteredModel,
  RegisteredModel,
  RegistryChange,
  RegistryHistorySearch,
  RegistrySearch,
  Stage,
  TimeOrDay,
} from './registry-types.ts'
import type { CallOptions, Transport } from './transport.ts'
import { given, toDate, toPairs } from './wire.ts'

/**
 * `client.registry`
 * @example
 * ```ts
 * const { version } = await client.registry.getVersionByAlias('churn', 'champion')
 * ```
 */
export class Registry {
  readonly #transport: Transport

  /** @internal */
  constructor(transport: Transport) {
    this.#transport = transport
  }

  /**
   * A registered model without versions yet.
   * @throws AlreadyExistsError where the name is taken
   * @example
   * ```ts
   * await client.registry.createModel({ name: 'churn', description: 'Who leaves?', tags: { team: 'risk' } })
   * ```
   */
  async createModel(fields: NewRegisteredModel, options?: CallOptions): Promise<RegisteredModel> {
    const input = given({ name: fields.name, description: fields.description, tags: toPairs(fields.tags) })
    const answer = await this.#transport.create(wire.createRegisteredModel, input, options)
    return toRegisteredModel(answer.registered_model)
  }

  /**
   * With its aliases and the newest version of each stage.
   * @throws NotFoundError
   * @example
   * ```ts
   * const { aliases } = await client.registry.getModel('churn') // { champion: '7' }
   * ```
   */
  async getModel(name: string, options?: CallOptions): Promise<RegisteredModel> {
    const { registered_model } = await this.#transport.call(wire.getRegisteredModel, { name }, options)
    return toRegisteredModel(registered_model)
  }

  /**
   * Registered models by name and tags.
   * @example
   * ```ts
   * for await (const { name } of client.registry.searchModels({ filter: "name LIKE 'churn%'" })) console.log(name)
   * ```
   */
  searchModels(search: RegistrySearch = {}, options?: CallOptions): Search<RegisteredModel> {
    return this.#search(search, async (input) => {
      const answer = await this.#transport.call(wire.searchRegisteredModels, input, options)
      return { items: (answer.registered_models ?? []).map(toRegisteredModel), token: answer.next_page_token }
    })
  }

  /**
   * Renames it with all its versions.
   * @throws AlreadyExistsError where the name is taken
   * @example
   * ```ts
   * await client.registry.renameModel('churn', 'attrition')
   * ```
   */
  async renameModel(name: string, newName: string, options?: CallOptions): Promise<RegisteredModel> {
    const input = { name, new_name: newName }
    const answer = await this.#transport.call(wire.renameRegisteredModel, input, options)
    return toRegisteredModel(answer.registered_model)
  }

  /**
   * Says what it is for.
   * @example
   * ```ts
   * await client.registry.describeModel('churn', 'Who leaves within three months?')
   * ```
   */
  async describeModel(name: string, description: string, options?: CallOptions): Promise<RegisteredModel> {
    const answer = await this.#transport.call(wire.updateRegisteredModel, { name, description }, options)
    return toRegisteredModel(answer.registered_model)
  }

  /**
   * With all its versions.
   * @example
   * ```ts
   * await client.registry.deleteModel('churn')
   * ```
   */
  async deleteModel(name: string, options?: CallOptions): Promise<void> {
    await this.#transport.call(wire.deleteRegisteredModel, { name }, options)
  }

  /**
   * A later value takes the place of an earlier one.
   * @example
   * ```ts
   * await client.registry.setModelTag('churn', 'team', 'risk')
   * ```
   */
  async setModelTag(name: string, key: string, value: string, options?: CallOptions): Promise<void> {
    await this.#transport.call(wire.setRegisteredModelTag, { name, key, value }, options)
  }

  /**
   * Takes a tag away.
   * @example
   * ```ts
   * await client.registry.deleteModelTag('churn', 'team')
   * ```
   */
  async deleteModelTag(name: string, key: string, options?: CallOptions): Promise<void> {
    await this.#transport.call(wire.deleteRegisteredModelTag, { name, key }, options)
  }

  /**
   * Lets an alias name a version; until then it may name another.
   * @example
   * ```ts
   * await client.registry.setAlias('churn', 'champion', '7')
   * ```
   */
  async setAlias(name: string, alias: string, version: string, options?: CallOptions): Promise<void> {
    await this.#transport.call(wire.setRegisteredModelAlias, { name, alias, version }, options)
  }

  /**
   * Lets an alias name nothing any more.
   * @example
   * ```ts
   * await client.registry.deleteAlias('churn', 'champion')
   * ```
   */
  async deleteAlias(name: string, alias: string, options?: CallOptions): Promise<void> {
    await this.#transport.call(wire.deleteRegisteredModelAlias, { name, alias }, options)
  }

  /**
   * The next version of a registered model.
   * @throws NotFoundError where that is not there
   * @example
   * ```ts
   * const { version } = await client.registry.createVersion({ name: 'churn', source: `models:/${model.modelId}` })
   * ```
   */
  async createVersion(fields: NewModelVersion, options?: CallOptions): Promise<ModelVersion> {
    const input = given({
      name: fields.name,
      source: fields.source,
      run_id: fields.runId,
      model_id: fields.modelId,
      description: fields.description,
      run_link: fields.runLink,
      tags: toPairs(fields.tags),
    })
    return toModelVersion(
      (await this.#transport.create(wire.createModelVersion, input, options)).model_version,
    )
  }

  /**
   * One version, by its number.
   * @throws NotFoundError
   * @example
   * ```ts
   * const { source, runId } = await client.registry.getVersion('churn', '7')
   * ```
   */
  async getVersion(name: string, version: string, options?: CallOptions): Promise<ModelVersion> {
    const { model_version } = await this.#transport.call(wire.getModelVersion, { name, version }, options)
    return toModelVersion(model_version)
  }

  /**
   * The version that an alias names.
   * @throws BadRequestError where there is no such alias
   * @example
   * ```ts
   * const champion = await client.registry.getVersionByAlias('churn', 'champion')
   * ```
   */
  async getVersionByAlias(name: string, alias: string, options?: CallOptions): Promise<ModelVersion> {
    const answer = await this.#transport.call(wire.getModelVersionByAlias, { name, alias }, options)
    return toModelVersion(answer.model_version)
  }

  /**
   * Versions of all registered models, by name, run, tags and the like.
   * @example
   * ```ts
   * const versions = await client.registry.searchVersions({ filter: "name = 'churn'" }).all()
   * ```
   */
  searchVersions(search: RegistrySearch = {}, options?: CallOptions): Search<ModelVersion> {
    return this.#search(search, async (input) => {
      const answer = await this.#transport.call(wire.searchModelVersions, input, options)
      return { items: (answer.model_versions ?? []).map(toModelVersion), token: answer.next_page_token }
    })
  }

  /**
   * The newest version of each stage, or of these stages.
   * @example
   * ```ts
   * const [live] = await client.registry.latestVersions('churn', ['Production'])
   * ```
   */
  async latestVersions(
    name: string,
    stages: readonly Stage[] = [],
    options?: CallOptions,
  ): Promise<ModelVersion[]> {
    const input = { name, stages: stages.slice() }
    const { model_versions = [] } = await this.#transport.call(wire.postLatestVersions, input, options)
    return model_versions.map(toModelVersion)
  }

  /**
   * Says what sets a version apart.
   * @example
   * ```ts
   * await client.registry.describeVersion('churn', '7', 'With the data of October')
   * ```
   */
  async describeVersion(
    name: string,
    version: string,
    description: string,
    options?: CallOptions,
  ): Promise<ModelVersion> {
    const answer = await this.#transport.call(
      wire.updateModelVersion,
      { name, version, description },
      options,
    )
    return toModelVersion(answer.model_version)
  }

  /**
   * Deletes one version; its files stay where they are.
   * @example
   * ```ts
   * await client.registry.deleteVersion('churn', '7')
   * ```
   */
  async deleteVersion(name: string, version: string, options?: CallOptions): Promise<void> {
    await this.#transport.call(wire.deleteModelVersion, { name, version }, options)
  }

  /**
   * A later value takes the place of an earlier one.
   * @example
   * ```ts
   * await client.registry.setVersionTag('churn', '7', 'reviewed', 'yes')
   * ```
   */
  async setVersionTag(
    name: string,
    version: string,
    key: string,
    value: string,
    options?: CallOptions,
  ): Promise<void> {
    await this.#transport.call(wire.setModelVersionTag, { name, version, key, value }, options)
  }

  /**
   * Takes a tag away.
   * @example
   * ```ts
   * await client.registry.deleteVersionTag('churn', '7', 'reviewed')
   * ```
   */
  async deleteVersionTag(name: string, version: string, key: string, options?: CallOptions): Promise<void> {
    await this.#transport.call(wire.deleteModelVersionTag, { name, version, key }, options)
  }

  /**
   * Moves a version to a stage, and those that are there to the archive if `archiveExisting`.
   * @example
   * ```ts
   * await client.registry.transitionVersion('churn', '7', 'Production', { archiveExisting: true })
   * ```
   */
  async transitionVersion(
    name: string,
    version: string,
    stage: Stage,
    { archiveExisting = false, ...options }: CallOptions & { readonly archiveExisting?: boolean } = {},
  ): Promise<ModelVersion> {
    const input = { name, version, stage, archive_existing_versions: archiveExisting }
    const answer = await this.#transport.call(wire.transitionModelVersionStage, input, options)
    return toModelVersion(answer.model_version)
  }

  /**
   * Where the files of a version are.
   * @example
   * ```ts
   * const uri = await client.registry.downloadUri('churn', '7')
   * ```
   */
  async downloadUri(name: string, version: string, options?: CallOptions): Promise<string> {
    const input = { name, version }
    return (await this.#transport.call(wire.getModelVersionDownloadUri, input, options)).artifact_uri ?? ''
  }

  /**
   * What was changed when and by whom, the newest first. Millrace servers only.
   * @example
   * ```ts
   * for await (const { time, change, to } of client.registry.history({ name: 'churn' })) console.log(time, change, to)
   * ```
   */
  history(search: RegistryHistorySearch = {}, options?: CallOptions): Search<RegistryChange> {
    const { since, until, pageSize, pageToken, ...fields } = search
    return new Search(async (page_token) => {
      const input = given({
        ...fields,
        since: since && timeText(since),
        until: until && timeText(until),
        max_results: pageSize,
        page_token,
      })
      const answer = await this.#transport.call(wire.registryHistory, input, options)
      return {
        items: (answer.changes ?? []).map(toChange),
        nextPageToken: answer.next_page_token || undefined,
      }
    }, pageToken)
  }

  /**
   * Which version an alias named at a time. Millrace servers only.
   * @example
   * ```ts
   * const { version } = await client.registry.aliasAt('churn', 'champion', '2026-03-03')
   * ```
   */
  async aliasAt(name: string, alias: string, time: TimeOrDay, options?: CallOptions): Promise<AliasAt> {
    const input = { name, alias, at: timeText(time) }
    const { version, since, user, basis } = await this.#transport.call(wire.aliasAt, input, options)
    return { version, since: toDate(since), user, basis }
  }

  #search<T>(
    { filter, orderBy, pageSize, pageToken }: RegistrySearch,
    ask: (input: wire.SearchRegisteredModels) => Promise<{ items: T[]; token?: string }>,
  ): Search<T> {
    return new Search(async (page_token) => {
      const order_by = orderBy?.slice()
      const { items, token } = await ask(given({ filter, order_by, max_results: pageSize, page_token }))
      return { items, nextPageToken: token || undefined }
    }, pageToken)
  }
}
