import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { type Env, InvalidValueError } from '@millrace/sdk'
import { type Command, shellWord } from '../command.ts'
import { checkEnvironment } from '../environments/prepare.ts'
import type { Backend, CheckRequest, LaunchRequest, RunEnd } from './backend.ts'
import { environmentOf } from './environment-of.ts'
import { followFiles } from './followed-files.ts'
import { PolledRun, type Standing } from './polled-run.ts'
import { needPrograms, outputOf, runProgram } from './programs.ts'
import { readSettings, seconds, text } from './settings.ts'

/** What `--backend-config` may say. */
const SETTINGS = {
  /** Of sbatch, by their long names: `{"partition": "gpu", "time": "1:00:00", "exclusive": true}`. */
  options: {
    words: 'an object of options of sbatch, each a text, a number or true',
    is: (value: unknown): value is Options =>
      typeof value === 'object' &&
      value !== null &&
      Object.values(value).every((one) => one === true || typeof one === 'string' || typeof one === 'number'),
  },
  /** A script that has `{command}` where the project's command belongs. */
  'script-template-path': text,
  /** Where scripts and outputs are put; nodes must see it too. `~/.millrace/slurm` if not given. */
  folder: text,
  'poll-seconds': seconds,
}

type Options = Readonly<Record<string, string | number | true>>

/** What is said here already, or would make of the job something that can't be followed. */
const OWN_OPTIONS = [
  'array',
  'chdir',
  'clusters',
  'error',
  'export',
  'output',
  'parsable',
  'test-only',
  'wait',
  'wrap',
]

const PLACE = '{command}'
const TEMPLATE = `#!/bin/bash\n${PLACE}\n`
const POLL_SECONDS = 2

/** Slurm's words for what is not over. All that is not here or in `ENDED` is taken for running. */
const WAITING = new Set([
  'PENDING',
  'CONFIGURING',
  'REQUEUED',
  'REQUEUE_FED',
  'REQUEUE_HOLD',
  'RESV_DEL_HOLD',
])

const ENDED: Readonly<Record<string, RunEnd['status']>> = {
  COMPLETED: 'finished',
  CANCELLED: 'killed',
  FAILED: 'failed',
  TIMEOUT: 'failed',
  DEADLINE: 'failed',
  OUT_OF_MEMORY: 'failed',
  NODE_FAIL: 'failed',
  BOOT_FAIL: 'failed',
  LAUNCH_FAILED: 'failed',
  PREEMPTED: 'failed',
  REVOKED: 'failed',
  SPECIAL_EXIT: 'failed',
}

/** A batch job of Slurm. The project's folder, and its environment, must be where the nodes see them too. */
export const backend: Backend = {
  name: 'slurm',

  async check(request: CheckRequest) {
    const { project, config, env } = request
    needPrograms(
      ['sbatch', 'squeue', 'scancel'],
      env,
      "Install Slurm's commands (slurm-client in Debian, slurm in Fedora) where the project is started, and its slurm.conf.",
    )
    const settings = readSettings('slurm', config, SETTINGS)
    optionArguments(settings.options ?? {})
    await readTemplate(settings['script-template-path'])
    if (project.environment.kind === 'docker') {
      throw new InvalidValueError(
        'The backend slurm runs no docker_env: ask for an environment of another kind, or start the container in the command.',
      )
    }
    await checkEnvironment(request)
  },

  async launch(request) {
    const { env, signal, report } = request
    const settings = readSettings('slurm', request.config, SETTINGS)
    const template = await readTemplate(settings['script-template-path'])
    const environment = await environmentOf(request)
    signal.throwIfAborted()
    const files = await jobFiles(settings.folder, request.run.runId)
    await writeFile(files.script, filled(template, request.command))
    const variables = { ...env, ...environment.variables, ...request.variables }
    const id = await submit(request, files, optionArguments(settings.options ?? {}), variables)
    report(`Slurm has taken it as job ${id}; its outputs are in ${files.folder}.`)
    const job = slurmJob(id, files, request, settings['poll-seconds'] ?? POLL_SECONDS)
    if (signal.aborted) await job.stop()
    return new PolledRun(job)
  },
}

function optionArguments(options: Options): string[] {
  for (const name of Object.keys(options)) {
    if (!/^[a-z][a-z0-9-]*$/.test(name)) {
      throw new InvalidValueError(`'${name}' is no long option of sbatch: write it as 'partition'.`)
    }
    if (OWN_OPTIONS.includes(name)) {
      throw new InvalidValueError(`The option '${name}' of sbatch cannot be set: the backend slurm needs it.`)
    }
  }
  return Object.entries(options).map(([name, value]) => (value === true ? `--${name}` : `--${name}=${value}`))
}

async function readTemplate(path: string | undefined): Promise<string> {
  if (path === undefined) return TEMPLATE
  const template = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new InvalidValueError(`The script template ${path} cannot be read: ${error.message}`)
  })
  if (template.startsWith('#!') && template.includes(PLACE)) return template
  throw new InvalidValueError(
    `The script template ${path} must begin with '#!' and have ${PLACE} where the project's command belongs.`,
  )
}

