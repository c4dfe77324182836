import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { openLocal } from './local.ts'
import { pathsSuite } from './paths.suite.ts'

const scratch = mkdtempSync(join(tmpdir(), 'millrace-paths-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

pathsSuite('a local folder', 100_000, async (secret) => {
  const [root, outside] = [join(scratch, 'root'), join(scratch, 'outside')]
  mkdirSync(join(root, 'a'), { recursive: true })
  mkdirSync(outside)
  writeFileSync(join(outside, 'secret'), secret)
  symlinkSync(outside, join(root, 'out'))
  symlinkSync(join(outside, 'secret'), join(root, 'file-out'))
  symlinkSync('../..', join(root, 'a', 'out'))
  return {
    repository: openLocal(root),
    outside: () =>
      JSON.stringify([
        readdirSync(scratch),
        readdirSync(outside),
        readFileSync(join(outside, 'secret'), 'utf8'),
      ]),
  }
})
