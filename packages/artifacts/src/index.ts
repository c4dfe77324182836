export { isBelow } from './below.ts'
export { contentDisposition } from './content-disposition.ts'
export { contentType } from './content-type.ts'
export { artifactSchemes, openRepository, schemeOf } from './open.ts'
export { openProxied } from './proxied.ts'
export {
  type ArtifactRead,
  type ArtifactRepository,
  type ArtifactSource,
  type ByteRange,
  type FileInfo,
  type ReadOptions,
  UnsatisfiableRange,
} from './repository.ts'
export { hasRelativeParts, type SafePath, type SafePathOptions, safePath } from './safe-path.ts'
export { appendToUri, resolveIfLocal, splitUri } from './uri.ts'
