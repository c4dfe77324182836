import type { ServerLoad } from '../load.ts'
import { pssMb } from '../process-tree.ts'
import type { DatasetName } from '../scale.ts'

function memory(name: string, title: string, dataset: DatasetName): ServerLoad {
  return {
    name,
    title,
    dataset,
    unit: 'MB',
    run: async ({ server }) => ({ value: pssMb(server.pid), requests: 1, seconds: 0 }),
  }
}

export const idleMemory = memory('memory-idle', 'memory, idle', 'new')
export const memoryAfterWrites = memory('memory-writes', 'memory after the writes', 'new')
export const memoryAfterSmall = memory('memory-small', 'memory after searching 10,000 runs', 'runs-small')
export const memoryAfterLarge = memory('memory-large', 'memory after searching 100,000 runs', 'runs-large')
export const memoryAfterHistories = memory('memory-histories', 'memory after the histories', 'histories')
