/** `node test/services/run.ts s3` (or gcs, azure, hdfs): an object store, how to reach it, until it is interrupted. */
import { once } from 'node:events'
import { startAzurite } from './azurite.ts'
import { startFakeGcs } from './fake-gcs.ts'
import { startHdfs } from './hdfs.ts'
import { startSeaweedfs } from './seaweedfs.ts'

const STORES: Readonly<Record<string, typeof startSeaweedfs>> = {
  s3: startSeaweedfs,
  gcs: startFakeGcs,
  azure: startAzurite,
  hdfs: startHdfs,
}

const start = STORES[process.argv[2] ?? '']
if (!start) throw new Error(`Which store? ${Object.keys(STORES).join(', ')}`)
const store = await start()
if (typeof store === 'string') throw new Error(store)
for (const [name, value] of Object.entries(store.env)) console.log(`export ${name}='${value}'`)
console.log(`export ROOT='${store.newRoot()}'`)
await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
await store.stop()
process.exit()
