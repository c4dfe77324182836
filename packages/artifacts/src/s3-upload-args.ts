import { invalidParameter } from '@millrace/contract'

/** What `MLFLOW_S3_UPLOAD_EXTRA_ARGS` may hold, by boto's names, and the header that says the same to whoever sends a file itself. */
const HEADERS: Readonly<Record<string, string>> = {
  ACL: 'x-amz-acl',
  CacheControl: 'Cache-Control',
  ContentDisposition: 'Content-Disposition',
  ContentEncoding: 'Content-Encoding',
  ContentLanguage: 'Content-Language',
  ContentType: 'Content-Type',
  GrantFullControl: 'x-amz-grant-full-control',
  GrantRead: 'x-amz-grant-read',
  GrantReadACP: 'x-amz-grant-read-acp',
  GrantWriteACP: 'x-amz-grant-write-acp',
  ObjectLockLegalHoldStatus: 'x-amz-object-lock-legal-hold',
  ObjectLockMode: 'x-amz-object-lock-mode',
  RequestPayer: 'x-amz-request-payer',
  SSECustomerAlgorithm: 'x-amz-server-side-encryption-customer-algorithm',
  SSECustomerKey: 'x-amz-server-side-encryption-customer-key',
  SSECustomerKeyMD5: 'x-amz-server-side-encryption-customer-key-MD5',
  SSEKMSEncryptionContext: 'x-amz-server-side-encryption-context',
  SSEKMSKeyId: 'x-amz-server-side-encryption-aws-kms-key-id',
  ServerSideEncryption: 'x-amz-server-side-encryption',
  StorageClass: 'x-amz-storage-class',
  Tagging: 'x-amz-tagging',
  WebsiteRedirectLocation: 'x-amz-website-redirect-location',
}

export type UploadArgs = Readonly<Record<string, string>>

/** Parameters of every upload: encryption, storage class and the like. */
export function uploadArgs(json: string | undefined): UploadArgs {
  if (!json) return {}
  const args = parse(json)
  const unknown = Object.entries(args).filter(
    ([name, value]) => !Object.hasOwn(HEADERS, name) || typeof value !== 'string',
  )
  if (unknown.length === 0) return args as UploadArgs
  throw invalidParameter(
    `MLFLOW_S3_UPLOAD_EXTRA_ARGS holds what is not supported, or is no text: ${unknown.map(([name]) => name).join(', ')}`,
  )
}

/** The same as headers. */
export function uploadHeaders(args: UploadArgs): Record<string, string> {
  return Object.fromEntries(Object.entries(args).map(([name, value]) => [HEADERS[name] ?? name, value]))
}

function parse(json: string): Record<string, unknown> {
  try {
    const args: unknown = JSON.parse(json)
    if (typeof args === 'object' && args !== null && !Array.isArray(args)) return { ...args }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  // Not shown: it may hold a customer's key.
  throw invalidParameter('MLFLOW_S3_UPLOAD_EXTRA_ARGS must be a JSON object.')
}

/** Those that every request about an object repeats: the key of the customer it is encrypted with. */
export function customerKey(args: UploadArgs): UploadArgs {
  return Object.fromEntries(Object.entries(args).filter(([name]) => name.startsWith('SSECustomer')))
}
