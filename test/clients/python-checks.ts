import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestDatabase } from '../../packages/server/src/testing/databases.ts'
import { PYTHON_ENV, pythonVenv } from '../helpers/python-venv.ts'
import { run } from '../helpers/run.ts'
import { type Scratch, scratch } from '../helpers/scratch.ts'
import { type RunningServer, startServer } from '../helpers/server.ts'
import type { StoreService } from '../services/store.ts'

const FOLDER = join(import.meta.dirname, 'python')

export interface PythonChecks {
  venv: string
  requirements: readonly string[]
  modules: readonly string[]
  /** SQLite if not given. */
  database?: TestDatabase
  /** Where the server keeps artifacts; a folder if not given. */
  store?: StoreService
  /** Of the client. */
  env?: Readonly<Record<string, string>>
}

/** One test for each check_… function of the modules, all run by one Python against a server of their own. */
export function pythonChecks({ venv, requirements, modules, database, store, env }: PythonChecks): void {
  const errors = new Map<string, string | null>()
  let folder: Scratch
  let server: RunningServer | undefined
  let ending = 'the checks never started'

  beforeAll(async () => {
    folder = scratch(venv)
    const python = await pythonVenv(venv, requirements)
    server = await startServer({
      database: (await database?.create(folder.file())) ?? folder.file('mlflow.db'),
      artifacts: store?.newRoot() ?? folder.file('artifacts'),
      ...(store && { env: store.env }),
    })
    const finished = await run(python, [join(FOLDER, 'harness.py'), ...modules], {
      cwd: folder.file(),
      env: { ...PYTHON_ENV, ...env, MLFLOW_TRACKING_URI: server.url, SCRATCH: folder.file() },
    })
    for (const { check, error } of finished.stdout.split('\n').flatMap(asVerdict)) errors.set(check, error)
    ending = `Python ended with ${finished.code}\n${finished.stderr.slice(-4000)}`
  }, 600_000)

  afterAll(async () => {
    await server?.stop()
    folder?.remove()
  }, 30_000)

  test.each(modules.flatMap(checksIn))('%s', (check) => {
    const error = errors.get(check)
    if (error === undefined) expect.fail(`${check} did not run: ${ending}`)
    if (error !== null) expect.fail(error)
  })
}

function checksIn(module: string): string[] {
  const source = readFileSync(join(FOLDER, `${module}.py`), 'utf8')
  return [...source.matchAll(/^def (check_\w+)/gm)].map(([, name]) => `${module}.${name}`)
}

interface Verdict {
  check: string
  error: string | null
}

function asVerdict(line: string): Verdict[] {
  return line.startsWith('{"check": ') ? [JSON.parse(line) as Verdict] : []
}
