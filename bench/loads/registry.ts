import { Connection } from '../connection.ts'
import type { Bench, Measurement, ServerLoad } from '../load.ts'
import { measure, rate, readLatency } from '../measure.ts'
import { API, ask, get, post } from '../requests.ts'
import { seedSize } from '../scale.ts'
import { isPrompt, modelName, newestVersions, team } from '../seed-registry.ts'

interface RegistryReply {
  registered_models?: { name: string; latest_versions: unknown[]; tags: unknown[]; aliases: unknown[] }[]
  model_versions?: { name: string; version: string; tags: unknown[] }[]
}

interface ReadLoad {
  name: string
  title: string
  path: string
  query: Record<string, string | string[]>
  /** What must be found, by name or `name/version`, in order. */
  answer(models: number): string[]
}

const PAGE = 100
const VERSIONS_PAGE = 1000

function models(count: number, matches: (index: number) => boolean): string[] {
  const found: string[] = []
  for (let index = 0; index < count && found.length < PAGE; index++) {
    if (matches(index)) found.push(modelName(index))
  }
  return found
}

const searchModels = (filter?: string): Pick<ReadLoad, 'path' | 'query'> => ({
  path: 'registered-models/search',
  query: { max_results: String(PAGE), ...(filter && { filter }) },
})

const READS: ReadLoad[] = [
  {
    name: 'registry-models',
    title: 'registered-models/search, page of 100',
    ...searchModels(),
    answer: (count) => models(count, (index) => !isPrompt(index)),
  },
  {
    name: 'registry-models-tag',
    title: 'registered-models/search, tag filter',
    ...searchModels("tags.team = 'risk'"),
    answer: (count) => models(count, (index) => !isPrompt(index) && team(index) === 'risk'),
  },
  {
    name: 'registry-prompts',
    title: 'prompts, page of 100',
    ...searchModels("tags.`mlflow.prompt.is_prompt` = 'true'"),
    answer: (count) => models(count, isPrompt),
  },
  {
    name: 'registry-versions',
    title: 'model-versions/search, page of 1,000',
    path: 'model-versions/search',
    query: { max_results: String(VERSIONS_PAGE) },
    answer: (count) => newestVersions(count, VERSIONS_PAGE),
  },
]

async function runRead({ server, scale }: Bench, load: ReadLoad): Promise<Measurement> {
  const request = get(`${API}/${load.path}`, load.query)
  const connection = new Connection(server.port)
  checkPage(await ask<RegistryReply>(connection, request), load.answer(seedSize(scale, 'registry').models))
  connection.close()
  return readLatency({ server, scale }, request)
}

function checkPage({ registered_models = [], model_versions = [] }: RegistryReply, expected: string[]): void {
  const found = [
    ...registered_models.map(({ name }) => name),
    ...model_versions.map(({ name, version }) => `${name}/${version}`),
  ]
  const wrong = expected.findIndex((name, place) => found[place] !== name)
  if (wrong >= 0 || found.length !== expected.length) {
    throw new Error(`${found.length} found instead of ${expected.length}, first difference at ${wrong}`)
  }
  for (const { name, latest_versions, tags, aliases } of registered_models) {
    if (![1, 3].includes(latest_versions.length) || tags.length < 2 || aliases.length !== 2)
      throw new Error(`${name} is not whole`)
  }
  for (const { name, tags } of model_versions) if (tags.length !== 2) throw new Error(`${name} is not whole`)
}

const RACERS = 50

async function runRace({ server, scale }: Bench): Promise<Measurement> {
  const name = 'raced'
  const connection = new Connection(server.port)
  await ask(connection, post(`${API}/registered-models/create`, { name }))
  connection.close()
  const request = post(`${API}/model-versions/create`, {
    name,
    source: 's3://models/raced',
    tags: [{ key: 'approved', value: 'no' }],
  })
  const measured = await measure(server, {
    clients: RACERS,
    from: 0,
    to: scale.requests,
    warm: RACERS,
    seconds: scale.seconds,
    task: (client) => client.send(request),
  })
  const made = await server.database.count('raced', '0')
  if (made !== measured.acknowledged) throw new Error(`${measured.acknowledged} acknowledged, ${made} found`)
  return rate(measured)
}

export const registryLoads: ServerLoad[] = [
  ...READS.map(
    (load): ServerLoad => ({
      name: load.name,
      title: load.title,
      dataset: 'registry',
      unit: 's',
      run: (bench) => runRead(bench, load),
    }),
  ),
  {
    name: 'registry-race',
    title: `create-version of one model, ${RACERS} clients`,
    dataset: 'registry',
    unit: '/s',
    run: runRace,
  },
]
