import { nameOf } from './name-of.ts'

/** A picture that MLflow's `log_image` wrote for a key at a step. */
export interface LoggedImage {
  path: string
  key: string
  step: number
  timestamp: number
}

/** `images/KEY+step+3+timestamp+17…+UUID.png`; older clients write `%` for `+`, and `#` for the `/` of a key. */
const NAME = /^(.+)([+%])step\2(-?\d+)\2timestamp\2(\d+)\2[^+%]+\.(?:png|jpe?g|webp)$/

/** Undefined of other files, and of the smaller twin that each picture has. */
export function asLoggedImage(path: string): LoggedImage | undefined {
  const [, key, , step, timestamp] = NAME.exec(nameOf(path)) ?? []
  if (key === undefined || path.includes('compressed.')) return undefined
  return { path, key: key.replaceAll(/[~#]/g, '/'), step: Number(step), timestamp: Number(timestamp) }
}

/** The pictures of one key, by step. */
export function stepsOf(paths: readonly string[], key: string): LoggedImage[] {
  return paths
    .flatMap((path) => asLoggedImage(path) ?? [])
    .filter((image) => image.key === key)
    .sort((a, b) => a.step - b.step || a.timestamp - b.timestamp)
}

/** The keys in a folder, each with its newest picture. */
export function imagesByKey(paths: readonly string[]): LoggedImage[] {
  const keys = new Set(paths.flatMap((path) => asLoggedImage(path)?.key ?? []))
  return [...keys].sort().flatMap((key) => stepsOf(paths, key).at(-1) ?? [])
}
