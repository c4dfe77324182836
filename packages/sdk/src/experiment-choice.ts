import type { Client } from './client.ts'
import { AlreadyExistsError, InvalidValueError } from './errors.ts'
import type { Experiment } from './experiments.ts'
import type { Env } from './options.ts'
import type { Texts } from './wire.ts'

/** The experiment that is always there. */
const DEFAULT_ID = '0'

/**
 * Which experiment runs go to: the one chosen, else that of MLflow's variables, else the default one.
 * @example
 * ```ts
 * const experimentId = await new ExperimentChoice(client, process.env).current()
 * ```
 */
export class ExperimentChoice {
  readonly #client: Client
  readonly #env: Env
  #id: string | undefined
  /** Chosen while the server was away. */
  #name: string | undefined

  constructor(client: Client, env: Env) {
    this.#client = client
    this.#env = env
  }

  /**
   * Takes the experiment of this name from now on; it is created if it is not there.
   * @example
   * ```ts
   * const { experimentId } = await choice.choose('churn')
   * ```
   */
  async choose(name: string, tags?: Texts): Promise<Experiment> {
    const found = (await this.#client.experiments.getByName(name)) ?? (await this.#create(name, tags))
    if (found.lifecycleStage === 'deleted') {
      throw new InvalidValueError(`The experiment '${name}' is deleted: restore it, or take another name.`)
    }
    this.#id = found.experimentId
    return found
  }

  /**
   * The same while the server is away: found out, or created, when it is needed.
   * @example
   * ```ts
   * choice.chooseLater('churn')
   * ```
   */
  chooseLater(name: string): void {
    this.#id = undefined
    this.#name = name
  }

  /** Which experiment is meant, without asking the server. */
  get wanted(): { readonly experimentId: string } | { readonly experimentName: string } {
    if (this.#id !== undefined) return { experimentId: this.#id }
    const { MLFLOW_EXPERIMENT_ID: id, MLFLOW_EXPERIMENT_NAME } = this.#env
    const name = this.#name ?? MLFLOW_EXPERIMENT_NAME
    return name ? { experimentName: name } : { experimentId: id || DEFAULT_ID }
  }

  /**
   * The id of the experiment that is meant.
   * @example
   * ```ts
   * const experimentId = await choice.current()
   * ```
   */
  async current(): Promise<string> {
    const { wanted } = this
    if ('experimentId' in wanted) return wanted.experimentId
    return (await this.choose(wanted.experimentName)).experimentId
  }

  async #create(name: string, tags?: Texts): Promise<Experiment> {
    try {
      const id = await this.#client.experiments.create({ name, ...(tags && { tags }) })
      return await this.#client.experiments.get(id)
    } catch (error) {
      // Another process was quicker.
      const found = error instanceof AlreadyExistsError && (await this.#client.experiments.getByName(name))
      if (found) return found
      throw error
    }
  }
}
