import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client, type RunRecord } from '@millrace/sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Ended, endOf } from '../helpers/end-of.ts'
import { type GitServer, startGitServer } from '../helpers/git-server.ts'
import { realMlflow } from '../helpers/mlflow.ts'
import { describeWith } from '../helpers/programs.ts'
import { PYTHON_ENV } from '../helpers/python-venv.ts'
import { REPOSITORY } from '../helpers/repository.ts'
import { scratch } from '../helpers/scratch.ts'
import { type RunningServer, startServer } from '../helpers/server.ts'

const TIMEOUT = 400_000

const MLPROJECT = `name: demo
entry_points:
  main:
    parameters:
      alpha: {type: float, default: 0.10}
      who: string
      data: {type: path, default: data.csv}
      src: {type: uri, default: "https://data.example/x"}
    command: "echo {alpha} {who} {data} {src} | cat > seen.txt; cat seen.txt"
  fails:
    command: "echo wrong >&2; exit 3"
  typed:
    parameters: {data: path}
    command: "echo {data}"
`

/** What is run by both. */
const CASES: readonly {
  name: string
  args: readonly string[]
  uri?: 'folder' | 'part' | 'git' | 'git part'
}[] = [
  { name: 'values as they come', args: ['-P', 'who=x', '-P', 'extra=1'] },
  { name: 'hostile values', args: ['-P', 'who=it\'s $(id) `id`\nand "more" *', '-P', 'extra=a b;c'] },
  { name: 'an empty value', args: ['-P', 'who='] },
  { name: 'a part of a repository', args: ['-e', 'part.sh'], uri: 'part' },
  { name: 'a script with parameters', args: ['-e', 'script.py', '-P', 'depth=3', '-P', 'name=a b'] },
  { name: 'a program that fails', args: ['-e', 'fails'] },
  { name: 'a branch', args: ['-e', 'script.py', '-v', 'feature'], uri: 'git' },
  { name: 'a part at a tag', args: ['-e', 'part.sh', '-v', 'v1'], uri: 'git part' },
]

describeWith(['git', 'python3', 'bash'], 'projects run by MLflow and by Millrace', () => {
  const folder = scratch('projects')
  const work = folder.file('work')
  let mlflow = ''
  let server: RunningServer
  let git: GitServer
  let client: Client

  beforeAll(async () => {
    mlflow = (await realMlflow()).bin
    makeRepository(work, folder.file('served/demo.git'))
    git = await startGitServer(folder.file('served'))
    server = await startServer({ database: folder.file('m.db'), artifacts: folder.file('artifacts') })
    client = new Client({ trackingUri: server.url })
  }, TIMEOUT)

  afterAll(async () => {
    await Promise.all([server?.stop(), git?.stop()])
    folder.remove()
  })

  function addressOf(uri: (typeof CASES)[number]['uri']): string {
    if (uri === 'git') return `${git.url}/demo.git`
    if (uri === 'git part') return `${git.url}/demo.git#part`
    return uri === 'part' ? join(work, 'part') : work
  }

  async function runWith(program: 'mlflow' | 'millrace', args: readonly string[]): Promise<Ended> {
    const [command, ...before] =
      program === 'mlflow' ? [mlflow] : [process.execPath, join(REPOSITORY, 'packages/cli/src/main.ts')]
    const where = ['--env-manager', 'local', '--experiment-name', program]
    return endOf(command as string, [...before, 'run', ...args, ...where], {
      cwd: work,
      env: { ...process.env, ...PYTHON_ENV, MLFLOW_TRACKING_URI: server.url },
    })
  }

  async function theRun(experimentName: string, name: string): Promise<RunRecord> {
    const experiment = await client.experiments.getByName(experimentName)
    const search = { experimentIds: [experiment?.experimentId ?? ''], filter: `run_name = '${name}'` }
    const [found, ...more] = await client.runs.search(search).all()
    expect(more).toEqual([])
    return found as RunRecord
  }

  test.each(CASES)(
    '$name',
    async ({ name, args, uri }) => {
      const all = [addressOf(uri), ...args, '--run-name', name]
      const theirs = await runWith('mlflow', all)
      const ours = await runWith('millrace', all)
      expect(ours.stdout).toBe(theirs.stdout.replace(/^(🏃|🧪).*\n/gmu, ''))
      expect(ours.code === 0).toBe(theirs.code === 0)
      const [a, b] = [await theRun('mlflow', name), await theRun('millrace', name)]
      expect(b.params).toEqual(a.params)
      expect(withoutOwn(b.tags)).toEqual(a.tags)
      expect(b).toMatchObject({ status: a.status, userId: a.userId, name: a.name })
    },
    TIMEOUT,
  )

  test.each([
    ['a missing value', [], /No value given for missing parameters: 'who'/],
    ['an address that is none', ['-P', 'who=1', '-P', 'src=x'], /Expected URI for parameter src but got x/],
    [
      'a path to nothing',
      ['-e', 'typed', '-P', 'data=/none'],
      /Got value \/none for parameter data, but no such/,
    ],
    ['an entry point that is not there', ['-e', 'none'], /Could not find none among entry points/],
  ])(
    '%s is refused by both; ours leaves no run behind',
    async (_, args, reason) => {
      for (const program of ['mlflow', 'millrace'] as const) {
        const before = program === 'millrace' ? await countRuns() : 0
        const { code, stderr } = await runWith(program, [work, ...args])
        expect(code).toBe(1)
        expect(stderr).toMatch(reason)
        if (program === 'millrace') expect(await countRuns()).toBe(before)
      }
    },
    TIMEOUT,
  )

  async function countRuns(): Promise<number> {
    const experiment = await client.experiments.getByName('millrace')
    return (await client.runs.search({ experimentIds: [experiment?.experimentId ?? ''] }).all()).length
  }
})

/** Tags that MLflow has no name for. */
function withoutOwn(tags: RunRecord['tags']): RunRecord['tags'] {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !key.startsWith('millrace.')))
}

function makeRepository(work: string, bare: string): void {
  mkdirSync(join(work, 'part'), { recursive: true })
  const git = (...args: string[]) => {
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], { cwd: work })
  }
  writeFileSync(join(work, 'MLproject'), MLPROJECT)
  writeFileSync(join(work, '.gitignore'), 'seen.txt\n')
  writeFileSync(join(work, 'data.csv'), 'x\n1\n')
  writeFileSync(join(work, 'script.py'), 'import sys\nprint(sys.argv)\n')
  writeFileSync(join(work, 'part/part.sh'), 'echo part $0 "$@"; test -n "$MLFLOW_RUN_ID" && echo told\n')
  git('init', '--quiet', '-b', 'main')
  git('add', '-A')
  git('commit', '-qm', 'one')
  git('tag', 'v1')
  git('branch', 'feature')
  git('clone', '--quiet', '--bare', '.', bare)
  git('remote', 'add', 'origin', 'https://git.example/demo.git')
}
