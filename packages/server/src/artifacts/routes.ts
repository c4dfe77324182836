import * as contract from '@millrace/contract'
import { type Route, route } from '../http/answer.ts'
import { listArtifacts, listProxiedArtifacts } from './list.ts'
import { admitProxied, noMultipartDownload, noMultipartUpload } from './multipart.ts'
import { noPresignedDownload, noPresignedUpload } from './presigned.ts'

export const artifactRoutes: readonly Route[] = [
  route(contract.listArtifacts, listArtifacts),
  route(contract.createPresignedDownloadUrl, noPresignedDownload),
  route(contract.createPresignedUploadUrl, noPresignedUpload),
  route(contract.listProxiedArtifacts, listProxiedArtifacts),
  route(contract.createMultipartUpload, noMultipartUpload, admitProxied),
  route(contract.completeMultipartUpload, noMultipartUpload, admitProxied),
  route(contract.abortMultipartUpload, noMultipartUpload, admitProxied),
  route(contract.getPresignedDownloadUrl, noMultipartDownload, admitProxied),
]
