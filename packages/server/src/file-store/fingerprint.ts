import { statSync } from 'node:fs'
import { join } from 'node:path'
import { isMissing, keysBelow } from './files.ts'
import { META } from './layout.ts'

/** What a file was like when it was looked at; two that are the same count as unchanged. */
export interface Stamp {
  readonly size: number
  readonly mtimeMs: number
}

/** Sums of two stay exact. */
const RANGE = 2 ** 48

/** The folders with keys that each kind of thing has beside its files. */
const PARTS = {
  experiment: { files: [META], folders: ['tags', 'datasets'] },
  run: { files: [META], folders: ['metrics', 'params', 'tags', 'inputs', 'outputs'] },
  logged_model: { files: [META], folders: ['metrics', 'params', 'tags'] },
  registered_model: { files: [META], folders: ['tags', 'aliases'] },
  model_version: { files: [META], folders: ['tags'] },
} as const

export type Watched = keyof typeof PARTS

/** A sum over the files of a thing, so that whoever changes one can say by how much it changes. */
export function fingerprintOf(kind: Watched, folder: string): { sum: number; newest: number } {
  let sum = 0
  let newest = 0
  const { files, folders } = PARTS[kind]
  const keys = [...files, ...folders.flatMap((name) => keysBelow(join(folder, name), `${name}/`))]
  for (const key of keys) {
    const stamp = stampOf(join(folder, key))
    sum = plus(sum, print(key, stamp))
    newest = Math.max(newest, stamp?.mtimeMs ?? 0)
  }
  return { sum, newest }
}

export function stampOf(path: string): Stamp | undefined {
  try {
    return statSync(path)
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/** By how much a file's change changes the sum. */
export function difference(key: string, before: Stamp | undefined, after: Stamp | undefined): number {
  return plus(print(key, after), RANGE - print(key, before))
}

export function plus(a: number, b: number): number {
  return (a + b) % RANGE
}

function print(key: string, stamp: Stamp | undefined): number {
  if (stamp === undefined) return 0
  const text = `${key}\n${stamp.size}\n${stamp.mtimeMs}`
  let high = 0xdeadbeef
  let low = 0x41c6ce57
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    high = Math.imul(high ^ code, 2654435761)
    low = Math.imul(low ^ code, 1597334677)
  }
  return ((high >>> 16) * 2 ** 32 + (low >>> 0)) % RANGE
}
