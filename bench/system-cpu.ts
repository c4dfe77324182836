import { readFileSync } from 'node:fs'

const MS_PER_TICK = 10
/** user, nice, system, irq, softirq, steal: what neither idles nor waits for a disk. */
const BUSY_FIELDS = [1, 2, 3, 6, 7, 8]

/** CPU milliseconds of everything on the machine since it started, over all cores; time a host took away included. */
export function systemCpuMs(): number {
  const fields = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0]?.split(/\s+/) ?? []
  return BUSY_FIELDS.reduce((sum, field) => sum + Number(fields[field]) * MS_PER_TICK, 0)
}
