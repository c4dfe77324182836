import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { takeEnvFile } from './env-file.ts'

let folder: string
let file: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-env-file-'))
  file = join(folder, '.env')
  writeFileSync(
    file,
    `# of the team
PLACE=here
export MLFLOW_TRACKING_URI="http://\${PLACE}:\${PORT:-5000}/\${NOTHING}"
MLFLOW_EXPERIMENT_NAME='two words' # the usual one
SET=by the file
`,
  )
})
afterAll(() => rmSync(folder, { recursive: true }))
afterEach(() => vi.restoreAllMocks())

function take(words: readonly string[], more: Record<string, string> = {}) {
  const out = vi.spyOn(console, 'log').mockImplementation(() => {})
  const err = vi.spyOn(console, 'error').mockImplementation(() => {})
  const env: Record<string, string | undefined> = { SET: '', ...more }
  const rest = takeEnvFile(words, env)
  const told = { out: out.mock.calls.flat(), err: err.mock.calls.flat() }
  vi.restoreAllMocks()
  return { rest, env, ...told }
}

test('variables of the file are set unless they are already', () => {
  for (const words of [
    ['--env-file', file],
    ['--env-file', 'none', `--env-file=${file}`],
  ]) {
    expect(take([...words, 'runs', 'list'])).toEqual({
      rest: ['runs', 'list'],
      env: {
        SET: '',
        PLACE: 'here',
        MLFLOW_TRACKING_URI: 'http://here:5000/',
        MLFLOW_EXPERIMENT_NAME: 'two words',
      },
      out: [`Loaded environment variables from: ${file}`],
      err: [],
    })
  }
})

test('what Node has set before is filled in', () => {
  const { env } = take(['--env-file', file], {
    PLACE: 'here',
    MLFLOW_TRACKING_URI: `http://\${PLACE}:\${PORT:-5000}/\${NOTHING}`,
  })
  expect(env.MLFLOW_TRACKING_URI).toBe('http://here:5000/')
})

test('who asks for JSON gets nothing else', () => {
  const { out, err } = take(['--env-file', file, 'runs', 'list', '--json'])
  expect(out).toEqual([])
  expect(err).toHaveLength(1)
})

test('only what stands before the command is meant', () => {
  const words = ['run', '.', '--env-file', 'none']
  expect(take(words)).toMatchObject({ rest: words, env: { SET: '' }, out: [] })
})

test.each([
  [['--env-file', 'none', 'runs'], "Environment file 'none' does not exist."],
  [['--env-file'], 'requires an argument'],
])('%j is refused', (words, why) => {
  expect(() => take(words)).toThrow(why)
})
