import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { invalidParameter, MlflowError } from '@millrace/contract'
import { type DeployedModel, describeModel } from './deployed-model.ts'
import { runInFront } from './foreground.ts'
import { askSupervisor } from './local/control.ts'
import { endOrphan } from './local/orphan.ts'
import {
  allRecords,
  type DeploymentRecord,
  deploymentsRoot,
  logOf,
  makeFolder,
  readRecord,
  writeRecord,
} from './local/record.ts'
import { LOCAL_SETTINGS, serveWords } from './local/serve-words.ts'
import { addressOf, answersPing, freePort, startSupervisor, untilReady } from './local/start.ts'
import { assertName, type NameRule, nameIsTaken, noDeployment } from './names.ts'
import { answerOf } from './scoring-answer.ts'
import { type Given, readSettings } from './settings.ts'
import type {
  CreateRequest,
  Deployment,
  DeploymentTarget,
  Description,
  Plan,
  PredictionBody,
  TargetClient,
  TargetContext,
  UpdateRequest,
} from './target.ts'
import { until } from './until.ts'

/** It is the name of a folder, and a word of a command. */
const NAMES: NameRule = {
  pattern: /^[a-z0-9][a-z0-9._-]{0,62}$/i,
  words: 'letters, digits, dots, dashes and underscores, 63 at most, with a letter or a digit first',
}
const HOST = '127.0.0.1'
const READY_SECONDS = 1200
const STOP_SECONDS = 30

type Settings = Given<typeof LOCAL_SETTINGS>

/** Servers of models on this machine, each looked after by a process of its own that outlives the terminal. */
export const target: DeploymentTarget = {
  name: 'local',
  help: `Deploys models as processes of this machine: 'millrace models serve', started again when it ends by itself.

Target URI:
- local

Settings (-C name=value), for create, update and run-local:
- port: where it listens (default: a free port, which it keeps)
- host: the address it listens at (default: ${HOST})
- workers, timeout, env_manager, max_batch_size, max_batch_delay, max_waiting, max_body, threads_per_worker,
  worker_memory, follow, request_log: the options of 'millrace models serve'
- env: variables for the server, a JSON object
- synchronous: whether to wait until the model answers (default: True)
- timeout_seconds: how long (default: ${READY_SECONDS})

What there is to know of a deployment is in a folder of its own below MILLRACE_DEPLOYMENTS_ROOT
(default: ~/.millrace/deployments), its log too. After a restart of the machine, 'update' starts it again.`,
  open(suffix, context) {
    if (suffix !== '') throw invalidParameter(`The target URI of local is 'local', without '${suffix}'.`)
    return new LocalTarget(context)
  },
  runLocal,
}

class LocalTarget implements TargetClient {
  readonly #context: TargetContext
  readonly #root: string

  constructor(context: TargetContext) {
    this.#context = context
    this.#root = deploymentsRoot(context.env)
  }

