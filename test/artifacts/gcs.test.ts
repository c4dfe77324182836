import { afterAll, expect, test } from 'vitest'
import { directSuite } from '../../packages/artifacts/src/direct.suite.ts'
import { openRepository, safePath } from '../../packages/artifacts/src/index.ts'
import { repositorySuite } from '../../packages/artifacts/src/repository.suite.ts'
import { describeUnless } from '../helpers/programs.ts'
import { startFakeGcs } from '../services/fake-gcs.ts'
import { serverSuite } from './server-suite.ts'
import { openEmpty, pagedSuite } from './stores.ts'

const store = await startFakeGcs()

describeUnless(typeof store === 'string' && store, 'Google Cloud Storage on fake-gcs-server', () => {
  if (typeof store === 'string') return
  Object.assign(process.env, store.env)
  afterAll(() => store.stop())

  repositorySuite('gs', () => openEmpty(store))
  directSuite('gs', () => openEmpty(store, false))
  pagedSuite(store)
  serverSuite(store, { downloadsAdvertised: false })

  test.each(['gs:///root', 'gs://user:hunter2@bucket/root'])('%s names no bucket', async (uri) => {
    const error = await openRepository(uri).catch((e: unknown) => e)
    expect(error).toMatchObject({ code: 'INVALID_PARAMETER_VALUE' })
    expect(String(error)).not.toContain('hunter2')
  })

  test('a bucket that is not there is named', async () => {
    const repository = await openRepository('gs://no-such-bucket/root')
    await expect(Array.fromAsync(repository.list(safePath('')))).rejects.toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST',
      message: expect.stringContaining('gs://no-such-bucket/'),
    })
  })
})
