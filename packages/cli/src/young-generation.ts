import { getHeapSpaceStatistics, getHeapStatistics, setFlagsFromString } from 'node:v8'
import { collector } from '@millrace/artifacts/collector'

/** Bytes; left to itself V8 takes 134 MB under load, and no faster for it. */
const OBJECTS = 8_000_000
/** Bytes of buffers; left to itself V8 lets 100 MB of a file that passes pile up before it looks which of them anybody needs. */
const BUFFERS = 8_000_000
const LOOK_EVERY_MS = 50

/**
 * Keeps the space of new objects, and the buffers that they stand for, small. `--max-semi-space-size` would do the first too, but
 * only on Node's command line, which a program that is started by its name does not have; the growth factor is read at
 * every growth. A collection of the young takes about a millisecond.
 *
 * @param objects bytes of new objects that are enough
 * @param buffers bytes of buffers
 */
export function boundYoungGeneration({ objects = OBJECTS, buffers = BUFFERS } = {}): void {
  const collect = collector()
  // A start that lets nobody look takes no more than there is.
  let growing = false
  let kept = 0
  setGrowing(growing)
  setInterval(() => {
    const space = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')
    const mayGrow = (space?.space_size ?? 0) < objects
    if (mayGrow !== growing) {
      growing = mayGrow
      setGrowing(growing)
    }
    // What is kept is looked through once, not again and again.
    const held = getHeapStatistics().external_memory
    kept = Math.min(kept, held)
    if (held < kept + buffers) return
    collect({ type: 'minor' })
    kept = getHeapStatistics().external_memory
  }, LOOK_EVERY_MS).unref()
}

function setGrowing(growing: boolean): void {
  setFlagsFromString(`--semi-space-growth-factor=${growing ? 2 : 1}`)
}

/** Gives back what a start took: all garbage, and the room for new objects that it grew to. Takes about 20 ms. */
export function giveBackMemory(): void {
  collector()({ type: 'major', flavor: 'last-resort' })
}
