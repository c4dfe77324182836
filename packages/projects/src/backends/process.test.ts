import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { scratch } from '../../../../test/helpers/scratch.ts'
import type { OutputChunk, SubmittedRun } from './backend.ts'
import { startProcess } from './process.ts'

function start(script: string, ...args: string[]): Promise<SubmittedRun> {
  return startProcess(['bash', '-c', script, 'bash', ...args], { cwd: '/tmp', env: process.env })
}

async function outputOf(run: SubmittedRun): Promise<Record<OutputChunk['stream'], string>> {
  const texts = { stdout: '', stderr: '' }
  for await (const { stream, bytes } of run.output) texts[stream] += Buffer.from(bytes).toString()
  return texts
}

test('both outputs are told apart, and a script may open them by name', async () => {
  const run = await start('echo out; echo err >&2; echo named > /dev/stderr')
  expect(await outputOf(run)).toEqual({ stdout: 'out\n', stderr: 'err\nnamed\n' })
  expect(await run.wait()).toEqual({ status: 'finished', exitCode: 0 })
  expect(await run.status()).toBe('finished')
})

test('an exit code is passed on; a program that a signal ends says which', async () => {
  const failed = await start('exit 7')
  await outputOf(failed)
  expect(await failed.wait()).toEqual({ status: 'failed', exitCode: 7 })
  const killed = await start('kill -9 $$')
  await outputOf(killed)
  expect(await killed.wait()).toMatchObject({ status: 'failed', reason: expect.stringContaining('SIGKILL') })
})

test('a program that ends at once leaves nothing to wait for', async () => {
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
  const before = timers()
  for (let time = 0; time < 30; time++) {
    const run = await start('true')
    await Promise.all([outputOf(run), run.wait()])
  }
  expect(timers()).toBeLessThanOrEqual(before)
})

test('what cannot be started is told', async () => {
  const options = { cwd: '/tmp', env: process.env }
  await expect(startProcess(['millrace-no-such-program'], options)).rejects.toThrow(
    'millrace-no-such-program cannot be started',
  )
})

test('cancelling ends a program with all its children, also those that do not want to', async () => {
  const folder = scratch('process')
  const mark = folder.file('alive')
  const child = `trap "" TERM; while true; do date > ${mark}; sleep 0.05; done`
  const run = await start(`bash -c '${child}' & sleep 600 | cat`)
  const output = outputOf(run)
  while (!existsSync(mark)) await sleep(20)
  await run.cancel()
  expect(await run.wait()).toMatchObject({ status: 'killed' })
  await output
  folder.remove()
  await sleep(200)
  expect(existsSync(mark)).toBe(false)
  await run.cancel()
})

const SLOW = 'trap "sleep 1.5; echo saved; exit 0" TERM; echo up; while :; do sleep 0.05; done'

test('what is behind the shell may end well too, and tell of it', async () => {
  const run = await start(`bash -c "$1" > >(trap "" TERM; cat) & wait`, SLOW)
  const texts: string[] = []
  const output = (async () => {
    for await (const { bytes } of run.output) texts.push(Buffer.from(bytes).toString())
  })()
  while (texts.length === 0) await sleep(20)
  await run.cancel()
  expect(await run.wait()).toMatchObject({ status: 'killed' })
  await output
  expect(texts.join('')).toContain('saved\n')
})

test('asked again it does not wait: whatever does not end is ended', async () => {
  const run = await start('trap "" TERM; echo up; while :; do sleep 0.05; done')
  for await (const _ of run.output) break
  const began = performance.now()
  const first = run.cancel()
  await sleep(300)
  expect(await run.status()).toBe('running')
  await Promise.all([run.cancel(), first])
  expect(performance.now() - began).toBeLessThan(3000)
  expect(await run.wait()).toMatchObject({ status: 'killed' })
})

test('a program left in the background does not hold up the end, nor does a slow reader lose lines', async () => {
  const run = await start('sleep 600 & seq 1 30000')
  let text = ''
  let isFirst = true
  for await (const { bytes } of run.output) {
    if (isFirst) await sleep(2500)
    isFirst = false
    text += Buffer.from(bytes).toString()
  }
  expect(text.trim().split('\n')).toHaveLength(30_000)
  expect(await run.wait()).toMatchObject({ status: 'finished' })
  process.kill(-Number(run.id), 'SIGKILL')
})

test('much output passes through a small memory, every byte of it', async () => {
  const megabytes = 400
  const run = await start(`head -c ${megabytes * 1024 * 1024} /dev/zero`)
  const before = process.memoryUsage().rss
  let bytes = 0
  let most = 0
  for await (const chunk of run.output) {
    bytes += chunk.bytes.byteLength
    most = Math.max(most, process.memoryUsage().rss - before)
  }
  expect(bytes).toBe(megabytes * 1024 * 1024)
  expect(most).toBeLessThan(150 * 1024 * 1024)
})
