import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { DATABASES, FILE_STORE, type TestDatabase } from '../../packages/server/src/testing/databases.ts'
import { MLFLOW_VERSION, type RealMlflow, realMlflow } from '../helpers/mlflow.ts'
import { describeWith } from '../helpers/programs.ts'
import { PYTHON_ENV } from '../helpers/python-venv.ts'
import { output } from '../helpers/run.ts'
import { scratch } from '../helpers/scratch.ts'
import {
  MILLRACE,
  mlflowProgram,
  type ServerOptions,
  type ServerProgram,
  startServer,
} from '../helpers/server.ts'
import { asInTables, type Shown } from './as-in-tables.ts'

const SESSION = join(import.meta.dirname, 'python/session.py')

/** The Python drivers that MLflow takes; ours reads over them. */
const DRIVERS: readonly (readonly [plain: string, withDriver: string])[] = [
  ['postgresql://', 'postgresql+psycopg2://'],
  ['mysql://', 'mysql+pymysql://'],
]

function withDriver(uri: string): string {
  return DRIVERS.reduce((text, [plain, full]) => text.replace(plain, full), uri)
}

for (const database of DATABASES.filter(({ onDemand }) => !onDemand)) interop(database)
interop(FILE_STORE, asInTables)

/** @param comparable takes out what the kind of store alone makes different. */
function interop(database: TestDatabase, comparable = (shown: Shown) => shown): void {
  describeWith(['python3'], `one ${database.name} database, Millrace and MLflow ${MLFLOW_VERSION}`, () => {
    let mlflow: RealMlflow

    beforeAll(async () => {
      mlflow = await realMlflow()
    }, 600_000)

    test('what Millrace wrote, MLflow shows the same', async () => {
      await sameOnBoth(MILLRACE, mlflowProgram(mlflow.bin))
    }, 400_000)

    test('what MLflow wrote, Millrace shows the same', async () => {
      await sameOnBoth(mlflowProgram(mlflow.bin), MILLRACE)
    }, 400_000)

    /** The writer fills a database; the reader shows it, adds to it; the writer then shows the sum as the reader does. */
    async function sameOnBoth(writer: ServerProgram, reader: ServerProgram): Promise<void> {
      const folder = scratch('interop')
      const files = {
        database: withDriver(await database.create(folder.file())),
        artifacts: folder.file('artifacts'),
      }
      try {
        const [written] = await session(writer, files, 'fill first', 'dump')
        expect(written).toMatchObject({
          experiments: { length: 3 },
          runs: { length: 7 },
          models: { length: 3 },
        })
        const [shown, grown] = await session(reader, files, 'dump', 'fill second', 'dump')
        expect(shown).toEqual(written)
        expect(grown).toMatchObject({
          experiments: { length: 5 },
          runs: { length: 14 },
          models: { length: 6 },
        })
        expect(await session(writer, files, 'dump')).toEqual([grown])
      } finally {
        folder.remove()
      }
    }

    /** What a server shows at each `dump` among the steps. */
    async function session(
      program: ServerProgram,
      files: ServerOptions,
      ...steps: string[]
    ): Promise<Shown[]> {
      const server = await startServer(files, program)
      try {
        const printed = await output(mlflow.python, [SESSION, server.url, ...steps], { env: PYTHON_ENV })
        const dumps = printed.split('\n').filter((line) => line.startsWith('{'))
        return dumps.map((line) => comparable(JSON.parse(line) as Shown))
      } finally {
        await server.stop()
      }
    }
  })
}
