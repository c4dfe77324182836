import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pythonVenv } from './python-venv.ts'

export const MLFLOW_VERSION = '3.17.2'

/** With which it opens PostgreSQL and MySQL. */
const DRIVERS = ['psycopg2-binary', 'pymysql']

export interface RealMlflow {
  bin: string
  python: string
}

/** The real MLflow: the one MLFLOW_BIN points at, else one installed once into `.cache`. */
export async function realMlflow(): Promise<RealMlflow> {
  const given = process.env.MLFLOW_BIN
  if (given && !existsSync(given)) throw new Error(`MLFLOW_BIN=${given} does not exist`)
  const python = given
    ? join(dirname(given), 'python')
    : await pythonVenv('mlflow', [`mlflow==${MLFLOW_VERSION}`, ...DRIVERS])
  return { bin: given ?? join(dirname(python), 'mlflow'), python }
}
