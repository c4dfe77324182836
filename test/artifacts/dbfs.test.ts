import { Readable } from 'node:stream'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { openRepository } from '../../packages/artifacts/src/index.ts'
import { at, bytes, repositorySuite } from '../../packages/artifacts/src/repository.suite.ts'
import { startDocumentedDatabricks } from '../services/databricks.ts'
import { openEmpty } from './stores.ts'

const VOLUME = 'dbfs:/Volumes/main/ml/models/run'

describe('Databricks, on a server written from the reference of its REST API', async () => {
  const store = await startDocumentedDatabricks()
  Object.assign(process.env, store.env)
  afterAll(() => store.stop())

  repositorySuite('dbfs', () => openEmpty(store))
  repositorySuite('a volume', () => openEmpty({ ...store, newRoot: () => newVolume() }))

  let volumes = 0
  const newVolume = () => `${VOLUME}-${volumes++}`

  it('lists more than a page of a volume, in order', async () => {
    const repository = await openRepository(newVolume())
    const names = Array.from({ length: 25 }, (_, i) => `many/${String(i).padStart(2, '0')}`)
    for (const name of names) await repository.write(at(name), bytes('x'))
    expect((await Array.fromAsync(repository.list(at('many')))).map(({ path }) => path)).toEqual(names)
  })

  it('a folder that came while a file of its name was sent stays', async () => {
    const repository = await openRepository(store.newRoot())
    async function* slowly() {
      yield Buffer.from('a file')
      await repository.write(at('model/weights'), bytes('x'))
    }
    await expect(repository.write(at('model'), Readable.from(slowly()))).rejects.toThrow()
    expect(await repository.stat(at('model/weights'))).toMatchObject({ path: 'model/weights' })
  })

  it('a folder that goes in pieces goes', async () => {
    const repository = await openRepository(store.newRoot())
    for (const name of ['a', 'b', 'c/d', 'c/e']) await repository.write(at(`all/${name}`), bytes('x'))
    await repository.delete(at('all'))
    expect(await repository.stat(at('all'))).toBeUndefined()
  })

  it.each([
    ['dbfs:relative', /must have the form/],
    ['dbfs://elsewhere/x', /must have the form/],
    ['dbfs:/Volumes/main/ml', /must have the form/],
    ['dbfs:/x?y', /must have the form/],
    ['dbfs:/x/../y', /characters or parts/],
    ['dbfs:/x/%2e%2e/y', /characters or parts/],
    ['dbfs://none@databricks/x', /the profile 'none'/],
  ])('%s is refused', async (uri, message) => {
    await expect(openRepository(uri)).rejects.toMatchObject({
      code: 'INVALID_PARAMETER_VALUE',
      message: expect.stringMatching(message),
    })
  })

  it('what only Databricks itself may open is said to be so', async () => {
    await expect(openRepository('dbfs:/databricks/mlflow-tracking/1/2/artifacts')).rejects.toMatchObject({
      code: 'NOT_IMPLEMENTED',
    })
  })

  it('a token that is not taken is said to be so, and not shown', async () => {
    vi.stubEnv('DATABRICKS_TOKEN', 'hunter2')
    const repository = await openRepository(store.newRoot())
    const error = await repository.stat(at('x')).catch((e: unknown) => e)
    vi.unstubAllEnvs()
    expect(error).toMatchObject({
      code: 'UNAUTHENTICATED',
      message: expect.stringContaining('dbfs:/millrace/'),
    })
    expect(String(error)).not.toContain('hunter2')
  })
})
