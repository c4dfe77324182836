import { invalidParameter } from '@millrace/contract'
import { assertName } from '../names.ts'
import type { Config, Description, Endpoints, Plan } from '../target.ts'
import { type Call, NAMES, PATH, type ServingRest, shown } from './rest.ts'
import { bodyOf } from './settings.ts'

/** The verbs of the REST API, with the members of its requests as settings. */
export class DatabricksEndpoints implements Endpoints {
  readonly #rest: ServingRest

  constructor(rest: ServingRest) {
    this.#rest = rest
  }

  async create(name: string, config: Config): Promise<Plan<Description>> {
    assertName(name, NAMES)
    const { name: other = name, ...given } = bodyOf(config)
    if (other !== name) {
      throw invalidParameter(`Name mismatch. Found '${name}' as parameter and '${other}' in config.`)
    }
    const body = { name, ...given }
    return this.#plan({ method: 'POST', path: PATH, body }, (answer) => ({ name, ...answer }))
  }

  /** Rate limits alone have a path of their own. */
  async update(name: string, config: Config): Promise<Plan<Description>> {
    assertName(name, NAMES)
    const body = bodyOf(config)
    const members = Object.keys(body)
    if (members.length === 0) throw invalidParameter('Give what is to be changed: -C name=value')
    const part = members.length === 1 && members[0] === 'rate_limits' ? 'rate-limits' : 'config'
    return this.#plan({ method: 'PUT', path: `${PATH}/${name}/${part}`, body }, (answer) => answer)
  }

  async delete(name: string): Promise<Plan<void>> {
    assertName(name, NAMES)
    return this.#plan({ method: 'DELETE', path: `${PATH}/${name}` }, () => undefined)
  }

  async list(): Promise<readonly Description[]> {
    const { endpoints = [] } = await this.#rest.call({ method: 'GET', path: PATH })
    return endpoints as readonly Description[]
  }

  async get(name: string): Promise<Description> {
    assertName(name, NAMES)
    return this.#rest.call({ method: 'GET', path: `${PATH}/${name}` })
  }

  #plan<T>(call: Call, read: (answer: Description) => T): Plan<T> {
    return { would: () => shown(call), make: async () => read(await this.#rest.call(call)) }
  }
}