/** Values reach the script as its arguments, so that only the author's words are a script. */
function filled(template: string, command: Command): string {
  return template.replaceAll(PLACE, () => `bash -c ${shellWord(command.script)} bash "$@"`)
}

interface JobFiles {
  readonly folder: string
  readonly script: string
  readonly stdout: string
  readonly stderr: string
}

async function jobFiles(folder: string | undefined, runId: string): Promise<JobFiles> {
  const parent = folder ?? join(homedir(), '.millrace', 'slurm')
  await mkdir(parent, { recursive: true })
  const own = await mkdtemp(join(parent, `${runId}-`))
  return {
    folder: own,
    script: join(own, 'job.sh'),
    stdout: join(own, 'stdout.txt'),
    stderr: join(own, 'stderr.txt'),
  }
}

async function submit(
  { project, run, command }: LaunchRequest,
  files: JobFiles,
  options: readonly string[],
  env: Env,
): Promise<string> {
  const args = [
    '--parsable',
    `--job-name=${run.name || run.runId}`,
    // A node that fails gives the job back to the queue, and the run would begin again with what it had logged.
    '--no-requeue',
    ...options,
    `--chdir=${project.folder}`,
    `--output=${escaped(files.stdout)}`,
    `--error=${escaped(files.stderr)}`,
    '--export=ALL',
    files.script,
    ...command.values,
  ]
  const answer = await outputOf('sbatch', args, { env })
  const id = /^\d+/.exec(answer.trim())?.[0]
  if (id) return id
  throw new InvalidValueError(`sbatch gave no job's number but: ${answer.trim()}`)
}

/** sbatch takes a per cent sign in a file's name for a pattern. */
function escaped(path: string): string {
  return path.replaceAll('%', '%%')
}

function slurmJob(id: string, files: JobFiles, { env, report }: LaunchRequest, everySeconds: number) {
  const everyMs = everySeconds * 1000
  let told = ''
  return {
    id,
    everyMs,
    async look(): Promise<Standing> {
      const { state, reason, exit } = await stateOf(id, env)
      if (WAITING.has(state) && reason !== told && reason !== 'None') {
        told = reason
        report(`Slurm's job ${id} waits: ${reason}`)
      }
      return standing(state, reason, exit)
    },
    async stop() {
      // It says the same of a job that is over and of one that it cannot reach: looking at it will tell.
      await runProgram('scancel', [id], { env })
    },
    output: (over: Promise<unknown>) =>
      followFiles({ stdout: files.stdout, stderr: files.stderr }, over, Math.min(everyMs, 500)),
  }
}

interface SlurmState {
  readonly state: string
  readonly reason: string
  /** As the program's parent was told it: the code in the high byte, a signal in the low one. */
  readonly exit: number | undefined
}

async function stateOf(id: string, env: Env): Promise<SlurmState> {
  const columns = 'State:40,Reason:120,exit_code:12'
  const args = ['--noheader', '--states=all', `--jobs=${id}`, `--Format=${columns}`]
  const { exitCode, stdout, stderr } = await runProgram('squeue', args, { env })
  const row = stdout.split('\n')[0] ?? ''
  if (exitCode === 0 && row.trim() !== '') {
    return {
      state: row.slice(0, 40).trim(),
      reason: row.slice(40, 160).trim(),
      exit: Number(row.slice(160).trim()),
    }
  }
  if (exitCode === 0 || stderr.includes('Invalid job id')) return recordedState(id, env)
  throw new InvalidValueError(`squeue failed: ${stderr.trim()}`)
}

const FORGOTTEN = 'Slurm no longer knows the job and keeps no accounts, so how it ended is not known.'

/** Of a job that the controller has forgotten, as it does some minutes after its end. */
async function recordedState(id: string, env: Env): Promise<SlurmState> {
  const args = [
    '--noheader',
    '--parsable2',
    '--allocations',
    `--jobs=${id}`,
    '--format=State,Reason,ExitCode',
  ]
  const { exitCode, stdout } = await runProgram('sacct', args, { env }).catch(() => ({
    exitCode: 1,
    stdout: '',
  }))
  const [state = '', reason = '', exit = ''] = (stdout.split('\n')[0] ?? '').split('|')
  const [code = 0, signal = 0] = exit.split(':').map(Number)
  // "CANCELLED by 1000"
  const word = state.split(' ')[0] ?? ''
  if (exitCode === 0 && word !== '') return { state: word, reason, exit: code * 256 + signal }
  return {
    state: 'FAILED',
    reason: FORGOTTEN,
    exit: undefined,
  }
}

function standing(state: string, reason: string, exit: number | undefined): Standing {
  const status = ENDED[state]
  if (status === undefined) return WAITING.has(state) ? 'scheduled' : 'running'
  if (status === 'finished') return { status, exitCode: 0 }
  if (reason === FORGOTTEN) return { status, exitCode: undefined, reason }
  const exitCode = exit ? exit >> 8 : undefined
  if (exitCode) return { status, exitCode }
  const signal = exit ? ` by signal ${exit & 0x7f}` : ''
  return {
    status,
    exitCode: undefined,
    reason: `Slurm says ${state}${signal}${reason && reason !== 'None' ? ` (${reason})` : ''}.`,
  }
}
