import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import BetterSqlite3 from 'better-sqlite3'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Executor } from './executor.ts'
import { makeDurable, openHandle, type SqliteHandle } from './sqlite.ts'
import { SqliteWriter } from './sqlite-writer.ts'

let folder = ''
let handle: SqliteHandle
let reader: BetterSqlite3.Database
let writer: SqliteWriter
let commits = 0

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-writer-'))
  const file = join(folder, 'x.db')
  handle = openHandle(file)
  makeDurable(handle)
  handle.exec('CREATE TABLE parents (id INTEGER PRIMARY KEY)')
  handle.exec('CREATE TABLE t (k PRIMARY KEY, parent REFERENCES parents (id) DEFERRABLE INITIALLY DEFERRED)')
  reader = new BetterSqlite3(file, { readonly: true })
  commits = 0
  const committed = () => {
    commits += 1
  }
  writer = new SqliteWriter(handle, { committed, patienceMs: 200 })
})

afterEach(async () => {
  await writer.close()
  reader.close()
  handle.close()
  await rm(folder, { recursive: true, force: true })
})

/** What everybody else sees. */
const seen = () => reader.prepare('SELECT k FROM t ORDER BY k').pluck().all()

function insert(tx: Executor, k: string | number, parent: number | null = null) {
  return tx.query({ compile: () => sql`INSERT INTO t VALUES (${k}, ${parent})`.compile(tx.builder) })
}

const put = (k: string | number) =>
  writer.write((tx) => {
    insert(tx, k)
    return k
  })

it('a write is answered with what its job returns', async () => {
  expect(await put('a')).toBe('a')
  expect(await writer.write(async () => 'later')).toBe('later')
})

it('writes that arrive together share one commit', async () => {
  expect(await Promise.all([1, 2, 3, 4, 5].map(put))).toEqual([1, 2, 3, 4, 5])
  expect(commits).toBe(1)
  expect(seen()).toEqual([1, 2, 3, 4, 5])
})

it('many writes take several commits, in order', async () => {
  const keys = Array.from({ length: 600 }, (_, i) => i)
  const answered: number[] = []
  await Promise.all(keys.map((k) => put(k).then(() => answered.push(k))))
  expect(answered).toEqual(keys)
  expect(seen()).toEqual(keys)
  expect(commits).toBeGreaterThan(1)
  expect(commits).toBeLessThan(10)
})

it('nobody sees a write before its commit, everybody when it is answered', async () => {
  const during: unknown[] = []
  const first = writer.write((tx) => {
    insert(tx, 'a')
    during.push(seen())
  })
  const second = writer.write(async (tx) => {
    insert(tx, 'b')
    await setImmediate()
    during.push(seen())
  })
  await first
  expect(seen()).toEqual(['a', 'b'])
  await second
  expect(during).toEqual([[], []])
})

it('one bad job among others fails alone, with all that it wrote', async () => {
  const bad = writer.write((tx) => {
    insert(tx, 'half')
    throw new Error('refused')
  })
  const twice = writer.write(async (tx) => {
    insert(tx, 'x')
    await setImmediate()
    insert(tx, 'x')
  })
  const outcomes = await Promise.allSettled([put('a'), bad, put('b'), twice, put('c')])
  expect(outcomes.map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
    'rejected',
    'fulfilled',
  ])
  expect(outcomes[1]).toMatchObject({ reason: expect.objectContaining({ message: 'refused' }) })
  expect(seen()).toEqual(['a', 'b', 'c'])
  expect(commits).toBe(1)
})

it('a bad job by itself leaves nothing, and the writer goes on', async () => {
  const bad = writer.write((tx) => {
    insert(tx, 'half')
    throw new Error('refused')
  })
  await expect(bad).rejects.toThrow('refused')
  expect(seen()).toEqual([])
  expect(handle.inTransaction).toBe(false)
  await put('next')
  expect(seen()).toEqual(['next'])
})

it('when the commit fails, everybody in it is told and nothing is there', async () => {
  const orphan = writer.write((tx) => insert(tx, 'orphan', 77))
  const outcomes = await Promise.allSettled([put('a'), orphan])
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(seen()).toEqual([])
  await put('next')
  expect(seen()).toEqual(['next'])
})

it('a database that another process holds for a while holds up the write, not this thread', async () => {
  const other = new BetterSqlite3(join(folder, 'x.db'))
  other.exec('BEGIN IMMEDIATE')
  const written = put('a')
  let turns = 0
  const turning = setInterval(() => {
    turns += 1
    if (turns === 5) other.exec('ROLLBACK')
  }, 5)
  expect(await written).toBe('a')
  clearInterval(turning)
  other.close()
  expect(turns).toBeGreaterThanOrEqual(5)
})

it('a database held by another process fails the write, which can be sent again', async () => {
  const other = new BetterSqlite3(join(folder, 'x.db'))
  other.exec('BEGIN IMMEDIATE')
  await expect(put('a')).rejects.toMatchObject({ code: 'SQLITE_BUSY' })
  other.exec('ROLLBACK')
  other.close()
  await put('a')
  expect(seen()).toEqual(['a'])
})

it('a write that is asked for from within a job comes in the next commit', async () => {
  let inner: Promise<unknown> | undefined
  await writer.write((tx) => {
    insert(tx, 'outer')
    inner = put('inner')
  })
  expect(seen()).toEqual(['outer'])
  await inner
  expect(seen()).toEqual(['inner', 'outer'])
  expect(commits).toBe(2)
})

it('closing commits what was accepted and takes no more', async () => {
  const accepted = Array.from({ length: 300 }, (_, i) => put(i))
  await writer.close()
  expect(seen()).toHaveLength(300)
  await expect(put('late')).rejects.toThrow('stopping')
  await Promise.all(accepted)
  expect(seen()).toHaveLength(300)
})

it('every connection syncs fully and keeps a write-ahead log', () => {
  expect(handle.pragma('journal_mode', { simple: true })).toBe('wal')
  expect(handle.pragma('synchronous', { simple: true })).toBe(2)
  expect(handle.pragma('foreign_keys', { simple: true })).toBe(1)
})
