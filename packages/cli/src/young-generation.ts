import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'

/** Bytes; left to itself V8 takes 134 MB under load, and no faster for it. */
const ENOUGH = 16_000_000
const LOOK_EVERY_MS = 100

/**
 * Keeps the space of new objects small. `--max-semi-space-size` would do it too, but only on Node's command line, which a
 * program that is started by its name does not have; the growth factor is read at every growth.
 */
export function boundYoungGeneration(): void {
  let growing = true
  setInterval(() => {
    const space = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')
    const mayGrow = (space?.space_size ?? 0) < ENOUGH
    if (mayGrow === growing) return
    growing = mayGrow
    setFlagsFromString(`--semi-space-growth-factor=${mayGrow ? 2 : 1}`)
  }, LOOK_EVERY_MS).unref()
}
