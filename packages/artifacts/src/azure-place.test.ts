import { describe, expect, it } from 'vitest'
import { azurePlace } from './azure-place.ts'

describe('an Azure container is found', () => {
  it.each([
    [
      'wasbs://c@acc.blob.core.windows.net/a%20b',
      { container: 'c', account: 'acc', host: 'acc.blob.core.windows.net', root: '/a%20b' },
    ],
    ['wasbs://c@acc.blob.core.usgovcloudapi.net', { host: 'acc.blob.core.usgovcloudapi.net', root: '' }],
    [
      'abfss://fs@acc.dfs.core.windows.net/a%20b',
      { container: 'fs', host: 'acc.blob.core.windows.net', root: '/a b' },
    ],
    ['abfss://fs@acc.privatelink.dfs.core.windows.net/a', { host: 'acc.privatelink.blob.core.windows.net' }],
  ])('%s', (uri, place) => expect(azurePlace(uri)).toMatchObject(place))

  it.each([
    'wasbs://c@acc.blob.core.windows.net.evil.example/a',
    'wasbs://acc.blob.core.windows.net/a',
    'wasbs://c@acc.evil.example/a',
    'wasbs://c@acc.blob.core.windows.net:444/a',
    'abfss://fs/a',
    'abfss://fs@acc@evil.dfs.core.windows.net/a',
  ])('%s is refused', (uri) => expect(() => azurePlace(uri)).toThrow('must be of the form'))
})
