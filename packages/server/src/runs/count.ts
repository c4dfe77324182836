import type { CountOfRuns, FamiliesAsked } from '@millrace/contract'
import { sql } from 'kysely'
import type { Executor } from '../db/executor.ts'
import type { Deps } from '../deps.ts'
import { JsonText } from '../http/json-text.ts'
import { type AskedRuns, conditions } from './asked-runs.ts'
import { askedFamilies } from './search.ts'

/** How many runs a search would find. */
export async function countRuns(deps: Deps, input: FamiliesAsked): Promise<JsonText> {
  const asked = askedFamilies(input)
  if (asked.experiments.length === 0) return new JsonText('{"count":0}')
  return new JsonText(await deps.longReads.run('countRuns', asked))
}

/** The reply as JSON text; without a filter it is read from an index alone. */
export async function countAskedRuns(db: Executor, asked: AskedRuns): Promise<string> {
  const { kin, ...all } = asked
  const reply: CountOfRuns = {
    count: await count(db, asked),
    ...(kin === 'top' && { all: await count(db, all) }),
  }
  return JSON.stringify(reply)
}

async function count(db: Executor, asked: AskedRuns): Promise<number> {
  const query = sql<{
    count: number
  }>`select count(*) as count from runs r where ${conditions(db.dialect, asked)}`
  const [row] = await db.query<{ count: number }>({ compile: () => query.compile(db.builder) })
  return Number(row?.count ?? 0)
}
