import { existsSync } from 'node:fs'
import { extname, join } from 'node:path'
import { type Env, InvalidValueError } from '@millrace/sdk'
import { shellWord } from './command.ts'
import type { EntryPoint, Project } from './project.ts'

/** What runs a script, by the ending of its name. Node runs TypeScript as it is. */
const RUNNERS: Readonly<Record<string, (env: Env) => string>> = {
  '.py': () => 'python',
  '.sh': (env) => env.SHELL ?? 'bash',
  '.R': () => 'Rscript',
  '.js': () => 'node',
  '.mjs': () => 'node',
  '.ts': () => 'node',
  '.mts': () => 'node',
}

/**
 * The entry point of that name, or the script of that name in the project's folder.
 * @throws InvalidValueError naming those that there are
 */
export function entryPointOf(project: Project, name: string, env: Env): EntryPoint {
  const told = project.entryPoints.get(name)
  if (told) return told
  const runner = Object.hasOwn(RUNNERS, extname(name)) ? RUNNERS[extname(name)] : undefined
  if (!runner) throw new InvalidValueError(unknown(project, name))
  if (!existsSync(join(project.folder, name))) {
    throw new InvalidValueError(`The project has no file ${name}, nor an entry point of that name.`)
  }
  return { name, parameters: new Map(), command: `${runner(env)} ${braced(shellWord(name))}` }
}

/** Braces of a name are no template's. */
function braced(text: string): string {
  return text.replace(/[{}]/g, '$&$&')
}

function unknown(project: Project, name: string): string {
  const known = Array.from(project.entryPoints.keys(), (one) => `'${one}'`).join(', ')
  const endings = Object.keys(RUNNERS).map((one) => `'${one}'`)
  return `Could not find ${name} among entry points [${known}] or interpret ${name} as a runnable script. Supported script file extensions: [${endings.join(', ')}]`
}