  async create({ name, modelUri, flavor, config }: CreateRequest): Promise<Plan<Deployment>> {
    assertName(name, NAMES)
    const settings = readSettings('local', LOCAL_SETTINGS, config)
    if (await readRecord(this.#folder(name))) throw nameIsTaken(name, 'local')
    const model = await describeModel(modelUri, flavor, this.#context.env)
    const { host = HOST, port: wanted = 0 } = settings
    const port = await freePort(host, wanted)
    if (port === undefined) throw invalidParameter(`The port ${wanted} at ${host} is taken: name another.`)
    const now = Date.now()
    const record = { ...this.#recordOf(name, model, settings), host, port, created: now, updated: now }
    return {
      would: () => this.#would(wanted === 0 ? { ...record, port: 0 } : record),
      make: async () => {
        if (!(await makeFolder(this.#root, name))) throw nameIsTaken(name, 'local')
        await this.#firstStart(record, settings)
        return { name, flavor: model.flavor }
      },
    }
  }

  async update({ name, modelUri, flavor, config }: UpdateRequest): Promise<Plan<Deployment>> {
    const before = await this.#known(name)
    const settings = readSettings('local', LOCAL_SETTINGS, { ...before.config, ...config })
    const model = await this.#modelAfter(before, modelUri, flavor)
    const { host = HOST, port = before.port } = settings
    if (port !== before.port && (await freePort(host, port)) === undefined) {
      throw invalidParameter(`The port ${port} at ${host} is taken: name another.`)
    }
    const { created } = before
    const after = { ...this.#recordOf(name, model, settings), host, port, created, updated: Date.now() }
    return {
      would: () => this.#would(after),
      make: async () => {
        await this.#replace(before, after, settings)
        return { name, flavor: model.flavor }
      },
    }
  }

  async delete({ name, config }: { name: string; config: CreateRequest['config'] }): Promise<Plan<void>> {
    readSettings('local', {}, config)
    const record = await this.#known(name)
    return {
      would: () => `stop ${addressOf(record)} and remove ${this.#folder(name)}`,
      make: async () => {
        await this.#stop(record)
        await rm(this.#folder(name), { recursive: true, force: true })
      },
    }
  }

  async list(): Promise<Description[]> {
    const records = await allRecords(this.#root)
    return Promise.all(
      records.map(async (record) => {
        const { name, model_uri, flavor } = record
        const { status } = await this.#health(record)
        return { name, model_uri, flavor, url: addressOf(record), status }
      }),
    )
  }

  async get(name: string): Promise<Description> {
    const record = await this.#known(name)
    const { env, ...config } = record.config
    return {
      name,
      model_uri: record.model_uri,
      flavor: record.flavor,
      url: addressOf(record),
      ...(await this.#health(record)),
      // Values may be secrets.
      config: { ...config, ...(env !== undefined && { env: Object.keys(env as object) }) },
      log: logOf(this.#folder(name)),
      created: new Date(record.created).toISOString(),
      updated: new Date(record.updated).toISOString(),
    }
  }

  async predict(name: string, input: PredictionBody): Promise<string> {
    const record = await this.#known(name)
    return answerOf(`${addressOf(record)}/invocations`, input, async () => {
      const { status } = await this.#health(record)
      return `The deployment ${name} does not answer: it is ${status}. Its log is ${logOf(this.#folder(name))}`
    })
  }

  #folder(name: string): string {
    return join(this.#root, name)
  }

  async #known(name: string): Promise<DeploymentRecord> {
    assertName(name, NAMES)
    const record = await readRecord(this.#folder(name))
    if (record) return record
    throw noDeployment(name, 'local')
  }

  #recordOf(name: string, model: DeployedModel, config: Settings) {
    return {
      name,
      model_uri: model.uri,
      flavor: model.flavor,
      force_python: model.forcePython,
      config,
      program: this.#context.program,
      cwd: process.cwd(),
    }
  }

  async #modelAfter(before: DeploymentRecord, uri: string | undefined, flavor: string | undefined) {
    if (uri !== undefined) return describeModel(uri, flavor, this.#context.env)
    return { uri: before.model_uri, flavor: before.flavor, forcePython: before.force_python }
  }

  #would(record: DeploymentRecord): string {
    const words = [...record.program, ...serveWords(record)]
    const port = record.port === 0 ? ' (0: a free port)' : ''
    return `start, and keep running from ${this.#folder(record.name)}:\n${words.join(' ')}${port}`
  }

  async #firstStart(record: DeploymentRecord, settings: Settings): Promise<void> {
    const folder = this.#folder(record.name)
    try {
      await writeRecord(folder, record)
      await startSupervisor(folder, record, this.#context.env)
      await this.#wait(record, settings)
    } catch (error) {
      await this.#stop(record)
      await rm(folder, { recursive: true, force: true })
      throw error
    }
  }

  /** What cannot be served leaves what was there. */
  async #replace(before: DeploymentRecord, after: DeploymentRecord, settings: Settings): Promise<void> {
    try {
      await this.#serve(after)
      await this.#wait(after, settings)
    } catch (error) {
      await this.#serve(before)
      const cause = error instanceof Error ? error : undefined
      throw new MlflowError(
        cause instanceof MlflowError ? cause.code : 'INTERNAL_ERROR',
        `The deployment ${before.name} stays as it was. ${cause?.message ?? ''}`,
        { cause },
      )
    }
  }

  async #serve(record: DeploymentRecord): Promise<void> {
    const folder = this.#folder(record.name)
    await writeRecord(folder, record)
    if (!(await askSupervisor(folder, 'reload'))) await startSupervisor(folder, record, this.#context.env)
  }

  async #wait(record: DeploymentRecord, settings: Settings): Promise<void> {
    const { synchronous = true, timeout_seconds = READY_SECONDS } = settings
    if (!synchronous) return
    this.#context.onProgress(`Starting ${record.model_uri} at ${addressOf(record)}`)
    await untilReady(this.#folder(record.name), record, timeout_seconds)
  }

  async #stop(record: DeploymentRecord): Promise<void> {
    const folder = this.#folder(record.name)
    if (await askSupervisor(folder, 'stop')) {
      await until(async () => ((await askSupervisor(folder, 'state')) ? undefined : true), {
        ...{ seconds: STOP_SECONDS, everyMs: 50 },
        what: `The deployment ${record.name} has not ended`,
      })
      return
    }
    await endOrphan(folder, record)
  }

  async #health(record: DeploymentRecord): Promise<Description> {
    const state = await askSupervisor(this.#folder(record.name), 'state')
    if (!state) return { status: 'stopped', restarts: 0 }
    const ready = state.server_pid !== 0 && (await answersPing(record))
    const failing = state.last_exit !== undefined
    return {
      status: ready ? 'ready' : failing ? 'restarting' : 'starting',
      pid: state.server_pid,
      restarts: state.restarts,
      ...(failing && { last_exit: state.last_exit }),
    }
  }
}

/** `millrace models serve` with the deployment's settings, in front. */
async function runLocal(request: CreateRequest, { env, program }: TargetContext): Promise<void> {
  assertName(request.name, NAMES)
  const config = readSettings('local', LOCAL_SETTINGS, request.config)
  const model = await describeModel(request.modelUri, request.flavor, env)
  const { host = HOST, port = 5000 } = config
  const served = { name: request.name, model_uri: model.uri, force_python: model.forcePython }
  const words = [...program, ...serveWords({ ...served, host, port, config })]
  await runInFront("The model's server", words, { ...env, ...config.env })
}
