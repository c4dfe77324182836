import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { scratch } from '../../../test/helpers/scratch.ts'
import { writeWhole } from './write-whole.ts'

async function* failing() {
  yield 'half'
  throw new Error('the server went away')
}

async function* whole() {
  yield 'new '
  yield 'text'
}

test('a file is there when it is whole, and stays as it was when that fails', async () => {
  const folder = scratch('write-whole')
  writeFileSync(folder.file('x.csv'), 'old')
  await expect(writeWhole(folder.file('x.csv'), failing())).rejects.toThrow('went away')
  expect(readFileSync(folder.file('x.csv'), 'utf8')).toBe('old')
  await writeWhole(folder.file('x.csv'), whole())
  expect(readFileSync(folder.file('x.csv'), 'utf8')).toBe('new text')
  await expect(writeWhole(folder.file('y.csv'), failing())).rejects.toThrow()
  expect(readdirSync(folder.file('.'))).toEqual(['x.csv'])
  folder.remove()
})
