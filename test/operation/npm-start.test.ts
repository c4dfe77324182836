import { cpSync, existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { REPOSITORY } from '../helpers/repository.ts'
import { run } from '../helpers/run.ts'
import { type Scratch, scratch } from '../helpers/scratch.ts'

/** The sources alone, as in a fresh clone. */
const COPIED = ['package.json', 'package-lock.json', 'tsconfig.json', 'scripts', 'packages']
const isSource = (path: string) => !/[\\/](dist|node_modules)([\\/]|$)/.test(path.slice(REPOSITORY.length))

/** A build of the page that fails when the server has been written. */
const FAILS_LATE =
  'until [ -e ../cli/dist*/millrace.js ]; do sleep 0.1; done; echo the page fails >&2; exit 7'

let clone: Scratch

beforeAll(() => {
  clone = scratch('clone')
  for (const name of COPIED)
    cpSync(join(REPOSITORY, name), clone.file(name), { recursive: true, filter: isSource })
  symlinkSync(join(REPOSITORY, 'node_modules'), clone.file('node_modules'))
})
afterAll(() => clone?.remove())

test('a page that cannot be built is said again at the next start, never left out', async () => {
  const manifest = clone.file('packages/ui/package.json')
  writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('vite build', FAILS_LATE))
  for (const _ of ['first start', 'next start']) {
    const args = [clone.file('scripts/start.ts'), '--host', 'no-such-host.invalid']
    const { code, stderr } = await run(process.execPath, args, { cwd: clone.file() })
    expect(stderr).toContain('the page fails')
    expect(stderr).not.toContain('no-such-host')
    expect(code).not.toBe(0)
  }
  expect(existsSync(clone.file('packages/cli/dist'))).toBe(false)
})
