import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { text as textOf } from 'node:stream/consumers'
import { type Env, InvalidValueError } from '@millrace/sdk'

/** The last lines are those that say why. */
const SHOWN_LINES = 6

/**
 * By these git is led to a repository that is not the folder's: hooks and `git rebase --exec` set them. They are those of
 * `git rev-parse --local-env-vars`, without the ones that hold settings, which stay as git itself lets them for submodules.
 */
const OF_ANOTHER_REPOSITORY: ReadonlySet<string> = new Set([
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_COMMON_DIR',
  'GIT_CONFIG',
  'GIT_DIR',
  'GIT_GRAFT_FILE',
  'GIT_IMPLICIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_INTERNAL_SUPER_PREFIX',
  'GIT_NAMESPACE',
  'GIT_NO_REPLACE_OBJECTS',
  'GIT_OBJECT_DIRECTORY',
  'GIT_PREFIX',
  'GIT_REPLACE_REF_BASE',
  'GIT_SHALLOW_FILE',
  'GIT_WORK_TREE',
])

export interface GitSetting {
  readonly cwd: string
  readonly env: Env
  /** Instead of the repository's own index. */
  readonly index?: string
  /** What it reads from its standard input; nothing if not given. */
  readonly input?: string
  /** Ends it, with all that it started. */
  readonly signal?: AbortSignal
}

/**
 * Runs git, and answers what it writes.
 * @param args an array: nothing in them reaches a shell
 * @throws InvalidValueError with git's own words, or saying that there is no git
 */
export async function git(args: readonly string[], setting: GitSetting): Promise<string> {
  const { signal } = setting
  signal?.throwIfAborted()
  const child = start(args, setting)
  const end = () => endAll(child)
  signal?.addEventListener('abort', end)
  try {
    const [stdout, stderr, [code]] = await Promise.all([
      textOf(child.stdout),
      textOf(child.stderr),
      once(child, 'close'),
    ])
    if (code === 0) return stdout.trimEnd()
    throw new Error(stderr.trim().split('\n').slice(-SHOWN_LINES).join('\n') || `git ended with ${code}`)
  } catch (error) {
    signal?.throwIfAborted()
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw new InvalidValueError('There is no git in the PATH: install git.')
    throw new InvalidValueError(message, { cause: error })
  } finally {
    signal?.removeEventListener('abort', end)
  }
}

/** Who sits at a terminal may be asked for a password there, which a group of its own could not; its Ctrl-C reaches all of us. */
const HAS_TERMINAL = process.stdin.isTTY === true

function start(args: readonly string[], setting: GitSetting) {
  const child = spawn('git', args, {
    cwd: setting.cwd,
    env: environmentOf(setting),
    stdio: 'pipe',
    detached: !HAS_TERMINAL,
  })
  // Where git ends before it has read all, its exit code tells why.
  child.stdin.on('error', () => {})
  child.stdin.end(setting.input)
  return child
}

function endAll(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  if (HAS_TERMINAL) child.kill()
  else process.kill(-child.pid)
}

/** The same where a no is an answer: undefined for it. */
export async function askGit(args: readonly string[], setting: GitSetting): Promise<string | undefined> {
  return git(args, setting).catch(() => undefined)
}

function environmentOf({ env, index }: GitSetting): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !OF_ANOTHER_REPOSITORY.has(name))
  return { ...Object.fromEntries(kept), ...(index !== undefined && { GIT_INDEX_FILE: index }) }
}

/** Tags are shown to everyone. The user of ssh is no secret, and no one gets in without it. */
export function withoutCredentials(url: string): string {
  return url
    .replace(/^((?:git\+)?ssh:\/\/[^/:@]*):[^/]*@/i, '$1@')
    .replace(/^(?!(?:git\+)?ssh:)([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, '$1')
}
