import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { localUploads } from './local-uploads.ts'
import { at, bytes } from './repository.suite.ts'

let root: string

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'millrace-uploads-'))
})
afterEach(() => rm(root, { recursive: true }))

/** A body that stalls after its first bytes, until it is let go on. */
function stalling(first: string, rest: string) {
  const [begun, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const source = (async function* () {
    yield Buffer.from(first)
    begun.resolve()
    await goOn.promise
    yield Buffer.from(rest)
  })()
  return { source, begun: begun.promise, goOn: goOn.resolve }
}

it('a part that hangs gives way to the same part sent again, and never writes into the file', async () => {
  const uploads = localUploads(root)
  const id = await uploads.create(at('x'), 6)
  const hanging = stalling('bad', 'bad')
  const first = uploads.put(at('x'), id, { start: 0, end: 5 }, hanging.source)
  const lost = expect(first).rejects.toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE' })
  await hanging.begun
  // By another repository of the same folder.
  await localUploads(root).put(at('x'), id, { start: 0, end: 5 }, bytes('abcdef'))
  await lost
  await uploads.complete(at('x'), id)
  hanging.goOn()
  expect(await readFile(join(root, 'x'), 'utf8')).toBe('abcdef')
  expect(await readdir(root)).toEqual(['x'])
})

it.each(['complete', 'abort'] as const)('a part under way leaves nothing behind after %s', async (verb) => {
  const uploads = localUploads(root)
  const id = await uploads.create(at('x'), 6)
  if (verb === 'complete') await uploads.put(at('x'), id, { start: 0, end: 5 }, bytes('abcdef'))
  const hanging = stalling('bad', 'bad')
  const part = uploads.put(at('x'), id, { start: 0, end: 5 }, hanging.source)
  const lost = expect(part).rejects.toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE' })
  await hanging.begun
  await uploads[verb](at('x'), id)
  await lost
  hanging.goOn()
  expect(await readdir(root)).toEqual(verb === 'complete' ? ['x'] : [])
})

it('of two that complete at once one does', async () => {
  const uploads = localUploads(root)
  const id = await uploads.create(at('x'), 3)
  await uploads.put(at('x'), id, { start: 0, end: 2 }, bytes('abc'))
  const both = await Promise.allSettled([uploads.complete(at('x'), id), uploads.complete(at('x'), id)])
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { code: 'RESOURCE_DOES_NOT_EXIST' },
  })
})
