import { describe, expect, it } from 'vitest'
import { openRepository, schemeOf } from './open.ts'

describe('the scheme of', () => {
  it.each([
    ['/a/b', ''],
    ['./mlruns', ''],
    ['C:\\x', ''],
    ['c:/x', ''],
    ['file:///a', 'file'],
    ['S3://bucket/a', 's3'],
    ['mlflow-artifacts:/1', 'mlflow-artifacts'],
    ['', ''],
  ])('%s is %s', (uri, scheme) => expect(schemeOf(uri)).toBe(scheme))
})

it.each(['constructor://x', 'nfs2://user:hunter2@host/x'])(
  '%s has no driver, and the error names the scheme but no password',
  async (uri) => {
    const error = await openRepository(uri).catch((e: unknown) => e)
    expect(error).toMatchObject({ code: 'INVALID_PARAMETER_VALUE' })
    expect(String(error)).toContain(`'${schemeOf(uri)}'`)
    expect(String(error)).not.toContain('hunter2')
  },
)

it('a path and a file URI have one', async () => {
  for (const uri of ['/tmp', 'file:///tmp']) expect(await openRepository(uri)).toHaveProperty('read')
})
