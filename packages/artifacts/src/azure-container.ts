import type { BlobServiceClient, BlockBlobClient, ContainerClient } from '@azure/storage-blob'
import { azureClient, loadBlobs } from './azure-client.ts'
import type { AzurePlace } from './azure-place.ts'
import { Replies } from './replies.ts'
import { type StoreFailure, wordOf } from './store-error.ts'

/** What a container is reached with. */
export class Container extends Replies {
  readonly lib: Awaited<ReturnType<typeof loadBlobs>>
  readonly service: BlobServiceClient
  readonly client: ContainerClient
  readonly name: string

  static async open(place: AzurePlace): Promise<Container> {
    return new Container(place, await loadBlobs(), await azureClient(place))
  }

  private constructor(place: AzurePlace, lib: Container['lib'], service: BlobServiceClient) {
    super()
    this.name = `${place.scheme}://${place.container}@${place.account}`
    this.lib = lib
    this.service = service
    this.client = service.getContainerClient(place.container)
  }

  blob(key: string): BlockBlobClient {
    return this.client.getBlockBlobClient(key)
  }

  failureOf(error: unknown): StoreFailure {
    if (!(error instanceof this.lib.RestError)) return { code: wordOf(error) }
    const details = error.details as { errorCode?: string } | undefined
    return { code: details?.errorCode ?? error.code, status: error.statusCode }
  }

  protected isMissing({ code }: StoreFailure): boolean {
    return code === 'BlobNotFound'
  }
}
