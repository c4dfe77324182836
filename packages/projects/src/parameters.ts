import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { InvalidValueError } from '@millrace/sdk'
import type { EntryPoint, Parameter } from './project.ts'

/** What an entry point runs with. */
export interface Resolved {
  /** Those that the entry point names, in its order; paths and remote files as this machine has them. */
  readonly declared: ReadonlyMap<string, string>
  /** The same as they were given, or are by default: what a run is known by. */
  readonly raw: ReadonlyMap<string, string>
  /** The others that were given. */
  readonly extra: ReadonlyMap<string, string>
  /** Where those of type `path` are that were on this machine already. */
  readonly paths: ReadonlyMap<string, string>
}

/** Turns a value that is somewhere else into a path of this machine. */
export type Download = (uri: string) => Promise<string>

/**
 * The values of an entry point: those given, else its defaults.
 * @param places where parameters of type `path` are, whatever their values; the others are below the current directory
 * @throws InvalidValueError for one that is missing or cannot be used
 */
export async function resolveParameters(
  entryPoint: EntryPoint,
  given: Readonly<Record<string, string>>,
  download: Download,
  places: ReadonlyMap<string, string> = new Map(),
): Promise<Resolved> {
  assertNoneMissing(entryPoint, given)
  const declared = new Map<string, string>()
  const raw = new Map<string, string>()
  const paths = new Map<string, string>()
  for (const one of entryPoint.parameters.values()) {
    const isGiven = Object.hasOwn(given, one.name)
    const value = (isGiven ? given[one.name] : one.default) ?? ''
    raw.set(one.name, value)
    // Of a default the file is at fault.
    const fault = (reason: string) =>
      new InvalidValueError(isGiven || !one.where ? reason : `${one.where()}: ${reason}`)
    const resolved = await resolvedValue(one, places.get(one.name) ?? value, download, fault)
    declared.set(one.name, resolved)
    if (one.type === 'path' && !isRemote(value)) paths.set(one.name, resolved)
  }
  const extra = Object.entries(given).filter(([name]) => !entryPoint.parameters.has(name))
  return { declared, raw, extra: new Map(extra), paths }
}

/** @throws InvalidValueError naming the parameters that have neither a value nor a default */
export function assertNoneMissing({ parameters }: EntryPoint, given: Readonly<Record<string, string>>): void {
  const missing = Array.from(parameters.values()).filter(
    (one) => one.default === undefined && !Object.hasOwn(given, one.name),
  )
  if (missing.length === 0) return
  const names = missing.map(({ name }) => `'${name}'`).join(', ')
  throw new InvalidValueError(`No value given for missing parameters: ${names}`)
}

type Fault = (reason: string) => Error

async function resolvedValue(
  { name, type }: Parameter,
  value: string,
  download: Download,
  fault: Fault,
): Promise<string> {
  if (type === 'path') return localPath(name, value, download, fault)
  if (type === 'uri' && !isUri(value)) {
    throw fault(`Expected URI for parameter ${name} but got ${value}`)
  }
  if (type === 'float' && !FLOAT.test(value.trim())) {
    throw fault(`Expected a number for parameter ${name} but got '${value}'`)
  }
  return value
}

/** What Python's `float` takes. */
const FLOAT =
  /^[+-]?(?:(?:\d+(?:_\d+)*)?\.?\d+(?:_\d+)*(?:e[+-]?\d+)?|\d+(?:_\d+)*\.(?:e[+-]?\d+)?|inf(?:inity)?|nan)$/i

async function localPath(name: string, value: string, download: Download, fault: Fault): Promise<string> {
  if (isRemote(value)) return download(value)
  const path = resolve(value.replace(/^file:(?:\/\/)?/i, ''))
  if (existsSync(path)) return path
  throw fault(`Got value ${value} for parameter ${name}, but no such file or directory was found.`)
}

function isRemote(value: string): boolean {
  return isUri(value) && !/^file:/i.test(value)
}

function isUri(value: string): boolean {
  return /^[a-z][a-z\d+.-]*:/i.test(value)
}
