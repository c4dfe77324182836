import { expect, it } from 'vitest'
import { isForeign } from './hosts.ts'

it.each<[uri: string, ownStores: string[], allowedSchemes: string[], foreign: boolean]>([
  ['s3://bucket/a', [], [], false],
  ['/abs', [], [], false],
  ['wasbs://c@account.blob.core.windows.net', [], [], false],
  ['mlflow-artifacts:/a', [], [], false],
  ['mlflow-artifacts://host/a', [], [], true],
  ['http://host/a', [], [], true],
  ['http://host/a', [], ['http'], false],
  ['https://host/a', [], ['http'], true],
  ['http://host/a', ['http://HOST:80/b'], [], false],
  ['https://host/a', ['http://host/b'], [], true],
  ['mlflow-artifacts://host/a', ['https://host/b'], [], false],
  ['mlflow-artifacts://host:5000/a', ['mlflow-artifacts://host:5000/'], [], false],
  ['hdfs://host/a', ['viewfs://host/b'], [], false],
  ['hdfs://host:8020/a', ['hdfs://host/b'], [], true],
  ['sftp://user@host/a', ['sftp://host:22/b'], [], false],
  ['sftp://host@evil/a', ['sftp://host/b'], [], true],
  ['http://host\\@evil/a', ['http://host/b'], [], true],
  ['dbfs:/a', [], [], false],
  ['dbfs://databricks/a', [], [], false],
  ['dbfs://prod@databricks/a', ['dbfs:/b', 'dbfs://test@databricks/b'], [], true],
  ['dbfs://prod@databricks/a', ['dbfs://prod@databricks/b'], [], false],
  ['http://host:x/a', ['http://host/b', 'http://:80/'], [], true],
])('%s with own stores %j and any host for %j is foreign: %s', (uri, ownStores, allowedSchemes, foreign) => {
  expect(isForeign(uri, { ownStores, allowedSchemes })).toBe(foreign)
})
