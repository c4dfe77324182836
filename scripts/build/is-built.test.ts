import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Scratch, scratch } from '../../test/helpers/scratch.ts'
import { isBuilt } from './is-built.ts'

const BUILT_AT = 1000

let folder: Scratch
const root = () => `${folder.file()}/`

function write(path: string, seconds: number): void {
  const file = folder.file(path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, '')
  utimesSync(file, seconds, seconds)
}

beforeEach(() => {
  folder = scratch('is-built')
  write('packages/ui/src/main.tsx', BUILT_AT - 1)
  write('packages/cli/dist/ui/index.html', BUILT_AT)
})
afterEach(() => folder.remove())

test.each([
  'packages/ui/index.html',
  'packages/ui/public/favicon.svg',
  'packages/ui/vite.config.ts',
  'packages/server/src/runs/get.ts',
  'packages/contract/facts/limits.json',
  'package-lock.json',
  'scripts/build.ts',
])('a change of %s asks for a build', (path) => {
  write('packages/cli/dist/millrace.js', BUILT_AT)
  write(path, BUILT_AT - 1)
  expect(isBuilt(root())).toBe(true)
  write(path, BUILT_AT + 1)
  expect(isBuilt(root())).toBe(false)
})

test.each([
  'packages/ui/dist/index.html',
  'packages/ui/node_modules/.vite/x',
  'packages/server/src/a.test.ts',
])('a change of %s does not', (path) => {
  write('packages/cli/dist/millrace.js', BUILT_AT)
  write(path, BUILT_AT + 1)
  expect(isBuilt(root())).toBe(true)
})

test('nothing is built without its page, or without its server', () => {
  expect(isBuilt(root())).toBe(false)
  write('packages/cli/dist/millrace.js', BUILT_AT)
  expect(isBuilt(root())).toBe(true)
  folder.remove()
  write('packages/cli/dist/millrace.js', BUILT_AT)
  expect(isBuilt(root())).toBe(false)
})
