import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { backendSuite } from './backend.suite.ts'
import { openBackend } from './open.ts'

const folder = mkdtempSync(join(tmpdir(), 'millrace-plugins-'))
afterAll(() => rmSync(folder, { recursive: true }))

function written(name: string, text: string): string {
  const path = join(folder, name)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, text)
  return path
}

test.each(['local', 'docker', 'slurm', 'kubernetes', 'databricks'])('%s is one of ours', async (name) => {
  const { launch } = await openBackend(name)
  expect(launch).toBeTypeOf('function')
})

describe('the local backend', async () => backendSuite(await openBackend('local'), () => process.env))

describe("a backend of one's own, as the documentation shows it", async () => {
  const page = readFileSync(new URL('../../../../docs/operate/project-backends.md', import.meta.url), 'utf8')
  const example = /```ts[^\n]*\n([\s\S]*?)```/.exec(page)?.[1] ?? ''
  const path = written('gently.ts', example)
  const gently = await openBackend(path)
  backendSuite(gently, () => process.env, { config: { niceness: 5 } }, { tellsStreamsApart: false })

  test('has its name from the package where it is one, installed where we were started', async () => {
    written('node_modules/millrace-backend-gently/index.js', example)
    written('node_modules/millrace-backend-gently/package.json', '{"type":"module","exports":"./index.js"}')
    const started = vi.spyOn(process, 'cwd').mockReturnValue(folder)
    try {
      expect(await openBackend('gently')).toMatchObject({ name: 'gently' })
      expect(await openBackend('millrace-backend-gently')).toMatchObject({ name: 'gently' })
    } finally {
      started.mockRestore()
    }
  })
})

test('what is not there, or is no backend, is said', async () => {
  await expect(openBackend('nowhere')).rejects.toThrow(
    "There is no backend 'nowhere'. Use one of local, databricks, docker, kubernetes, slurm; the path of a file that exports one; or the name of a package, after npm install millrace-backend-nowhere.",
  )
  await expect(openBackend('./nothing.ts')).rejects.toThrow(/There is no backend at .*nothing\.ts/)
  await expect(openBackend('no such/name')).rejects.toThrow(/There is no backend 'no such\/name'/)
  const other = written('other.mjs', 'export const something = 1')
  await expect(openBackend(other)).rejects.toThrow(/exports no 'backend' with a name and a function 'launch'/)
  const broken = written('broken.mjs', 'throw new Error("mine")')
  await expect(openBackend(broken)).rejects.toThrow('mine')
})
