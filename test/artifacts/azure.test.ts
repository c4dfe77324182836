import { afterAll, describe, expect, test } from 'vitest'
import { directSuite } from '../../packages/artifacts/src/direct.suite.ts'
import { openRepository, safePath } from '../../packages/artifacts/src/index.ts'
import { bytes, repositorySuite } from '../../packages/artifacts/src/repository.suite.ts'
import { describeUnless } from '../helpers/programs.ts'
import { startAzurite } from '../services/azurite.ts'
import { serverSuite } from './server-suite.ts'
import { openEmpty, pagedSuite } from './stores.ts'

const store = await startAzurite()

describeUnless(typeof store === 'string' && store, 'Azure Blob Storage on Azurite', () => {
  if (typeof store === 'string') return
  Object.assign(process.env, store.env)
  afterAll(() => store.stop())

  repositorySuite('wasbs', () => openEmpty(store))
  directSuite('wasbs', () => openEmpty(store))
  pagedSuite(store)
  serverSuite(store, { downloadsAdvertised: false })

  describe('abfss', () => {
    test('is the same container by its other name', async () => {
      const root = store.newRoot()
      await (await openRepository(root)).write(safePath('a/b.txt'), bytes('x'))
      const lake = await openRepository(root.replace('wasbs:', 'abfss:').replace('.blob.', '.dfs.'))
      expect(await lake.stat(safePath('a/b.txt'))).toMatchObject({ file_size: 1 })
    })
  })

  test('a container that is not there is named', async () => {
    const missing = store.newRoot().replace('wasbs://millrace@', 'wasbs://missing@')
    await expect((await openRepository(missing)).read(safePath('x'))).rejects.toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST',
      message: expect.stringContaining('wasbs://missing@devstoreaccount1/'),
    })
  })
})
