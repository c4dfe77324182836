import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openRepository } from '@millrace/artifacts'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { DATABASES } from '../testing/databases.ts'
import { copyStore } from './copy.ts'
import { DatabaseSource, select } from './read-database.ts'
import { openSeen } from './seen-artifacts.ts'
import { awkwardRows, Databases, fill } from './testing.ts'
import { DatabaseTarget } from './write-database.ts'

const databases = new Databases()
const [kind] = DATABASES

/** A source whose first run keeps its artifacts behind the server, and the second in a folder of its own. */
async function stores(relocates: boolean) {
  if (!kind) throw new Error('there is no database')
  const folder = await mkdtemp(join(databases.folder, 'a-'))
  const [{ database: source }, { database: target }] = [
    await databases.create(kind),
    await databases.create(kind),
  ]
  const rows = awkwardRows(7)
  const [served, elsewhere] = (rows.runs ?? []).map(({ run_uuid }) => run_uuid) as [string, string]
  const own = join(folder, 'own', elsewhere, 'artifacts')
  const runs =
    rows.runs?.map((run) => (run.run_uuid === elsewhere ? { ...run, artifact_uri: own } : run)) ?? []
  await fill(source, { ...rows, runs })
  for (const path of [join(folder, 'old', '7', served, 'artifacts', 'a b'), own]) {
    await mkdir(path, { recursive: true })
    await writeFile(join(path, 'file.txt'), `bytes of ${path === own ? 'one' : 'another'}`)
  }
  const copy = async () =>
    copyStore(
      new DatabaseSource('source', source.db, await openRepository(join(folder, 'old'))),
      new DatabaseTarget('target', target, await openRepository(join(folder, 'new')), relocates),
      { selection: {}, artifacts: true },
    )
  const uriOf = async (run: string) =>
    (await select(target.db, 'runs', sql`run_uuid = ${run}`))[0]?.artifact_uri
  return { copy, uriOf, folder, served, elsewhere, own }
}

it('what is behind the server goes from destination to destination; the rest stays where it is', async () => {
  const { copy, uriOf, folder, served, elsewhere, own } = await stores(false)
  const report = await copy()
  expect(report.files).toEqual({ source: 1, target: 1, copied: 1 })
  expect(report.notes).toEqual([
    `The artifacts of 1 runs, models and traces stay where they are, such as ${own}.`,
  ])
  expect(await uriOf(elsewhere)).toBe(own)
  const file = join(folder, 'new', '7', served, 'artifacts', 'a b', 'file.txt')
  expect(await readFile(file, 'utf8')).toBe('bytes of another')
  expect((await copy()).files).toEqual({ source: 1, target: 1, copied: 0 })
  await rm(file)
  expect((await copy()).files).toEqual({ source: 1, target: 1, copied: 1 })
})

it('told to, all of them go behind the server', async () => {
  const { copy, uriOf, folder, elsewhere } = await stores(true)
  const report = await copy()
  expect(report.damaged).toEqual([])
  expect(report.files).toEqual({ source: 2, target: 2, copied: 2 })
  expect(await uriOf(elsewhere)).toBe(`mlflow-artifacts:/7/${elsewhere}/artifacts`)
  expect(await readFile(join(folder, 'new', '7', elsewhere, 'artifacts', 'file.txt'), 'utf8')).toBe(
    'bytes of one',
  )
  const again = await copy()
  expect(again.files).toMatchObject({ copied: 0 })
  expect(again.rows.runs).toMatchObject({ copied: 0 })
})

it('artifacts that cannot be seen from here are told, once for all of them', async () => {
  if (!kind) throw new Error('there is no database')
  const [source, target] = [await databases.create(kind), await databases.create(kind)]
  const rows = awkwardRows(7)
  const gone = join(databases.folder, 'not-mounted', 'store')
  const runs = rows.runs?.map((run, i) =>
    i === 0 ? run : { ...run, artifact_uri: `file://${gone}/7/${run.run_uuid}/artifacts` },
  )
  await fill(source.database, { ...rows, ...(runs && { runs }) })
  const report = await copyStore(
    new DatabaseSource('source', source.database.db, await openSeen(join(databases.folder, 'nowhere'))),
    new DatabaseTarget('target', target.database, await openRepository(join(databases.folder, 'to')), true),
    { selection: {}, artifacts: true },
  )
  const reasons = report.damaged.map(({ reason }) => reason)
  expect(reasons).toHaveLength(2)
  expect(reasons.join()).toContain(`There is no folder ${gone} here`)
  expect(reasons.join()).toMatch(
    / and those of \d+ others? could not be copied.*--source-artifacts-destination/,
  )
})
