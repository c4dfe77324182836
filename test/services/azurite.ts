import { join } from 'node:path'
import { BlobServiceClient } from '@azure/storage-blob'
import { npmFolder } from '../helpers/npm-folder.ts'
import { type MaybeStore, startStore } from './store.ts'

const CONTAINER = 'millrace'
/** Of the emulator, and in every manual of Azure. */
const ACCOUNT = 'devstoreaccount1'
const KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='

/** Azurite, Microsoft's own emulator of Blob Storage. */
export function startAzurite(): Promise<MaybeStore> {
  return startStore({
    name: 'azurite',
    async prepare(folder, port) {
      const azurite = join(await npmFolder('azurite', '3.37.0'), 'node_modules/azurite/dist/src/blob/main.js')
      const place = ['--blobHost', '127.0.0.1', '--blobPort', String(port), '--location', folder]
      // Microsoft's library is often ahead of its emulator by a version of the wire.
      const flags = ['--silent', '--disableTelemetry', '--skipApiVersionCheck']
      return { command: process.execPath, args: [azurite, ...flags, ...place] }
    },
    env: (port) => ({ AZURE_STORAGE_CONNECTION_STRING: connection(port) }),
    uri: `wasbs://${CONTAINER}@${ACCOUNT}.blob.core.windows.net`,
    makeBucket: (port) => BlobServiceClient.fromConnectionString(connection(port)).createContainer(CONTAINER),
  })
}

function connection(port: number): string {
  const endpoint = `http://127.0.0.1:${port}/${ACCOUNT}`
  return `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${KEY};BlobEndpoint=${endpoint};`
}
