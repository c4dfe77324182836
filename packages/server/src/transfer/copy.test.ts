import { describe, expect, it } from 'vitest'
import type { Database } from '../db/open.ts'
import { DATABASES } from '../testing/databases.ts'
import { type CopyReport, copyStore } from './copy.ts'
import { DatabaseSource } from './read-database.ts'
import type { Selection } from './store.ts'
import { awkwardRows, Databases, dump, fill } from './testing.ts'
import { DatabaseTarget } from './write-database.ts'

function copy(from: Database, to: Database, selection: Selection = {}): Promise<CopyReport> {
  const source = new DatabaseSource('the source', from.db)
  return copyStore(source, new DatabaseTarget('the target', to), { selection, artifacts: false })
}

/** What did not arrive, by table. */
function missing({ rows }: CopyReport) {
  return Object.entries(rows).filter(([, { source, target }]) => source !== target)
}

function copied({ rows }: CopyReport): number {
  return Object.values(rows).reduce((sum, tally) => sum + tally.copied, 0)
}

for (const from of DATABASES) {
  for (const to of DATABASES) {
    describe(`copying from ${from.name} to ${to.name}`, () => {
      const databases = new Databases()

      it('every row arrives as it was, once, and a repeat changes nothing', async () => {
        const { database: source } = await databases.create(from)
        const { database: target } = await databases.create(to)
        await fill(source, awkwardRows(7))
        const report = await copy(source, target)
        expect(report.damaged).toEqual([])
        expect(missing(report)).toEqual([])
        expect(report.notes).toEqual([])
        const there = await dump(target)
        expect(there).toEqual(await dump(source))
        const again = await copy(source, target)
        expect(copied(again)).toBe(0)
        expect(missing(again)).toEqual([])
        expect(await dump(target)).toEqual(there)
      })
    })
  }
}
