import { randomInt } from 'node:crypto'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { directSuite } from '../../packages/artifacts/src/direct.suite.ts'
import { openRepository, safePath } from '../../packages/artifacts/src/index.ts'
import { bytes, repositorySuite } from '../../packages/artifacts/src/repository.suite.ts'
import { describeUnless } from '../helpers/programs.ts'
import { READER, startSeaweedfs } from '../services/seaweedfs.ts'
import { serverSuite } from './server-suite.ts'
import { openEmpty, pagedSuite } from './stores.ts'

const store = await startSeaweedfs()

describeUnless(typeof store === 'string' && store, 'S3 on SeaweedFS', () => {
  if (typeof store === 'string') return
  Object.assign(process.env, store.env)
  afterAll(() => store.stop())

  repositorySuite('s3', () => openEmpty(store), { listsEmptyFolders: true })
  directSuite('s3', () => openEmpty(store))
  pagedSuite(store)
  serverSuite(store, { downloadsAdvertised: true })

  describe('what S3 refuses is told with its key, and without a secret', () => {
    const SECRET = 'hunter2-hunter2'

    test.each([
      [
        'a reader',
        { AWS_ACCESS_KEY_ID: READER.accessKey, AWS_SECRET_ACCESS_KEY: READER.secretKey },
        403,
        'PERMISSION_DENIED',
      ],
      ['a wrong secret', { AWS_SECRET_ACCESS_KEY: SECRET }, 401, 'UNAUTHENTICATED'],
      [
        'an unknown key',
        { AWS_ACCESS_KEY_ID: 'nobody', AWS_SECRET_ACCESS_KEY: SECRET },
        401,
        'UNAUTHENTICATED',
      ],
      ['nobody there', { MLFLOW_S3_ENDPOINT_URL: 'http://127.0.0.1:1' }, 503, 'TEMPORARILY_UNAVAILABLE'],
    ])('%s', async (_who, env, status, code) => {
      // A region of its own: clients are kept, and their credentials with them.
      for (const [name, value] of Object.entries({ ...env, AWS_REGION: `region-${randomInt(1e9)}` }))
        vi.stubEnv(name, value)
      const root = store.newRoot()
      const repository = await openRepository(root)
      const error = await repository.write(safePath('a/b.txt'), bytes('x')).catch((e: unknown) => e)
      vi.unstubAllEnvs()
      expect(error).toMatchObject({ code, status, message: expect.stringContaining(`${root}/a/b.txt`) })
      expect(String(error)).not.toContain(SECRET)
    })

    test('a bucket that is not there', async () => {
      const repository = await openRepository('s3://no-such-bucket/root')
      await expect(Array.fromAsync(repository.list(safePath('')))).rejects.toMatchObject({
        code: 'RESOURCE_DOES_NOT_EXIST',
        message: expect.stringContaining('s3://no-such-bucket/'),
      })
    })
  })
})
