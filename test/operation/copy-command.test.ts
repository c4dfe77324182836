import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { freePort } from '../helpers/free-port.ts'
import { REPOSITORY } from '../helpers/repository.ts'
import { type Finished, run } from '../helpers/run.ts'
import { type Scratch, scratch } from '../helpers/scratch.ts'
import { MILLRACE, startServer } from '../helpers/server.ts'

const COMMAND = [join(REPOSITORY, 'packages/cli/src/main.ts'), 'copy']
const RUNS = 3000

let folder: Scratch
beforeEach(() => {
  folder = scratch('copy-command')
})
afterEach(() => folder.remove())

function copy(...args: string[]): Promise<Finished> {
  return run(process.execPath, [...COMMAND, ...args], { cwd: folder.file() })
}

test('tells in a table what there was, is and had to be copied', async () => {
  await database('source.db', 3)
  const { code, stdout } = await copy('sqlite:///source.db', 'sqlite:///target.db')
  expect(code).toBe(0)
  expect(stdout).toMatch(/^ +source +target +copied\n/)
  expect(stdout).toMatch(/^runs +3 +3 +3$/m)
  expect(stdout).toMatch(/^metric points +60 +60 +60$/m)
  const again = await copy('sqlite:///source.db', 'sqlite:///target.db')
  expect(again.stdout).toMatch(/^runs +3 +3 +0$/m)
})

test('what is not there or not reached is told in a sentence, and nothing is made', async () => {
  await database('source.db', 1)
  const closed = await freePort()
  const refused = async (args: string[], sentence: string) => {
    const { code, stderr } = await copy(...args)
    expect(stderr).toBe(`millrace: ${sentence}\n`)
    expect(code).toBe(1)
  }
  const target = 'sqlite:///target.db'
  await refused(['sqlite:///none.db', target], `${folder.file('none.db')} does not exist.`)
  expect(existsSync(folder.file('target.db'))).toBe(false)
  await refused(
    ['sqlite:///source.db', target, '--experiments', 'none'],
    "There is no experiment 'none' in sqlite:///source.db.",
  )
  await refused(
    [`http://127.0.0.1:${closed}`, target],
    `http://127.0.0.1:${closed} cannot be reached: connect ECONNREFUSED 127.0.0.1:${closed}.`,
  )
  const { code, stderr } = await copy('sqlite:///source.db', target, '--since', 'yesterday')
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: "millrace: --since takes a date such as 2026-11-25 or 2026-11-25T12:00; it is 'yesterday'.\n",
  })
}, 60_000)

test('a run that the source has broken is named, the others arrive, and the exit code says so', async () => {
  await database('source.db', 3)
  change('source.db', 'pragma foreign_keys = off; update runs set experiment_id = 99 where name = 1')
  const { code, stdout, stderr } = await copy('sqlite:///source.db', 'sqlite:///target.db')
  expect(stdout).toMatch(/^runs +3 +2 +2$/m)
  expect(stdout).toMatch(/^run 0{31}1: The target refused it: its experiment was not copied$/m)
  expect(stderr).toMatch(/millrace: Not everything arrived: 1 runs/)
  expect(code).toBe(1)
})

test('killed in the middle and repeated, it brings the rest and nothing twice', async () => {
  await database('source.db', RUNS)
  const child = spawn(process.execPath, [...COMMAND, 'sqlite:///source.db', 'sqlite:///target.db'], {
    cwd: folder.file(),
    stdio: 'ignore',
  })
  const ended = once(child, 'close')
  while (count('target.db') === 0 && child.exitCode === null) await sleep(5)
  child.kill('SIGKILL')
  await ended
  const arrived = count('target.db')
  expect(arrived).toBeGreaterThan(0)
  expect(arrived).toBeLessThan(RUNS)
  const { code, stdout } = await copy('sqlite:///source.db', 'sqlite:///target.db')
  expect(code).toBe(0)
  expect(stdout).toMatch(new RegExp(`^runs +${RUNS} +${RUNS} +${RUNS - arrived}$`, 'm'))
  expect(dump('target.db')).toEqual(dump('source.db'))
}, 60_000)

/** A database with runs of 20 points each. */
async function database(file: string, runs: number): Promise<void> {
  const server = await startServer(
    { database: folder.file(file), artifacts: folder.file('artifacts') },
    MILLRACE,
  )
  await server.stop()
  const numbers = (end: number) =>
    `with recursive t (n) as (select 1 union all select n + 1 from t where n < ${end})`
  change(
    file,
    `insert into runs (run_uuid, name, experiment_id, lifecycle_stage, status)
       ${numbers(runs)} select printf('%032x', n), n, 0, 'active', 'FINISHED' from t;
     insert into metrics ("key", value, timestamp, step, run_uuid, is_nan)
       ${numbers(runs * 20)} select 'm' || n % 4, n / 7.0, n, n, printf('%032x', 1 + n % ${runs}), 0 from t`,
  )
}

function change(file: string, sql: string): void {
  const db = new Database(folder.file(file))
  db.exec(sql)
  db.close()
}

/** Runs in a database that may not be there yet. */
function count(file: string): number {
  if (!existsSync(folder.file(file))) return 0
  const db = new Database(folder.file(file), { readonly: true })
  try {
    return db.prepare('select count(*) from runs').pluck().get() as number
  } catch {
    return 0
  } finally {
    db.close()
  }
}

function dump(file: string): unknown[][] {
  const db = new Database(folder.file(file), { readonly: true })
  const rows = ['runs', 'metrics'].map((table) =>
    db.prepare(`select * from ${table} order by 1, 2, 3, 4`).all(),
  )
  db.close()
  return rows
}
