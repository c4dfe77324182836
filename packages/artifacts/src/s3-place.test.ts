import { describe, expect, it } from 'vitest'
import { s3Place } from './s3-place.ts'

describe('an S3 bucket is found', () => {
  const ENDPOINT = { MLFLOW_S3_ENDPOINT_URL: 'http://minio:9000' }
  it.each([
    ['s3://bucket/a/b', {}, { bucket: 'bucket', root: '/a/b', endpoint: undefined, pathStyle: false }],
    ['s3://bucket/a%20b', { AWS_DEFAULT_REGION: 'eu-1' }, { root: '/a%20b', region: 'eu-1' }],
    ['s3://bucket', { AWS_REGION: 'eu-2', AWS_DEFAULT_REGION: 'eu-1' }, { root: '', region: 'eu-2' }],
    ['s3://b/a', ENDPOINT, { endpoint: 'http://minio:9000', pathStyle: true }],
    ['s3://b/a', { AWS_ENDPOINT_URL: 'http://other' }, { endpoint: 'http://other', pathStyle: true }],
    ['s3://b/a', { ...ENDPOINT, MLFLOW_BOTO_CLIENT_ADDRESSING_STYLE: 'virtual' }, { pathStyle: false }],
    ['s3://b/a', { MLFLOW_BOTO_CLIENT_ADDRESSING_STYLE: 'path' }, { pathStyle: true }],
    [
      'r2://b@account.r2.cloudflarestorage.com/a',
      ENDPOINT,
      { bucket: 'b', endpoint: 'https://account.r2.cloudflarestorage.com', region: 'auto', pathStyle: false },
    ],
    [
      'b2://b@s3.us-west-004.backblazeb2.com/a',
      {},
      {
        bucket: 'b',
        endpoint: 'https://s3.us-west-004.backblazeb2.com',
        region: 'us-west-004',
        pathStyle: true,
      },
    ],
  ])('%s with %j', (uri, env, place) => expect(s3Place(uri, env)).toMatchObject(place))

  it.each([
    's3:///a',
    's3://user:hunter2@bucket/a',
    's3://bucket:80/a',
    'r2://bucket/a',
    'r2://bucket@hunter2:x@host/a',
    'r2://bucket@/a',
    'b2://bucket@example.com/a',
  ])('%s is refused without being shown', (uri) => {
    const told = (() => {
      try {
        return s3Place(uri, {})
      } catch (error) {
        return error
      }
    })()
    expect(told).toMatchObject({ code: 'INVALID_PARAMETER_VALUE' })
    expect(String(told)).not.toContain('hunter2')
  })

  it('a style that nobody knows is refused', () => {
    expect(() => s3Place('s3://b', { MLFLOW_BOTO_CLIENT_ADDRESSING_STYLE: 'x' })).toThrow(
      'auto, path or virtual',
    )
  })
})
