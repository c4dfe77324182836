import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { cpuMs, processTree, pssMb } from './process-tree.ts'

const BURN = 'const end = process.cpuUsage().user + 300e3; while (process.cpuUsage().user < end);'

/** A parent that waits for a child which burned 300 ms and ended, and keeps another one waiting. */
const PARENT = `
  const { spawn, spawnSync } = require('node:child_process')
  spawnSync(process.execPath, ['-e', ${JSON.stringify(BURN)}])
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'])
  child.once('spawn', () => console.log(child.pid))
  process.on('SIGTERM', () => { child.kill(); process.exit() })
`

test('a tree has the children, their memory, and the time of those that ended', async () => {
  const parent = spawn(process.execPath, ['-e', PARENT], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const [line] = await once(parent.stdout, 'data')
    const root = parent.pid as number
    expect(processTree(root).toSorted()).toEqual([root, Number(line)].toSorted())
    expect(cpuMs(root)).toBeGreaterThanOrEqual(300)
    expect(pssMb(root)).toBeGreaterThan(1)
  } finally {
    parent.kill()
  }
  await once(parent, 'exit')
})
