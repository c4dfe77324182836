import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DATABASES } from '../../packages/server/src/testing/databases.ts'
import { describeUnless, findProgram } from '../helpers/programs.ts'
import { REPOSITORY } from '../helpers/repository.ts'
import { run } from '../helpers/run.ts'
import { type Scratch, scratch } from '../helpers/scratch.ts'
import { type RunningServer, startServer } from '../helpers/server.ts'

const FACTS = process.env.MILLRACE_CONTRACT ?? join(REPOSITORY, '..', 'shared', 'contract')
const COMPARE = join(FACTS, 'tools', 'compare.py')
/** Lets time pass between the requests of compare.py. */
const SLOWLY = join(import.meta.dirname, 'slowly.py')

/** The recorded searches that this server answers, and how many there are. */
const SEARCHES = {
  'runs/search': 156,
  'experiments/search': 36,
  'logged-models/search': 45,
  'datasets/search (3.0)': 21,
  'registered-models/search': 30,
  'model-versions/search': 30,
}

interface Differences {
  later: { path: string; why: string }[]
  /** On all databases, or on those named. */
  different: { group: string; case: string; why: string; databases?: string[] }[]
}

interface RecordedCase {
  case: string
  request: { path: string }
}

const readJson = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T

const missing =
  (!findProgram('python3') && 'python3 not installed') || (!existsSync(COMPARE) && `${COMPARE} not found`)

for (const database of DATABASES)
  describeUnless(missing, `recorded answers of MLflow (${database.name})`, () => {
    const { later, ...known } = readJson<Differences>(
      join(import.meta.dirname, 'deliberate-differences.json'),
    )
    const different = known.different.filter((one) => one.databases?.includes(database.name) ?? true)
    let folder: Scratch
    let server: RunningServer
    let printed: string

    beforeAll(async () => {
      folder = scratch('compare')
      server = await startServer({
        database: await (database.createExact?.() ?? database.create(folder.file())),
        artifacts: folder.file('artifacts'),
      })
      const finished = await run('python3', [SLOWLY, COMPARE, `127.0.0.1:${server.port}`, '--show', '10000'])
      printed = `${finished.stdout}\n${finished.stderr}`
    })

    afterAll(async () => {
      await server?.stop()
      folder?.remove()
    })

    test.each(Object.entries(SEARCHES))('%s differs only where listed', (group, total) => {
      const listed = different.filter((one) => one.group === group).map((one) => one.case)
      expect(differing(printed, group), printed).toEqual(listed)
      expect(printed).toContain(`${group}: ${total - listed.length}/${total}`)
    })

    test('error answers differ only where listed', () => {
      const { cases } = readJson<{ cases: RecordedCase[] }>(join(FACTS, 'errors.json'))
      const pathOf = new Map(cases.map((recorded) => [recorded.case, recorded.request.path]))
      const isLater = (name: string) => later.some(({ path }) => pathOf.get(name)?.startsWith(path))
      const listed = different.filter(({ group }) => group === 'errors').map((one) => one.case)
      expect(printed).toMatch(new RegExp(`^errors: \\d+/${cases.length}$`, 'm'))
      expect(
        differing(printed, 'errors')
          .filter((name) => !isLater(name))
          .sort(),
        printed,
      ).toEqual(listed.sort())
    })
  })

/** The cases of a group that compare.py prints as different, in lines like `  group | case | what differs`. */
function differing(printed: string, group: string): string[] {
  return printed
    .split('\n')
    .filter((line) => line.startsWith(`  ${group} | `))
    .map((line) => line.slice(`  ${group} | `.length).split(' | ')[0] ?? '')
}
