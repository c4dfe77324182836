import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openFolder } from './open-files.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-folder-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

async function namesIn(path: string) {
  const names: string[] = []
  for await (const { name } of openFolder(path)) names.push(name)
  return names.sort()
}

test('a folder is its files and the files that are linked, without what runs in circles', async () => {
  const logged = join(folder, 'logged')
  mkdirSync(join(logged, 'deep'), { recursive: true })
  writeFileSync(join(folder, 'elsewhere'), 'x')
  writeFileSync(join(logged, 'deep', 'own'), 'x')
  symlinkSync(join(folder, 'elsewhere'), join(logged, 'linked'))
  symlinkSync(logged, join(logged, 'deep', 'circle'))
  expect(await namesIn(logged)).toEqual(['deep/own', 'linked'])
  symlinkSync(join(folder, 'nothing'), join(logged, 'broken'))
  await expect(namesIn(logged)).rejects.toThrow('broken cannot be read')
})
