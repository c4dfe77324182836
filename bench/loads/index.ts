import type { Load } from '../load.ts'
import { deleteLoad } from './delete-runs.ts'
import { getRunLoad } from './get-run.ts'
import { historyLoads } from './histories.ts'
import {
  idleMemory,
  memoryAfterHistories,
  memoryAfterLarge,
  memoryAfterSmall,
  memoryAfterWrites,
} from './memory.ts'
import { pythonClientLoad } from './python-client.ts'
import { registryLoads } from './registry.ts'
import { largeSearchLoads, smallSearchLoads } from './search.ts'
import { firstStartLoad, startupLoads } from './startup.ts'
import { writeLoads } from './writes.ts'

/** In the order they run: loads on one dataset follow each other on the same server. */
export const LOADS: Load[] = [
  ...startupLoads,
  idleMemory,
  ...writeLoads,
  pythonClientLoad,
  memoryAfterWrites,
  ...smallSearchLoads,
  getRunLoad,
  memoryAfterSmall,
  firstStartLoad,
  ...largeSearchLoads,
  memoryAfterLarge,
  ...historyLoads,
  deleteLoad,
  memoryAfterHistories,
  ...registryLoads,
]
