import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { at } from './repository.suite.ts'
import { type ByteRange, UnsatisfiableRange } from './repository.ts'
import { openS3 } from './s3.ts'

/** One of S3's kin that knows no ranges. */
const store = createServer((_request, response) => {
  response.writeHead(200, { etag: '"e"', 'content-length': 10 })
  response.end('0123456789')
})

beforeAll(async () => {
  await new Promise<void>((done) => store.listen(0, '127.0.0.1', done))
  vi.stubEnv('MLFLOW_S3_ENDPOINT_URL', `http://127.0.0.1:${(store.address() as AddressInfo).port}`)
  vi.stubEnv('AWS_REGION', 'us-east-1')
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'key')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret')
})
afterAll(() => {
  vi.unstubAllEnvs()
  store.closeAllConnections()
  store.close()
})

it.each<[ByteRange, string, number, number]>([
  [{ start: 2, end: 4 }, '234', 2, 4],
  [{ suffix: 3 }, '789', 7, 9],
])('of a whole file that comes instead of a part the part %o is given', async (range, text, start, end) => {
  const { stream, ...rest } = await (await openS3('s3://bucket/root')).read(at('x'), { range })
  expect({ text: (await buffer(stream)).toString(), ...rest }).toMatchObject({ text, start, end, size: 10 })
})

it('a range behind its end is refused', async () => {
  const read = (await openS3('s3://bucket/root')).read(at('x'), { range: { start: 10 } })
  await expect(read).rejects.toBeInstanceOf(UnsatisfiableRange)
})
