import { spawn } from 'node:child_process'
import { invalidParameter } from '@millrace/contract'
import { findProgram } from './find-program.ts'

const CHOICE = 'MILLRACE_CONTAINER_ENGINE'

/**
 * The program for containers: the one that `MILLRACE_CONTAINER_ENGINE` names, else the first of docker and podman that works here.
 * @param others programs that would do too, after those
 * @throws MlflowError INVALID_PARAMETER_VALUE with what to install or start
 */
export async function containerEngine(
  env: NodeJS.ProcessEnv,
  others: readonly string[] = [],
): Promise<string> {
  const names = chosen(env, ['docker', 'podman', ...others])
  const there = names.filter((name) => findProgram(name, env))
  if (there.length === 0) throw invalidParameter(`${listed(names)} in the PATH. ${INSTALL}`)
  const complaints: string[] = []
  for (const name of there) {
    const complaint = await complaintOf(name, env)
    if (complaint === undefined) return name
    complaints.push(`${name} says: ${complaint}`)
  }
  throw invalidParameter(
    `${there.join(' and ')} cannot be used here. ${complaints.join(' ')} Start its service, or set DOCKER_HOST to one that runs.`,
  )
}

const INSTALL =
  'Install Docker (docker.io in Debian, or Docker Desktop) or Podman: what runs in a container, or becomes an image, needs one of them.'

function chosen(
  { [CHOICE]: choice = 'auto' }: NodeJS.ProcessEnv,
  names: readonly string[],
): readonly string[] {
  if (choice === '' || choice === 'auto') return names
  if (names.includes(choice)) return [choice]
  throw invalidParameter(`${CHOICE} is '${choice}'; it may be auto, ${names.join(', ')}.`)
}

function listed(names: readonly string[]): string {
  return names.length === 1 ? `There is no ${names[0]}` : `Neither ${names.join(' nor ')} is`
}

/** Why it does not work; undefined where it does. */
function complaintOf(program: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn(program, ['info'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    const said = { stdout: '', stderr: '' }
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (text: string) => {
        said[stream] += text
      })
    }
    child.once('error', ({ message }) => resolve(message))
    child.once('close', (code) => {
      resolve(code === 0 ? undefined : lastLine(said.stderr) || lastLine(said.stdout) || `exit code ${code}`)
    })
  })
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? ''
}
