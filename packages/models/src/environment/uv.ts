import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findProgram } from './find-program.ts'
import { madeOnce } from './made-once.ts'
import { type ProgramOptions, runProgram } from './run-program.ts'

interface UvOptions extends ProgramOptions {
  readonly onProgress: (line: string) => void
  /** Whether it may be fetched where it is not in the PATH. */
  readonly fetchUv?: boolean
}

/** A program of uv, and the variables that it is to have. */
export interface Uv {
  readonly program: string
  readonly env: NodeJS.ProcessEnv
}

/** Of the major version that this was tried with. */
const REQUIREMENT = 'uv>=0.5,<1'

/** Where there is no network nobody should wait long for it. */
const INSTALL = [
  '-m',
  'pip',
  'install',
  '--quiet',
  '--no-deps',
  '--retries=1',
  '--timeout=15',
  '--disable-pip-version-check',
]

/**
 * uv: the one of the PATH, else one that is fetched once, as a package of Python's, and kept with the environments.
 * @param root where environments are kept
 * @param python what fetches it
 * @returns undefined where there is none: environments are made without it then
 */
export async function uvProgram(
  root: string,
  python: () => string,
  options: UvOptions,
): Promise<Uv | undefined> {
  const { env, fetchUv, signal, onProgress } = options
  const found = findProgram('uv', env)
  if (found !== undefined) return { program: found, env }
  if (!fetchUv) return undefined
  const place = join(root, 'uv')
  try {
    const folder = await madeOnce(
      place,
      async (fresh) => {
        onProgress(`uv is not in the PATH: it is fetched, once, into ${place}`)
        await runProgram(python(), [...INSTALL, '--target', fresh, REQUIREMENT], { env, signal })
      },
      signal,
    )
    const program = join(folder, 'bin', process.platform === 'win32' ? 'uv.exe' : 'uv')
    if (existsSync(program)) return { program, env: withPipSettings(env) }
    throw new Error('the package holds no program')
  } catch (error) {
    signal?.throwIfAborted()
    const [reason] = (error as Error).message.split('\n').slice(-1)
    onProgress(`uv cannot be fetched; venv and pip make the environment, which takes longer. ${reason}`)
    return undefined
  }
}

/** Who has no uv has set up pip at most: where that finds packages, uv does too. */
function withPipSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    UV_DEFAULT_INDEX: env.UV_INDEX_URL ?? env.PIP_INDEX_URL,
    UV_FIND_LINKS: env.PIP_FIND_LINKS?.replaceAll(' ', ','),
    SSL_CERT_FILE: env.PIP_CERT,
    ...env,
  }
}
