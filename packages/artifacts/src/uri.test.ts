import { expect, it } from 'vitest'
import { appendToUri, resolveIfLocal } from './uri.ts'

it.each([
  ['s3://bucket', 's3://bucket/1/artifacts'],
  ['s3://bucket/', 's3://bucket/1/artifacts'],
  ['s3://bucket/a', 's3://bucket/a/1/artifacts'],
  ['s3://bucket/a?x=1&y=2', 's3://bucket/a/1/artifacts?x=1&y=2'],
  ['s3://bucket/a/?x=1', 's3://bucket/a/1/artifacts?x=1'],
  ['s3://bucket/a?', 's3://bucket/a/1/artifacts'],
  ['s3:bucket', 's3:bucket/1/artifacts'],
  ['mlflow-artifacts:/', 'mlflow-artifacts:/1/artifacts'],
  ['mlflow-artifacts:/a', 'mlflow-artifacts:/a/1/artifacts'],
  ['mlflow-artifacts:///a', 'mlflow-artifacts:/a/1/artifacts'],
  ['mlflow-artifacts://host:5000/a', 'mlflow-artifacts://host:5000/a/1/artifacts'],
  ['file:///a', 'file:///a/1/artifacts'],
  ['file:/a', 'file:///a/1/artifacts'],
  ['file:///a?x=1', 'file:///a/1/artifacts?x=1'],
  ['/a', '/a/1/artifacts'],
  ['/a/', '/a/1/artifacts'],
  ['/a?x=1', '/a?x=1/1/artifacts'],
  ['foo://a/../b', 'foo://a/../b/1/artifacts'],
])('%s becomes %s, as in MLflow', (uri, longer) => {
  expect(appendToUri(uri, '1/artifacts')).toBe(longer)
})

const HERE = process.cwd()

it.each([
  ['./rel', `${HERE}/rel`],
  ['rel/a', `${HERE}/rel/a`],
  ['rel?x=1', `${HERE}/rel?x=1`],
  ['file:rel', `file://${HERE}/rel`],
  ['file:./rel', `file://${HERE}/rel`],
  ['/abs/path/', '/abs/path/'],
  ['file:///abs', 'file:///abs'],
  ['file:/abs', 'file:/abs'],
  ['file://localhost/abs', 'file://localhost/abs'],
  ['s3://bucket/a', 's3://bucket/a'],
  ['mlflow-artifacts:rel', 'mlflow-artifacts:rel'],
  ['C:\\x', 'C:\\x'],
])('the location %s means %s', (uri, meant) => {
  expect(resolveIfLocal(uri)).toBe(meant)
})

it('files of another host are refused', () => {
  expect(() => resolveIfLocal('file://host/x')).toThrow('not a valid remote uri')
})
