import * as wire from '@millrace/contract'
import { NotFoundError } from './errors.ts'
import { type PageOptions, Search } from './pages.ts'
import type { CallOptions, Transport } from './transport.ts'
import { given, type Texts, toDate, toPairs, toRecord, type View, viewType } from './wire.ts'

/** A named group of runs. */
export interface Experiment {
  readonly experimentId: string
  readonly name: string
  /** Where its runs keep their artifacts. */
  readonly artifactLocation: string
  readonly lifecycleStage: 'active' | 'deleted'
  readonly creationTime: Date | undefined
  readonly lastUpdateTime: Date | undefined
  readonly tags: Texts
}

/** What a new experiment may be given. */
export interface NewExperiment {
  readonly name: string
  readonly artifactLocation?: string
  readonly tags?: Texts
}

/** Which experiments to look for. */
export interface ExperimentSearch extends PageOptions {
  /** @example "name LIKE 'churn%' AND tags.team = 'risk'" */
  readonly filter?: string
  /** @example ['last_update_time DESC'] */
  readonly orderBy?: readonly string[]
  /** `active` if not given. */
  readonly view?: View
}

/**
 * `client.experiments`
 * @example
 * ```ts
 * const found = await client.experiments.getByName('churn')
 * ```
 */
export class Experiments {
  readonly #transport: Transport

  /** @internal */
  constructor(transport: Transport) {
    this.#transport = transport
  }

  /**
   * @returns the new experiment's id.
   * @throws AlreadyExistsError where the name is taken
   * @example
   * ```ts
   * const id = await client.experiments.create({ name: 'churn', tags: { team: 'risk' } })
   * ```
   */
  async create({ name, artifactLocation, tags }: NewExperiment, options?: CallOptions): Promise<string> {
    const input = given({ name, artifact_location: artifactLocation, tags: toPairs(tags) })
    return (await this.#transport.create(wire.createExperiment, input, options)).experiment_id ?? ''
  }

  /**
   * An experiment by its id.
   * @throws NotFoundError
   * @example
   * ```ts
   * const { name, tags } = await client.experiments.get('1')
   * ```
   */
  async get(experimentId: string, options?: CallOptions): Promise<Experiment> {
    const input = { experiment_id: experimentId }
    const { experiment } = await this.#transport.call(wire.getExperiment, input, options)
    return toExperiment(experiment)
  }

  /**
   * An experiment by its name, a deleted one too.
   * @returns undefined where no experiment has this name.
   * @example
   * ```ts
   * const found = await client.experiments.getByName('churn')
   * ```
   */
  async getByName(name: string, options?: CallOptions): Promise<Experiment | undefined> {
    try {
      const input = { experiment_name: name }
      const { experiment } = await this.#transport.call(wire.getExperimentByName, input, options)
      return toExperiment(experiment)
    } catch (error) {
      if (error instanceof NotFoundError) return undefined
      throw error
    }
  }

  /**
   * Experiments by name, tags and times.
   * @example
   * ```ts
   * for await (const { name } of client.experiments.search({ filter: "name LIKE 'churn%'" })) console.log(name)
   * ```
   */
  search(search: ExperimentSearch = {}, options?: CallOptions): Search<Experiment> {
    const { filter, orderBy, view, pageSize = 1000, pageToken } = search
    return new Search(async (page_token) => {
      const answer = await this.#transport.call(
        wire.searchExperiments,
        given({
          filter,
          order_by: orderBy?.slice(),
          view_type: viewType(view),
          max_results: pageSize,
          page_token,
        }),
        options,
      )
      return {
        items: (answer.experiments ?? []).map(toExperiment),
        nextPageToken: answer.next_page_token || undefined,
      }
    }, pageToken)
  }

  /**
   * Gives it another name.
   * @throws AlreadyExistsError where the name is taken
   * @example
   * ```ts
   * await client.experiments.rename('1', 'attrition')
   * ```
   */
  async rename(experimentId: string, name: string, options?: CallOptions): Promise<void> {
    const input = { experiment_id: experimentId, new_name: name }
    await this.#transport.call(wire.updateExperiment, input, options)
  }

  /**
   * Marks it and its runs as deleted; {@link restore} takes that back.
   * @example
   * ```ts
   * await client.experiments.delete('1')
   * ```
   */
  async delete(experimentId: string, options?: CallOptions): Promise<void> {
    await this.#transport.call(wire.deleteExperiment, { experiment_id: experimentId }, options)
  }

  /**
   * Takes a deletion back.
   * @example
   * ```ts
   * await client.experiments.restore('1')
   * ```
   */
  async restore(experimentId: string, options?: CallOptions): Promise<void> {
    await this.#transport.call(wire.restoreExperiment, { experiment_id: experimentId }, options)
  }

  /**
   * A later value takes the place of an earlier one.
   * @example
   * ```ts
   * await client.experiments.setTag('1', 'team', 'risk')
   * ```
   */
  async setTag(experimentId: string, key: string, value: string, options?: CallOptions): Promise<void> {
    const input = { experiment_id: experimentId, key, value }
    await this.#transport.call(wire.setExperimentTag, input, options)
  }

  /**
   * Takes a tag away.
   * @example
   * ```ts
   * await client.experiments.deleteTag('1', 'team')
   * ```
   */
  async deleteTag(experimentId: string, key: string, options?: CallOptions): Promise<void> {
    await this.#transport.call(wire.deleteExperimentTag, { experiment_id: experimentId, key }, options)
  }
}

function toExperiment(experiment: wire.Experiment = {}): Experiment {
  return {
    experimentId: experiment.experiment_id ?? '',
    name: experiment.name ?? '',
    artifactLocation: experiment.artifact_location ?? '',
    lifecycleStage: experiment.lifecycle_stage === 'deleted' ? 'deleted' : 'active',
    creationTime: toDate(experiment.creation_time),
    lastUpdateTime: toDate(experiment.last_update_time),
    tags: toRecord(experiment.tags),
  }
}
