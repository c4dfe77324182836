import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DATABASES } from '../../packages/server/src/testing/databases.ts'
import { loadOldDatabase, OLD_VERSIONS } from '../../packages/server/src/testing/old-databases.ts'
import { api } from '../helpers/api.ts'
import { MLFLOW_VERSION, realMlflow } from '../helpers/mlflow.ts'
import { describeWith } from '../helpers/programs.ts'
import { PYTHON_ENV } from '../helpers/python-venv.ts'
import { REPOSITORY } from '../helpers/repository.ts'
import { output } from '../helpers/run.ts'
import { type Scratch, scratch } from '../helpers/scratch.ts'
import { MILLRACE, mlflowProgram, type ServerProgram, startServer } from '../helpers/server.ts'

const MILLRACE_MAIN = join(REPOSITORY, 'packages/cli/src/main.ts')
const UPGRADE_AND_DUMP = join(import.meta.dirname, 'python', 'upgrade_and_dump.py')

/** What SQLAlchemy needs to find the drivers that the real MLflow has here. */
const DRIVERS: Readonly<Record<string, string>> = {
  postgresql: 'postgresql+psycopg2',
  mysql: 'mysql+pymysql',
}

/** The real upgrade takes its time: every version on SQLite, elsewhere those whose rows look most different. */
const ELSEWHERE = ['1.30.1', '2.22.0', '3.16.0'] as const

const CASES = DATABASES.flatMap((database) =>
  (database.name === 'sqlite' ? OLD_VERSIONS : ELSEWHERE).map((version) => ({
    database,
    kind: database.name,
    version,
  })),
)
type Case = (typeof CASES)[number]

describeWith(['python3'], `upgrades like MLflow ${MLFLOW_VERSION}`, () => {
  const folders: Scratch[] = []
  let dumps: { ours: unknown; theirs: unknown }[] = []

  // One Python for all: it takes longer to start than to upgrade.
  beforeAll(async () => {
    const { python } = await realMlflow()
    const uris: string[] = []
    for (const old of CASES) {
      const ours = await makeOldDatabase(old)
      await output(process.execPath, [MILLRACE_MAIN, 'db', 'upgrade', ours])
      uris.push(ours, await makeOldDatabase(old))
    }
    const printed = await output(python, [UPGRADE_AND_DUMP, ...uris.map(withDriver)], { env: PYTHON_ENV })
    dumps = printed
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as (typeof dumps)[number])
  }, 900_000)
  afterAll(() => folders.map((folder) => folder.remove()))

  test.each(CASES.map((old, i) => ({ ...old, i })))(
    '$kind of MLflow $version: schema and rows are equal',
    ({ i }) => {
      expect(dumps[i]?.ours).toBeDefined()
      expect(dumps[i]?.ours).toEqual(dumps[i]?.theirs)
    },
  )

  test.each(DATABASES)(
    '$name of MLflow 1.30.1: both servers show the same runs',
    async (database) => {
      const uri = await makeOldDatabase({ database, kind: database.name, version: '1.30.1' })
      await output(process.execPath, [MILLRACE_MAIN, 'db', 'upgrade', uri])
      const { bin } = await realMlflow()
      const ours = await runsShown(uri, MILLRACE)
      expect(ours).toMatchObject({ length: 2 })
      expect(await runsShown(withDriver(uri), mlflowProgram(bin))).toEqual(ours)
    },
    180_000,
  )

  async function runsShown(uri: string, program: ServerProgram): Promise<unknown[]> {
    const folder = scratch('upgraded')
    folders.push(folder)
    const server = await startServer({ database: uri, artifacts: folder.file('artifacts') }, program)
    try {
      const search = { experiment_ids: ['0', '1', '2'], run_view_type: 'ALL' }
      return (await api<{ runs: unknown[] }>(server.url, 'runs/search', search)).runs
    } finally {
      await server.stop()
    }
  }

  async function makeOldDatabase({ database, kind, version }: Case): Promise<string> {
    const folder = scratch('upgrade')
    folders.push(folder)
    const uri = await database.create(folder.file())
    await loadOldDatabase(uri, kind, version)
    return uri
  }
})

function withDriver(uri: string): string {
  return uri.replace(/^[a-z]+(?=:)/, (scheme) => DRIVERS[scheme] ?? scheme)
}
