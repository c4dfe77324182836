import { pino } from 'pino'
import { expect, it } from 'vitest'
import { logFailure } from './request-id.ts'

const ASKED = { request_id: 'one', method: 'GET', path: '/api/2.0/mlflow/experiments/get-by-name' }
const BODY = JSON.stringify({ error_code: 'SOME_CODE', message: 'why' })

/** What a server of that level writes of an answer. */
function written(level: string, status: number): Record<string, unknown>[] {
  const lines: string[] = []
  logFailure(pino({ level }, { write: (line: string) => lines.push(line) }), ASKED, status, BODY)
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>)
}

it.each([
  ['info', 200, []],
  ['info', 404, []],
  ['debug', 404, [20]],
  ['info', 400, [30]],
  ['info', 503, [50]],
])('at the level %s an answer of %i is written as %j', (level, status, levels) => {
  const lines = written(level, status)
  expect(lines.map((line) => line.level)).toEqual(levels)
  for (const line of lines) {
    expect(line).toMatchObject({ ...ASKED, status, error_code: 'SOME_CODE', reason: 'why' })
  }
})
