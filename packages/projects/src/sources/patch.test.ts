import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { describeWith } from '../../../../test/helpers/programs.ts'
import { scratch } from '../../../../test/helpers/scratch.ts'
import { fetchSource } from '../source.ts'
import type { Patch } from './patch.ts'

const folder = scratch('patch')
afterAll(() => folder.remove())
let count = 0

function git(cwd: string, args: readonly string[], input = ''): string {
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.org']
  return execFileSync('git', [...who, ...args], { cwd, encoding: 'utf8', input }).trim()
}

function write(place: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(`${place}/${name}`), { recursive: true })
    writeFileSync(`${place}/${name}`, content)
  }
}

function repository(files: Readonly<Record<string, string>> = { 'train.sh': 'one\n' }): string {
  const place = folder.file(`work-${count++}`)
  write(place, files)
  git(place, ['init', '--quiet'])
  git(place, ['add', '.'])
  git(place, ['commit', '-qm', 'one'])
  return place
}

async function patchOf(place: string): Promise<Patch | undefined> {
  return (await fetchSource(place, { env: process.env, report: () => {}, version: undefined })).patch
}

/** A copy of the commit with the patch. */
function applied(place: string, patch: Patch | undefined): string {
  const copy = folder.file(`copy-${count++}`)
  git(folder.file('.'), ['clone', '--quiet', place, copy])
  writeFileSync(folder.file('p.patch'), patch?.bytes ?? '')
  git(copy, ['apply', folder.file('p.patch')])
  return copy
}

const LARGE = Buffer.alloc(1024 * 1024 + 1)

describeWith(['git'], 'a patch', () => {
  test('is not made of what is left out alone', async () => {
    const place = repository()
    write(place, { 'large.bin': LARGE })
    expect(await patchOf(place)).toEqual({
      bytes: undefined,
      leftOut: [{ name: 'large.bin', reason: 'larger than 1 MiB' }],
    })
  })

  test.each([
    ['diff.noprefix', 'true'],
    ['diff.mnemonicPrefix', 'true'],
    ['diff.mine.textconv', 'tr a-z A-Z <'],
    ['diff.external', 'false'],
    ['diff.context', '0'],
    ['color.ui', 'always'],
  ])('can be applied whatever %s is', async (name, value) => {
    const place = repository({ 'train.sh': 'one\ntwo\n', '.gitattributes': '*.sh diff=mine\n' })
    git(place, ['config', name, value])
    write(place, { 'train.sh': 'one\nthree\n', 'deep/new *.sh': 'new\n', 'empty.txt': '' })
    const copy = applied(place, await patchOf(place))
    expect(readFileSync(`${copy}/train.sh`, 'utf8')).toBe('one\nthree\n')
    expect(readFileSync(`${copy}/deep/new *.sh`, 'utf8')).toBe('new\n')
    expect(readFileSync(`${copy}/empty.txt`, 'utf8')).toBe('')
  })

  test('can be applied beside a submodule that has changes', async () => {
    const inner = repository()
    const place = repository()
    git(place, ['-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner, 'inner'])
    git(place, ['commit', '-qm', 'inner'])
    git(place, ['config', 'diff.submodule', 'log'])
    write(place, { 'train.sh': 'two\n', 'inner/train.sh': 'changed\n' })
    const copy = applied(place, await patchOf(place))
    expect(readFileSync(`${copy}/train.sh`, 'utf8')).toBe('two\n')
  })

  test('holds modes and links', async () => {
    const place = repository()
    writeFileSync(`${place}/run.sh`, '', { mode: 0o755 })
    writeFileSync(folder.file('large'), LARGE)
    symlinkSync(folder.file('large'), `${place}/link`)
    const copy = applied(place, await patchOf(place))
    execFileSync('test', ['-x', `${copy}/run.sh`, '-a', '-h', `${copy}/link`])
  })

  test('does not hold what runs leave behind, packages, and repositories of their own', async () => {
    const place = repository()
    write(place, {
      ...{ 'mlruns/0/meta.yaml': '', 'mlartifacts/x': '', 'mlflow.db': 'x', 'mlflow.db-wal': 'x' },
      ...{
        'sub/node_modules/a/index.js': '',
        'venv/bin/python': '',
        'my-env/pyvenv.cfg': '',
        'my-env/x': '',
      },
    })
    expect(await patchOf(place)).toBeUndefined()
    git(place, ['init', '--quiet', 'nested'])
    write(place, { 'nested/code.py': '', 'code.py': 'x\n' })
    const patch = await patchOf(place)
    expect(patch?.leftOut).toEqual([{ name: 'nested/', reason: 'a repository of its own' }])
    const names = Buffer.from(patch?.bytes ?? '')
      .toString()
      .match(/^diff --git .*$/gm)
    expect(names).toEqual(['diff --git a/code.py b/code.py'])
  })

  test('holds more new files than a command has room for', async () => {
    const place = repository()
    const names = Array.from({ length: 30_000 }, (_, at) => `new/${'long-name-'.repeat(10)}${at}`)
    mkdirSync(`${place}/new`)
    for (const name of names) writeFileSync(`${place}/${name}`, '')
    const text = Buffer.from((await patchOf(place))?.bytes ?? '').toString()
    expect(text.match(/^new file mode/gm)).toHaveLength(names.length)
  }, 120_000)
})
