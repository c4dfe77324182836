import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { withDatabase } from '../../packages/server/src/db/migrations/database.ts'
import { DATABASES } from '../../packages/server/src/testing/databases.ts'
import { loadOldDatabase } from '../../packages/server/src/testing/old-databases.ts'
import { REPOSITORY } from '../helpers/repository.ts'
import { type Finished, run } from '../helpers/run.ts'
import { type Scratch, scratch } from '../helpers/scratch.ts'

let folder: Scratch
beforeEach(() => {
  folder = scratch('db-command')
})
afterEach(() => folder.remove())

function db(...args: string[]): Promise<Finished> {
  return run(process.execPath, [join(REPOSITORY, 'packages/cli/src/main.ts'), 'db', ...args])
}

describe.each(DATABASES)('millrace db on $name', (database) => {
  test('upgrades, says so, and finds nothing wrong; twice is as good as once', async () => {
    const uri = await oldDatabase()
    expect(await db('upgrade', uri)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        /^(Backup: \S+\n)?Upgraded from revision 0584bdc529eb to dc11669786a5 in [\d.]+ s\.\n$/,
      ),
    })
    expect(await db('upgrade', uri)).toMatchObject({
      code: 0,
      stdout: 'Up to date: revision dc11669786a5.\n',
    })
    expect(await db('check', uri)).toMatchObject({ code: 0, stdout: 'Nothing is wrong.\n' })
  })

  test('--dry-run prints SQL', async () => {
    const uri = await oldDatabase()
    const { code, stdout } = await db('upgrade', uri, '--dry-run')
    expect({ code, stdout }).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/;\nUPDATE alembic_version SET .*;\n$/),
    })
    expect((await db('upgrade', uri)).stdout).toMatch(/^Upgraded|^Backup/)
  })

  test('two at once: one upgrades, the other finds it done', async () => {
    const uri = await oldDatabase()
    const both = await Promise.all([db('upgrade', uri), db('upgrade', uri)])
    expect(both.map(({ code }) => code)).toEqual([0, 0])
    expect(both.map(({ stdout }) => stdout.replace(/^Backup.*\n/, '').slice(0, 8)).sort()).toEqual([
      'Up to da',
      'Upgraded',
    ])
  })

  test('an old database is not checked but named', async () => {
    const { code, stderr } = await db('check', await oldDatabase())
    expect({ code, stderr }).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /has the schema of an older MLflow .* Upgrade it first: millrace db upgrade /,
      ),
    })
  })

  test('check says what is wrong and ends with 1', async () => {
    const uri = await oldDatabase()
    await db('upgrade', uri)
    await withDatabase(uri, 'upgrade', ({ execute }) => execute('drop table webhook_events'))
    expect(await db('check', uri)).toMatchObject({
      code: 1,
      stdout: 'table webhook_events is missing\n',
      stderr: 'millrace: 1 problem.\n',
    })
  })

  async function oldDatabase(): Promise<string> {
    const uri = await database.create(folder.file())
    await loadOldDatabase(uri, database.name, '2.22.0')
    return uri
  }
})

test.each([
  ['postgresql://me:secret@127.0.0.1:1/db', 'postgresql://me:***@127.0.0.1:1/db'],
  ['mysql+pymysql://me:secret@127.0.0.1:1/db', 'mysql+pymysql://me:***@127.0.0.1:1/db'],
])('a password is not printed: %s', async (uri, shown) => {
  const { code, stdout, stderr } = await db('upgrade', uri)
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toContain(shown)
  expect(stderr).not.toContain('secret')
})

test('a backup that only a database server can make is refused', async () => {
  const { code, stderr } = await db('upgrade', 'postgresql://127.0.0.1:1/db', '--backup')
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('pg_dump') })
})
