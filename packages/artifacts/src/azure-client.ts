import type { BlobServiceClient, StoragePipelineOptions } from '@azure/storage-blob'
import type { AzurePlace } from './azure-place.ts'
import { KeptClients } from './kept-clients.ts'
import { optionalLibrary } from './library.ts'

export const loadBlobs = () => optionalLibrary(['@azure/storage-blob'], () => import('@azure/storage-blob'))
const loadIdentity = () =>
  optionalLibrary(['@azure/storage-blob', '@azure/identity'], () => import('@azure/identity'))

const OPTIONS: StoragePipelineOptions = { keepAliveOptions: { enable: true } }

/** One for each account. */
const clients = new KeptClients<BlobServiceClient>()

export function azureClient(place: AzurePlace): Promise<BlobServiceClient> {
  return clients.get(place.host, () => makeClient(place, process.env))
}

/** By what the environment holds, in MLflow's order. */
async function makeClient({ account, host }: AzurePlace, env: NodeJS.ProcessEnv): Promise<BlobServiceClient> {
  const { BlobServiceClient, StorageSharedKeyCredential } = await loadBlobs()
  if (env.AZURE_STORAGE_CONNECTION_STRING) {
    return BlobServiceClient.fromConnectionString(env.AZURE_STORAGE_CONNECTION_STRING, OPTIONS)
  }
  const url = `https://${host}`
  if (env.AZURE_STORAGE_ACCESS_KEY) {
    const credential = new StorageSharedKeyCredential(account, env.AZURE_STORAGE_ACCESS_KEY)
    return new BlobServiceClient(url, credential, OPTIONS)
  }
  if (env.AZURE_STORAGE_SAS_TOKEN) {
    return new BlobServiceClient(
      `${url}?${env.AZURE_STORAGE_SAS_TOKEN.replace(/^\?/, '')}`,
      undefined,
      OPTIONS,
    )
  }
  const { DefaultAzureCredential } = await loadIdentity()
  return new BlobServiceClient(url, new DefaultAzureCredential(), OPTIONS)
}
