import { expect, it } from 'vitest'
import { uploadArgs, uploadHeaders } from './s3-upload-args.ts'

it('what every upload is to have is read, and told as headers', () => {
  const args = uploadArgs('{"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": "key", "ACL": "private"}')
  expect(uploadHeaders(args)).toEqual({
    'x-amz-server-side-encryption': 'aws:kms',
    'x-amz-server-side-encryption-aws-kms-key-id': 'key',
    'x-amz-acl': 'private',
  })
  expect(uploadArgs(undefined)).toEqual({})
})

it.each(['[]', '"x"', '{', 'null', '{"Bucket": "other"}', '{"__proto__": "x"}', '{"ACL": 5}'])(
  '%s is refused',
  (json) => expect(() => uploadArgs(json)).toThrow('MLFLOW_S3_UPLOAD_EXTRA_ARGS'),
)
