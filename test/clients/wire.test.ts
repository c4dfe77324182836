import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeUnless } from '../helpers/programs.ts'
import { type Scratch, scratch } from '../helpers/scratch.ts'
import { MILLRACE, type RunningServer, SERVER_UNDER_TEST, startServer } from '../helpers/server.ts'

/** One request as a client of some language writes it; {{name}} stands for a value kept from an earlier answer. */
interface Step {
  call: string
  get?: string
  post?: string
  body?: unknown
  keep?: Record<string, string>
  expect?: object
}

interface Recording {
  client: string
  only?: 'millrace'
  steps: Step[]
}

const FOLDER = join(import.meta.dirname, 'wire')
const recordings = readdirSync(FOLDER).map(
  (file) => JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Recording,
)

describe('requests as other clients write them', () => {
  let folder: Scratch
  let server: RunningServer

  beforeAll(async () => {
    folder = scratch('wire')
    server = await startServer({ database: folder.file('mlflow.db'), artifacts: folder.file('artifacts') })
  }, 120_000)

  afterAll(async () => {
    await server?.stop()
    folder?.remove()
  }, 30_000)

  for (const [index, { client, only, steps }] of recordings.entries()) {
    const elsewhere = only === 'millrace' && SERVER_UNDER_TEST !== MILLRACE
    describeUnless(elsewhere && 'only Millrace answers these', client, () => {
      test('every answer is the expected one', async () => {
        const kept: Record<string, string> = { name: `wire-${index}-${Date.now()}` }
        for (const step of steps) await replay(server.url, step, kept)
      }, 60_000)
    })
  }
})

async function replay(url: string, step: Step, kept: Record<string, string>): Promise<void> {
  const { call, get, post, body, keep, expect: wanted } = filled(step, kept)
  const response = await fetch(`${url}${get ?? post}`, {
    method: get ? 'GET' : 'POST',
    ...(post && { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
  })
  const text = await response.text()
  expect(response.status, `${call}: ${text}`).toBe(200)
  const answer = sorted(JSON.parse(text))
  if (wanted) expect(answer, call).toMatchObject(wanted)
  for (const [name, path] of Object.entries(keep ?? {})) kept[name] = stringAt(answer, path)
}

function filled(step: Step, kept: Record<string, string>): Step {
  return JSON.parse(
    JSON.stringify(step).replace(/\{\{(\w+)\}\}/g, (_, name: string) => kept[name] ?? name),
  ) as Step
}

/** Metrics and params come in no promised order. */
function sorted(answer: unknown): unknown {
  const data = at(answer, 'run.data')
  for (const list of [at(data, 'metrics'), at(data, 'params')]) {
    if (Array.isArray(list)) list.sort((a, b) => (stringAt(a, 'key') < stringAt(b, 'key') ? -1 : 1))
  }
  return answer
}

function at(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, key) => (isRecord(inner) ? inner[key] : undefined), value)
}

function stringAt(value: unknown, path: string): string {
  const found = at(value, path)
  if (typeof found !== 'string') throw new Error(`no text at ${path} in ${JSON.stringify(value)}`)
  return found
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
