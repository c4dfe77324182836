import * as contract from '@millrace/contract'
import { type Route, route } from '../http/answer.ts'
import { listArtifacts, listProxiedArtifacts } from './list.ts'
import {
  noMultipartDownload,
  noMultipartUpload,
  noPresignedDownload,
  noPresignedUpload,
} from './not-offered.ts'

export const artifactRoutes: readonly Route[] = [
  route(contract.listArtifacts, listArtifacts),
  route(contract.createPresignedDownloadUrl, noPresignedDownload),
  route(contract.createPresignedUploadUrl, noPresignedUpload),
  route(contract.listProxiedArtifacts, listProxiedArtifacts),
  route(contract.createMultipartUpload, noMultipartUpload),
  route(contract.completeMultipartUpload, noMultipartUpload),
  route(contract.abortMultipartUpload, noMultipartUpload),
  route(contract.getPresignedDownloadUrl, noMultipartDownload),
]
