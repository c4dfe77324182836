import { getHeapSpaceStatistics, getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Bytes; left to itself V8 takes 134 MB under load, and no faster for it. */
const ENOUGH = 16_000_000
/** Bytes of buffers; left to itself V8 lets 100 MB of a file that passes pile up before it looks which of them anybody needs. */
const BUFFERS = 16_000_000
const LOOK_EVERY_MS = 50

/**
 * Keeps the space of new objects, and the buffers that they stand for, small. `--max-semi-space-size` would do the first too, but
 * only on Node's command line, which a program that is started by its name does not have; the growth factor is read at
 * every growth. A collection of the young takes about a millisecond.
 */
export function boundYoungGeneration(): void {
  const collect = minorCollection()
  let growing = true
  let kept = 0
  setInterval(() => {
    const space = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')
    const mayGrow = (space?.space_size ?? 0) < ENOUGH
    if (mayGrow !== growing) {
      growing = mayGrow
      setFlagsFromString(`--semi-space-growth-factor=${mayGrow ? 2 : 1}`)
    }
    // What is kept is looked through once, not again and again.
    kept = Math.min(kept, getHeapStatistics().external_memory)
    if (getHeapStatistics().external_memory < kept + BUFFERS) return
    collect()
    kept = getHeapStatistics().external_memory
  }, LOOK_EVERY_MS).unref()
}

/** Only contexts that are made after the flag know `gc`. */
function minorCollection(): () => void {
  setFlagsFromString('--expose-gc')
  const gc = runInNewContext('gc') as (options: { type: 'minor' }) => void
  return () => gc({ type: 'minor' })
}
