import { invalidParameter } from '@millrace/contract'
import { isRecord } from '../is-record.ts'
import type { Config } from './target.ts'

/** Reads a setting, given as text or as JSON has it; undefined for what it cannot be. */
interface Reader<T> {
  /** What it must be, for a sentence: `must be …`. */
  readonly expected: string
  read(value: unknown): T | undefined
}

export type Settings = Readonly<Record<string, Reader<unknown>>>

export type Given<S extends Settings> = {
  readonly [K in keyof S]?: S[K] extends Reader<infer T> ? T : never
}

/** Text that is not empty. */
export const text: Reader<string> = {
  expected: 'a text',
  read: (value) => (typeof value === 'string' && value !== '' ? value : undefined),
}

export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER): Reader<number> {
  const bound = most === Number.MAX_SAFE_INTEGER ? `${least} at least` : `from ${least} to ${most}`
  return {
    expected: `a whole number, ${bound}`,
    read: (value) => {
      const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value
      return typeof number === 'number' && Number.isSafeInteger(number) && number >= least && number <= most
        ? number
        : undefined
    },
  }
}

/** MLflow's own targets write them as Python does. */
const FLAGS: Readonly<Record<string, boolean>> = { true: true, True: true, false: false, False: false }

export const flag: Reader<boolean> = {
  expected: 'True or False',
  read: (value) => (typeof value === 'boolean' ? value : FLAGS[String(value)]),
}

export function oneOf<T extends string>(...words: readonly T[]): Reader<T> {
  return {
    expected: `one of ${words.join(', ')}`,
    read: (value) => words.find((word) => word === value),
  }
}

export const object: Reader<Readonly<Record<string, unknown>>> = {
  expected: 'a JSON object',
  read: (value) => {
    const given = jsonOf(value)
    return isRecord(given) ? given : undefined
  },
}

/** A JSON object of texts; numbers and booleans become texts. */
export const texts: Reader<Readonly<Record<string, string>>> = {
  expected: 'a JSON object of texts',
  read: (value) => {
    const given = jsonOf(value)
    if (!isRecord(given)) return undefined
    const entries = Object.entries(given)
    if (entries.some(([, one]) => typeof one === 'object')) return undefined
    return Object.fromEntries(entries.map(([name, one]) => [name, String(one)]))
  },
}

/** Text that is JSON as what it says; all else as it is. */
export function jsonOf(value: unknown): unknown {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

/**
 * What was given, of these settings.
 * @throws MlflowError INVALID_PARAMETER_VALUE for a setting that the target does not know, or cannot be
 */
export function readSettings<S extends Settings>(target: string, settings: S, config: Config): Given<S> {
  const given = Object.entries(config).map(([name, value]) => {
    const reader = Object.hasOwn(settings, name) ? settings[name] : undefined
    if (!reader) {
      const known = Object.keys(settings).join(', ')
      throw invalidParameter(`The target ${target} has no setting '${name}'. It has: ${known}.`)
    }
    const read = reader.read(value)
    if (read !== undefined) return [name, read]
    throw invalidParameter(`The setting '${name}' must be ${reader.expected}; '${shown(value)}' is not.`)
  })
  return Object.fromEntries(given) as Given<S>
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
