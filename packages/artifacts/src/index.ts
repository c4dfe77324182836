export { isBelow } from './below.ts'
export { byCodePoint } from './by-code-point.ts'
export { contentDisposition } from './content-disposition.ts'
export { contentType } from './content-type.ts'
export { artifactSchemes, openRepository, schemeOf } from './open.ts'
export { type ArtifactPlace, openPlace, proxiedPath } from './open-place.ts'
export { openProxied, type SendRequest } from './proxied.ts'
export {
  type ArtifactRead,
  type ArtifactRepository,
  type ArtifactSource,
  type AskedPage,
  type ByteRange,
  type ByteSpan,
  CannotSign,
  type DirectAccess,
  type FileInfo,
  type ReadOptions,
  type ResumableUploads,
  UnsatisfiableRange,
  type UploadState,
} from './repository.ts'
export { hasRelativeParts, type SafePath, type SafePathOptions, safePath } from './safe-path.ts'
export { atOnce } from './transfer/at-once.ts'
export {
  downloadTree,
  type TransferOptions,
  type TransferProgress,
  type TransferResult,
  uploadTree,
} from './transfer/tree.ts'
export { appendToUri, resolveIfLocal, splitUri } from './uri.ts'
