import * as contract from '@millrace/contract'
import { type Route, route } from '../http/answer.ts'
import { listArtifacts, listProxiedArtifacts } from './list.ts'
import {
  abortMultipartUpload,
  admitProxied,
  completeMultipartUpload,
  createMultipartUpload,
} from './multipart.ts'
import { listArtifactPage } from './page.ts'
import { createPresignedDownloadUrl, createPresignedUploadUrl, getPresignedDownloadUrl } from './presigned.ts'
import { abortUpload, completeUpload, createUpload, getUploadParts } from './uploads.ts'

export const artifactRoutes: readonly Route[] = [
  route(contract.listArtifacts, listArtifacts),
  route(contract.createPresignedDownloadUrl, createPresignedDownloadUrl),
  route(contract.createPresignedUploadUrl, createPresignedUploadUrl),
  route(contract.listArtifactPage, listArtifactPage),
  route(contract.listProxiedArtifacts, listProxiedArtifacts),
  route(contract.createMultipartUpload, createMultipartUpload, admitProxied),
  route(contract.completeMultipartUpload, completeMultipartUpload, admitProxied),
  route(contract.abortMultipartUpload, abortMultipartUpload, admitProxied),
  route(contract.getPresignedDownloadUrl, getPresignedDownloadUrl, admitProxied),
  route(contract.createUpload, createUpload, admitProxied),
  route(contract.getUploadParts, getUploadParts, admitProxied),
  route(contract.completeUpload, completeUpload, admitProxied),
  route(contract.abortUpload, abortUpload, admitProxied),
]
