import { afterAll, describe } from 'vitest'
import { describeUnless, findProgram } from '../helpers/programs.ts'
import { startAzurite } from '../services/azurite.ts'
import { startFakeGcs } from '../services/fake-gcs.ts'
import { startSeaweedfs } from '../services/seaweedfs.ts'
import { pythonChecks } from './python-checks.ts'
import { SKINNY } from './skinny.ts'

const PART_BYTES = 5 * 1024 * 1024

/** Everything past the server that can be. */
const DIRECT = {
  MLFLOW_ENABLE_PROXY_MULTIPART_UPLOAD: 'true',
  MLFLOW_ENABLE_PROXY_MULTIPART_DOWNLOAD: 'true',
  MLFLOW_MULTIPART_UPLOAD_MINIMUM_FILE_SIZE: String(2 * PART_BYTES),
  MLFLOW_MULTIPART_UPLOAD_CHUNK_SIZE: String(PART_BYTES),
  MLFLOW_MULTIPART_DOWNLOAD_CHUNK_SIZE: String(PART_BYTES),
}

/** What is the same whatever the store is checked on one. */
const STORES = [
  { name: 'S3', start: startSeaweedfs, modules: ['artifacts', 'models'] },
  { name: 'Google Cloud Storage', start: startFakeGcs, modules: ['artifacts'] },
  { name: 'Azure Blob Storage', start: startAzurite, modules: ['artifacts'] },
]

for (const { name, start, modules } of STORES) {
  const store = await start()
  const missing = typeof store === 'string' ? store : !findProgram('python3') && 'python3 not installed'
  describeUnless(missing, `mlflow-skinny 3.17.2 with artifacts in ${name}`, () => {
    if (typeof store === 'string') return
    afterAll(() => store.stop())
    describe('through the server', () => {
      pythonChecks({ ...SKINNY, modules, store })
    })
    describe('past the server', () => {
      pythonChecks({ ...SKINNY, modules: ['direct'], store, env: DIRECT })
    })
  })
}
