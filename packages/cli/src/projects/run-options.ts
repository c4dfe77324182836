import { readFile } from 'node:fs/promises'
import type { EnvManager, RunProjectOptions } from '@millrace/projects'
import { ExitError } from '../exit-error.ts'
import { shownOutput } from './shown-output.ts'

/** What `millrace run` takes. */
export interface RunFlags {
  readonly entryPoint: string
  readonly version?: string
  readonly paramList?: readonly string[]
  readonly dockerArgs?: readonly string[]
  readonly experimentName?: string
  readonly experimentId?: string
  readonly backend?: string
  readonly backendConfig?: string
  readonly envManager?: EnvManager
  readonly storageDir?: string
  readonly runId?: string
  readonly runName?: string
  readonly buildImage?: boolean
  readonly skipImageBuild?: boolean
  readonly trackingUri?: string
  readonly grid?: readonly string[]
  readonly jobs: number
  readonly resume?: string
  readonly cache?: boolean
  readonly reproduce?: string
  readonly tolerance: number
  readonly metrics?: string
  readonly json?: boolean
}

/**
 * What a project is run with.
 * @throws ExitError 2 for what is written wrongly
 */
export async function optionsOf(uri: string, flags: RunFlags): Promise<RunProjectOptions> {
  const { paramList = [], dockerArgs = [], backendConfig, buildImage = false, skipImageBuild = false } = flags
  const { entryPoint, version, experimentName, experimentId, runId, runName, backend, envManager } = flags
  const { storageDir, trackingUri, cache = false } = flags
  return {
    uri,
    ...{ entryPoint, version, experimentName, experimentId, runId, runName, backend, envManager },
    ...{ storageDir, trackingUri, cache },
    parameters: pairs(paramList, '-P'),
    backendConfig: backendConfig === undefined ? {} : await readConfig(backendConfig),
    docker: { args: dockerOptions(dockerArgs), buildImage, skipImageBuild },
    onOutput: shownOutput(flags.json),
    report: (line) => console.error(line),
  }
}

function pairs(texts: readonly string[], flag: string): Record<string, string> {
  const given: Record<string, string> = {}
  for (const text of texts) {
    const at = text.indexOf('=')
    if (at < 0) {
      throw new ExitError(`Invalid format for ${flag} parameter: '${text}'. Use ${flag} name=value.`, 2)
    }
    set(given, text.slice(0, at), text.slice(at + 1))
  }
  return given
}

function dockerOptions(texts: readonly string[]): Record<string, string | true> {
  const given: Record<string, string | true> = {}
  for (const text of texts) {
    const at = text.indexOf('=')
    if (at < 0) set(given, text, true)
    else set(given, text.slice(0, at), text.slice(at + 1))
  }
  return given
}

function set<Value>(given: Record<string, Value>, name: string, value: Value): void {
  if (Object.hasOwn(given, name)) throw new ExitError(`Repeated parameter: '${name}'`, 2)
  given[name] = value
}

/** JSON, or the name of a file of it. */
async function readConfig(given: string): Promise<Record<string, unknown>> {
  const text = given.trimStart().startsWith('{') ? given : await readFile(given, 'utf8')
  try {
    const config: unknown = JSON.parse(text)
    if (typeof config === 'object' && config !== null && !Array.isArray(config)) return { ...config }
  } catch (error) {
    throw new ExitError(`Invalid backend config JSON. Parse error: ${(error as Error).message}`, 2)
  }
  throw new ExitError('The backend config must be a JSON object.', 2)
}
