import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { ExitError } from './exit-error.ts'

type Env = Record<string, string | undefined>

const OPTION = '--env-file'

/** `${NAME}`, and `${NAME:-otherwise}`. */
const REFERENCE = /\$\{([^}:]*)(?::-([^}]*))?\}/g

/**
 * Does what `--env-file FILE` asks before a command: sets the variables of the file that are not set yet, and says so, as
 * `mlflow` does.
 * @returns the words without it
 * @throws ExitError where there is no such file
 */
export function takeEnvFile(words: readonly string[], env: Env = process.env): string[] {
  const rest = [...words]
  let file: string | undefined
  for (let at = 0; rest[at]?.startsWith('-'); ) {
    const [option, ...value] = (rest[at] as string).split('=')
    if (option !== OPTION) at++
    else {
      const [, next] = rest.splice(at, value.length > 0 ? 1 : 2)
      file = value.length > 0 ? value.join('=') : next
      if (file === undefined) throw new ExitError(`Option '${OPTION}' requires an argument.`, 2)
    }
  }
  if (file === undefined) return rest
  loadEnvFile(file, env)
  // Who asks for JSON reads nothing else from there.
  const say = rest.includes('--json') ? console.error : console.log
  say(`Loaded environment variables from: ${file}`)
  return rest
}

function loadEnvFile(file: string, env: Env): void {
  const found = parseEnv(textOf(file))
  // Node looks for this option too, wherever it stands, and has set what it found; but it fills nothing in.
  const isSet = (name: string) => env[name] !== undefined && env[name] !== found[name]
  const filled = (text: string, within: readonly string[]): string =>
    text.replace(REFERENCE, (_, name: string, otherwise = '') => read(name, within) ?? otherwise)
  // In the order of their names, not of the file: what one refers to may come after it.
  const read = (name: string, within: readonly string[]): string | undefined => {
    const text = found[name]
    if (text === undefined || isSet(name)) return env[name]
    return within.includes(name) ? undefined : filled(text, [...within, name])
  }
  const values = Object.keys(found).map((name) => [name, read(name, [])] as const)
  for (const [name, value] of values) env[name] = value
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    throw new ExitError(`Invalid value for '${OPTION}': Environment file '${file}' does not exist.`, 2)
  }
}
