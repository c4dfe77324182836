import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { openPlace, proxiedPath } from './open-place.ts'
import { safePath } from './safe-path.ts'

const folder = mkdtempSync(join(tmpdir(), 'place '))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const never = () => Promise.reject(new Error('no server is asked'))

it.each(['', 'file://'])('a file is a place with a name: %s', async (scheme) => {
  writeFileSync(join(folder, 'a b.txt'), 'text')
  const { repository, path } = await openPlace(`${scheme}${folder}/a%20b.txt`, never)
  expect(path).toBe('a b.txt')
  expect(await repository.stat(path)).toMatchObject({ is_dir: false, file_size: 4 })
})

it.each([
  ['mlflow-artifacts:/0/run/artifacts', '0/run/artifacts'],
  ['mlflow-artifacts://host:5000/0', '0'],
  ['https://host/base/api/2.0/mlflow-artifacts/artifacts/0/x', '0/x'],
  ['https://host/x', undefined],
  ['s3://bucket/api/2.0/mlflow-artifacts/artifacts/0', undefined],
])('%s is behind a proxy at %s', (uri, path) => {
  expect(proxiedPath(uri)).toBe(path)
})

it('what is behind the proxy is asked of the server', async () => {
  const asked: string[] = []
  const { repository, path } = await openPlace('mlflow-artifacts:/7/m', async (method, address) => {
    asked.push(`${method} ${address}`)
    return Response.json({ files: [{ path: 'MLmodel', is_dir: false, file_size: 1 }] })
  })
  const files = await Array.fromAsync(repository.list(path))
  expect(files).toEqual([{ path: '7/m/MLmodel', is_dir: false, file_size: 1 }])
  expect(asked).toEqual(['GET /api/2.0/mlflow-artifacts/artifacts?path=7%2Fm'])
  expect(path).toBe(safePath('7/m'))
})
