import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, type RunRecord } from '@millrace/sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { endOf } from '../helpers/end-of.ts'
import { describeWith } from '../helpers/programs.ts'
import { REPOSITORY } from '../helpers/repository.ts'
import { scratch } from '../helpers/scratch.ts'
import { type RunningServer, startServer } from '../helpers/server.ts'

const MAIN = join(REPOSITORY, 'packages/cli/src/main.ts')
const TIMEOUT = 120_000

describeWith(['bash'], 'millrace run', () => {
  const folder = scratch('run-command')
  let server: RunningServer
  let client: Client
  let env: NodeJS.ProcessEnv
  let count = 0

  beforeAll(async () => {
    server = await startServer({ database: folder.file('m.db'), artifacts: folder.file('artifacts') })
    client = new Client({ trackingUri: server.url })
    const own = { MLFLOW_TRACKING_URI: server.url, MLFLOW_ENV_ROOT: folder.file('envs'), SHELL: undefined }
    env = { ...process.env, ...own }
  }, TIMEOUT)

  afterAll(async () => {
    await server?.stop()
    folder.remove()
  })

  function project(script: string): string {
    const place = folder.file(`project-${count++}`)
    mkdirSync(place)
    writeFileSync(join(place, 'main.sh'), script)
    return place
  }

  function newFolder(): string {
    const place = folder.file(`tmp-${count++}`)
    mkdirSync(place)
    return place
  }

  function run(script: string, ...args: string[]) {
    const all = [MAIN, 'run', project(script), '-e', 'main.sh', ...args]
    return endOf(process.execPath, all, { cwd: folder.file(''), env })
  }

  async function latest(): Promise<RunRecord> {
    const [found] = await client.runs.search({ experimentIds: ['0'] }).all(1)
    return found as RunRecord
  }

  test(
    'the outputs and the exit code are those of the program',
    async () => {
      const good = await run('echo out; echo err >&2', '-P', "x=it's")
      expect(good).toMatchObject({ code: 0, stdout: 'out\n' })
      expect(good.stderr).toContain("Running command 'bash main.sh --x 'it'\"'\"'s''")
      expect(good.stderr).toContain('\nerr\n')
      const bad = await run('exit 42')
      expect(bad.code).toBe(42)
      expect(bad.stderr).toMatch(/=== Run \(ID '[0-9a-f]{32}'\) failed ===/)
      expect((await latest()).status).toBe('failed')
      const asJson = await run('echo out; exit 42', '--json')
      expect(asJson).toMatchObject({ code: 42, stderr: expect.stringContaining('\nout\n') })
      const { runId } = await latest()
      expect(JSON.parse(asJson.stdout)).toEqual({ run_id: runId, status: 'FAILED', exit_code: 42 })
    },
    TIMEOUT,
  )

  test(
    'Ctrl-C ends the program with its children; the run is killed',
    async () => {
      const pids = folder.file('pids')
      const child = start(`sleep 600 & echo $! > ${pids}; echo $$ >> ${pids}; wait`)
      await until(() => existsSync(pids) && readFileSync(pids, 'utf8').split('\n').length === 3)
      child.kill('SIGINT')
      const [code] = await once(child, 'exit')
      expect(code).toBe(130)
      for (const pid of readFileSync(pids, 'utf8').trim().split('\n')) {
        await until(() => !existsSync(`/proc/${pid}`) || isZombie(pid))
      }
      expect((await latest()).status).toBe('killed')
    },
    TIMEOUT,
  )

  test(
    'a run goes on to its end when nobody reads its output any more',
    async () => {
      const args = [
        process.execPath,
        MAIN,
        'run',
        project('seq 1 200000; sleep 1; seq 1 3; exit 3'),
        '-e',
        'main.sh',
      ]
      const temporary = newFolder()
      const ended = await endOf('bash', ['-c', '"$@" | head -1; exit $PIPESTATUS', 'bash', ...args], {
        cwd: folder.file(''),
        env: { ...env, TMPDIR: temporary },
      })
      expect(ended).toMatchObject({ code: 3, stdout: '1\n' })
      const record = await latest()
      expect(record.status).toBe('failed')
      const text = await (await client.artifacts.read(record, 'logs/stdout.log')).text()
      expect(text.endsWith('\n200000\n1\n2\n3\n')).toBe(true)
      expect(readdirSync(temporary)).toEqual([])
    },
    TIMEOUT,
  )

  test(
    'a closed terminal ends the program too; a second signal does not wait for it',
    async () => {
      const pid = folder.file('stubborn')
      const child = start(`trap "" TERM; echo $$ > ${pid}; while :; do sleep 0.1; done`)
      await until(() => existsSync(pid) && readFileSync(pid, 'utf8') !== '')
      const ended = once(child, 'exit')
      child.kill('SIGHUP')
      await sleep(1000)
      expect(child.exitCode).toBe(null)
      const asked = performance.now()
      child.kill('SIGINT')
      expect(await ended).toEqual([130, null])
      expect(performance.now() - asked).toBeLessThan(8000)
      expect((await latest()).status).toBe('killed')
      expect(isZombie(readFileSync(pid, 'utf8').trim())).toBe(true)
    },
    TIMEOUT,
  )

  test.each([
    ['run', () => ['git@host:x.git']],
    ['a grid', () => ['git@host:x.git', '--grid', 'a=1,2']],
    ['a run again', async () => ['--reproduce', await lostRun()]],
  ])(
    'a signal while the project is fetched leaves no run, no folder and no child: %s',
    async (_, args) => {
      const given = await args()
      const mark = folder.file(`fetching-${count++}`)
      const ssh = folder.file('ssh')
      writeFileSync(ssh, `#!/bin/sh\necho $$ > ${mark}\nsleep 600\n`, { mode: 0o755 })
      const temporary = newFolder()
      const before = await latest()
      const child = spawn(process.execPath, [MAIN, 'run', ...given], {
        cwd: folder.file(''),
        env: { ...env, TMPDIR: temporary, GIT_SSH_COMMAND: ssh, GIT_SSH_VARIANT: 'simple' },
        stdio: 'ignore',
      })
      await until(() => existsSync(mark) && readFileSync(mark, 'utf8') !== '')
      expect(readdirSync(temporary)).toHaveLength(1)
      child.kill('SIGTERM')
      expect(await once(child, 'exit')).toEqual([130, null])
      expect(readdirSync(temporary)).toEqual([])
      expect(isZombie(readFileSync(mark, 'utf8').trim())).toBe(true)
      expect((await latest()).runId).toBe(before.runId)
    },
    TIMEOUT,
  )

  /** Of a repository that is far away. */
  async function lostRun(): Promise<string> {
    const tags = {
      ...{ 'mlflow.source.type': 'PROJECT', 'mlflow.source.name': 'git@host:x.git' },
      'mlflow.source.git.commit': '0123456789012345678901234567890123456789',
    }
    return (await client.runs.create({ experimentId: '0', tags })).runId
  }

  test(
    'a signal while its environment is made kills the run, and leaves no half of it',
    async () => {
      const place = project('true')
      const pid = folder.file('installing')
      const bin = newFolder()
      writeFileSync(join(bin, 'npm'), `#!/bin/sh\necho $$ > ${pid}\nsleep 600\n`, { mode: 0o755 })
      for (const name of ['package.json', 'package-lock.json']) writeFileSync(join(place, name), '{}')
      const envs = newFolder()
      const child = spawn(process.execPath, [MAIN, 'run', place, '-e', 'main.sh'], {
        cwd: folder.file(''),
        env: { ...env, MLFLOW_ENV_ROOT: envs, PATH: `${bin}:${process.env.PATH}` },
        stdio: 'ignore',
      })
      await until(() => existsSync(pid) && readFileSync(pid, 'utf8') !== '')
      child.kill('SIGINT')
      expect(await once(child, 'exit')).toEqual([130, null])
      expect((await latest()).status).toBe('killed')
      expect(isZombie(readFileSync(pid, 'utf8').trim())).toBe(true)
      expect(readdirSync(envs)).toEqual([])
    },
    TIMEOUT,
  )

  test.each([
    [['-P', 'who'], 2, "Invalid format for -P parameter: 'who'. Use -P name=value."],
    [['-P', 'a=1', '-P', 'a=2'], 2, "Repeated parameter: 'a'"],
    [['-c', '{"a":'], 2, 'Invalid backend config JSON'],
    [['-c', '[]'], 1, 'no such file'],
    [['--env-manager', 'venv'], 2, 'Allowed choices are local, virtualenv, uv, conda, node'],
    [['--env-manager', 'conda'], 1, 'names no conda_env'],
    [['-b', 'nope'], 1, "There is no backend 'nope'"],
    [['-v', 'v1'], 1, 'Setting a version is only supported for Git project URIs'],
  ])(
    '%j is refused',
    async (args, code, reason) => {
      const ended = await run('true', ...args)
      expect(ended.stderr).toContain(reason)
      expect(ended.code).toBe(code)
    },
    TIMEOUT,
  )

  test(
    'a server that is away is told',
    async () => {
      const all = [MAIN, 'run', project('true'), '-e', 'main.sh']
      const away = { ...env, MLFLOW_TRACKING_URI: 'http://127.0.0.1:9', MLFLOW_HTTP_REQUEST_MAX_RETRIES: '0' }
      const ended = await endOf(process.execPath, all, { cwd: folder.file(''), env: away })
      expect(ended.code).toBe(1)
      expect(ended.stderr).toContain('Is MLFLOW_TRACKING_URI right')
    },
    TIMEOUT,
  )

  function start(script: string): ChildProcess {
    const all = [MAIN, 'run', project(script), '-e', 'main.sh']
    return spawn(process.execPath, all, { cwd: folder.file(''), env, stdio: 'ignore' })
  }
})

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(50)
}

function isZombie(pid: string): boolean {
  try {
    return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return true
  }
}
