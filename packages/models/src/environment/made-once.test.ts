import { fork } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { scratch } from '../../../../test/helpers/scratch.ts'
import { madeOnce } from './made-once.ts'

const folder = scratch('made-once')
afterAll(() => folder.remove())

test('several processes that want it at once make it once, and all get the same', async () => {
  const place = folder.file('shared/place')
  const program = folder.file('make.ts')
  writeFileSync(
    program,
    `import { appendFileSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { madeOnce } from ${JSON.stringify(join(import.meta.dirname, 'made-once.ts'))}
process.send(await madeOnce(${JSON.stringify(place)}, async (folder) => {
  appendFileSync(${JSON.stringify(folder.file('count'))}, 'x')
  await sleep(300)
  writeFileSync(folder + '/content', 'whole')
}))
`,
  )
  const made = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const child = fork(program)
      return new Promise<string>((resolve, reject) => {
        child.once('message', (message) => resolve(String(message)))
        child.once('exit', (code) => code && reject(new Error(`ended with ${code}`)))
      })
    }),
  )
  expect(new Set(made).size).toBe(1)
  expect(readFileSync(folder.file('count'), 'utf8')).toBe('x')
  expect(readFileSync(`${place}/content`, 'utf8')).toBe('whole')
})

test('what fails leaves nothing; the next one makes it', async () => {
  const place = folder.file('failing/place')
  const full = async (fresh: string) => {
    writeFileSync(`${fresh}/half`, '')
    throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
  }
  await expect(madeOnce(place, full)).rejects.toThrow('no space left')
  expect(readdirSync(folder.file('failing'))).toEqual([])
  const made = await madeOnce(place, async (fresh) => writeFileSync(`${fresh}/whole`, ''))
  expect(readdirSync(made)).toContain('whole')
})

test('halves and the lock of a process that was killed are taken away', async () => {
  const place = folder.file('killed/place')
  mkdirSync(`${place}.0123abcd`, { recursive: true })
  mkdirSync(`${place}.lock`)
  const child = fork('-e', ['0'], { execArgv: [] })
  await new Promise((resolve) => child.once('exit', resolve))
  const { hostname } = await import('node:os')
  writeFileSync(`${place}.lock/owner`, JSON.stringify({ host: hostname(), pid: child.pid }))
  const made = await madeOnce(place, async () => {})
  expect(existsSync(`${place}.0123abcd`)).toBe(false)
  expect(existsSync(`${place}.lock`)).toBe(false)
  expect(existsSync(made)).toBe(true)
})

test('who waits may give up', async () => {
  const place = folder.file('waiting/place')
  const first = madeOnce(place, () => sleep(600))
  await sleep(50)
  const giveUp = new AbortController()
  const second = madeOnce(place, async () => {}, giveUp.signal)
  giveUp.abort()
  await expect(second).rejects.toThrow('aborted')
  await first
})
