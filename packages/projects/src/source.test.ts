import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type GitServer, startGitServer } from '../../../test/helpers/git-server.ts'
import { describeWith } from '../../../test/helpers/programs.ts'
import { scratch } from '../../../test/helpers/scratch.ts'
import { fetchSource } from './source.ts'
import { startZipServer, type ZipServer } from './testing/zip-server.ts'

const folder = scratch('source')
const work = folder.file('work')
const options = { env: process.env, report: () => {}, version: undefined }
afterAll(() => folder.remove())

function git(...args: string[]): string {
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.org']
  return execFileSync('git', [...who, ...args], { cwd: work, encoding: 'utf8' }).trim()
}

async function textOf(
  uri: string,
  version?: string,
): Promise<{ text: string; tags: Record<string, string> }> {
  const source = await fetchSource(uri, { ...options, version })
  try {
    return { text: readFileSync(`${source.folder}/train.sh`, 'utf8'), tags: { ...source.tags } }
  } finally {
    await source.release()
  }
}

describeWith(['git'], 'projects of git', () => {
  let server: GitServer
  let first = ''

  beforeAll(async () => {
    mkdirSync(`${work}/sub`, { recursive: true })
    git('init', '--quiet', '-b', 'main')
    writeFileSync(`${work}/sub/train.sh`, 'one')
    writeFileSync(`${work}/train.sh`, 'root one')
    symlinkSync('/etc', `${work}/out`)
    git('add', '-A')
    git('commit', '-qm', 'one')
    git('tag', 'v1')
    first = git('rev-parse', 'HEAD')
    writeFileSync(`${work}/sub/train.sh`, 'two')
    git('commit', '-qam', 'two')
    git('branch', 'feature/x')
    git('clone', '--quiet', '--bare', '.', folder.file('served/x.git'))
    server = await startGitServer(folder.file('served'))
  })

  afterAll(() => server.stop())

  test.each([
    ['nothing', undefined, 'two', undefined],
    ['a branch', 'feature/x', 'two', 'feature/x'],
    ['a tag', 'v1', 'one', undefined],
  ])('by %s', async (_, version, text, branch) => {
    const found = await textOf(`${server.url}/x.git#sub`, version)
    expect(found.text).toBe(text)
    expect(found.tags).toEqual({
      'mlflow.source.name': `${server.url}/x.git#sub`,
      'mlflow.source.git.repoURL': `${server.url}/x.git`,
      'mlflow.source.git.commit': text === 'one' ? first : git('rev-parse', 'HEAD'),
      ...(branch && { 'mlflow.source.git.branch': branch }),
    })
  })

  test('by a commit, whole or short, over HTTP and from a folder', async () => {
    for (const place of [`${server.url}/x.git`, folder.file('served/x.git'), `file://${work}`, work]) {
      for (const version of [first, first.slice(0, 8)]) {
        expect((await textOf(`${place}#sub`, version)).text).toBe('one')
      }
    }
  })

  test('over ssh, by an address as people write it', async () => {
    const ssh = folder.file('ssh')
    writeFileSync(ssh, '#!/bin/sh\nshift $(($# - 1))\nexec sh -c "$1"\n', { mode: 0o755 })
    const env = { ...process.env, GIT_SSH_COMMAND: ssh, GIT_SSH_VARIANT: 'simple' }
    const source = await fetchSource(`git@host:${folder.file('served/x.git')}`, {
      ...options,
      env,
      version: 'v1',
    })
    expect(source.tags['mlflow.source.git.commit']).toBe(first)
    await source.release()
  })

  test.each([
    ['none.git', undefined, /cannot be read: .*not found/],
    ['x.git', 'nope', /Unable to checkout version 'nope'/],
    ['x.git', 'ffffffff', /has no commit 'ffffffff'/],
    ['x.git#nope', undefined, /has no folder 'nope'/],
    ['x.git#../x', undefined, /leads out of it/],
    ['x.git#out', undefined, /leads out of it/],
  ])('%s at %s is refused', async (path, version, reason) => {
    await expect(fetchSource(`${server.url}/${path}`, { ...options, version })).rejects.toThrow(reason)
  })

  test('a server that is away is told', async () => {
    await expect(fetchSource('http://127.0.0.1:9/x.git', options)).rejects.toThrow('cannot be read')
  })

  test('a name that is an option of git stays a name', async () => {
    const mark = folder.file('was-here')
    await expect(fetchSource(`ssh://-oProxyCommand=touch ${mark}/x`, options)).rejects.toThrow()
    await expect(
      fetchSource(`${server.url}/x.git`, { ...options, version: `--upload-pack=touch ${mark}` }),
    ).rejects.toThrow('Unable to checkout')
    await expect(fetchSource(`ext::sh -c touch% ${mark}`, options)).rejects.toThrow()
    expect(() => readFileSync(mark)).toThrow()
  })

  test('tokens are not left in what is fetched, submodules neither', async () => {
    git('clone', '--quiet', '--bare', '.', folder.file('served/outer.git'))
    const outer = folder.file('outer')
    git('clone', '--quiet', folder.file('served/outer.git'), outer)
    const inOuter = (...args: string[]) => git('-C', outer, ...args)
    writeFileSync(`${outer}/.gitmodules`, '[submodule "inner"]\n\tpath = inner\n\turl = ../x.git\n')
    inOuter('add', '.gitmodules')
    inOuter('update-index', '--add', '--cacheinfo', `160000,${git('rev-parse', 'HEAD')},inner`)
    inOuter('commit', '-qm', 'inner')
    inOuter('push', '--quiet', folder.file('served/outer.git'), 'HEAD:main')
    const source = await fetchSource(`${server.url.replace('//', '//user:TOKEN@')}/outer.git`, options)
    expect(readFileSync(`${source.folder}/inner/train.sh`, 'utf8')).toBe('root one')
    expect(() => execFileSync('grep', ['-rl', 'TOKEN', source.folder], { encoding: 'utf8' })).toThrow()
    await source.release()
  })

  test('passwords are in no tag', async () => {
    git('remote', 'add', 'origin', 'https://user:secret@git.example/x.git')
    const { tags } = await fetchSource(work, options)
    expect(tags).toMatchObject({
      'mlflow.source.git.repoURL': 'https://git.example/x.git',
      'mlflow.source.name': `file://${work}`,
    })
  })

  test('changes that are not committed are a patch, which makes them again', async () => {
    expect((await fetchSource(work, options)).patch).toBeUndefined()
    writeFileSync(`${work}/train.sh`, 'changed\r\n')
    writeFileSync(`${work}/new file.bin`, Buffer.from([0, 1, 2, 255]))
    writeFileSync(`${work}/large.bin`, Buffer.alloc(2 * 1024 * 1024))
    rmSync(`${work}/sub/train.sh`)
    const before = git('status', '--porcelain')
    const { patch } = await fetchSource(`${work}#sub`, options)
    expect(git('status', '--porcelain')).toBe(before)
    expect(patch?.leftOut).toEqual([{ name: 'large.bin', reason: 'larger than 1 MiB' }])

    const copy = folder.file('copy')
    git('clone', '--quiet', work, copy)
    writeFileSync(`${copy}/source.patch`, patch?.bytes ?? '')
    execFileSync('git', ['apply', 'source.patch'], { cwd: copy })
    expect(readFileSync(`${copy}/train.sh`, 'utf8')).toBe('changed\r\n')
    expect(readFileSync(`${copy}/new file.bin`)).toEqual(Buffer.from([0, 1, 2, 255]))
    expect(() => readFileSync(`${copy}/sub/train.sh`)).toThrow()
  })
})

describeWith(['zip'], 'projects of zip files', () => {
  let server: ZipServer
  const left = () =>
    readdirSync(tmpdir())
      .filter((name) => name.startsWith('millrace-project-'))
      .sort()

  beforeAll(async () => {
    mkdirSync(folder.file('web'))
    writeFileSync(folder.file('web/train.sh'), 'of the web')
    execFileSync('zip', ['-qr', folder.file('web.zip'), 'web'], { cwd: folder.file('.') })
    server = await startZipServer(readFileSync(folder.file('web.zip')))
  })
  afterAll(() => server.stop())

  test.each(['/p.zip', '/moved.zip', '/P.ZIP'])('come over the web: %s', async (path) => {
    const { text, tags } = await textOf(`${server.url}${path}#web`)
    expect(text).toBe('of the web')
    expect(tags).toEqual({ 'mlflow.source.name': `${server.url}${path}#web` })
  })

  test('come with a name and a password, which no tag holds and no other host is told', async () => {
    const address = `${server.url.replace('//', '//user:s%40cret@')}/closed.zip`
    expect((await textOf(`${address}#web`)).tags).toEqual({
      'mlflow.source.name': `${server.url}/closed.zip#web`,
    })
    const moved = textOf(`${server.url.replace('//127.0.0.1', '//user:s%40cret@localhost')}/elsewhere.zip`)
    await expect(moved).rejects.toThrow(/^(?!.*cret).*elsewhere.zip answered 401/)
  })

  test.each([
    ['/none.zip', undefined, /zip file cannot be had: .*none.zip answered 404/],
    ['/p.zip', '10', /is longer than the 10 bytes/],
    ['/endless.zip', '1000000', /is longer than the 1000000 bytes/],
    ['/page.zip', undefined, /cannot be unpacked/],
    ['/away.zip', undefined, /leads to file:|leads to null/],
    ['/circle.zip', undefined, /leads further more than 10 times/],
    ['/p.zip', 'many', /MILLRACE_PROJECT_MAX_BYTES must be a number of bytes, and is 'many'/],
  ])('%s with at most %s bytes is refused, and nothing is left', async (path, most, reason) => {
    const before = left()
    const env = { ...process.env, MILLRACE_PROJECT_MAX_BYTES: most }
    await expect(fetchSource(`${server.url}${path}`, { ...options, env })).rejects.toThrow(reason)
    expect(left()).toEqual(before)
  })

  test('are not waited for when nobody wants them any more', async () => {
    const before = left()
    const stop = new AbortController()
    const fetched = fetchSource(`${server.url}/slow.zip`, { ...options, signal: stop.signal })
    setTimeout(() => stop.abort(new Error('enough')), 100)
    await expect(fetched).rejects.toThrow('enough')
    expect(left()).toEqual(before)
  })

  test('that would fill a disk are refused', async () => {
    writeFileSync(folder.file('zeros'), Buffer.alloc(5_000_000))
    execFileSync('zip', ['-q', folder.file('bomb.zip'), 'zeros'], { cwd: folder.file('.') })
    const env = { ...process.env, MILLRACE_PROJECT_MAX_BYTES: '1000000' }
    await expect(fetchSource(folder.file('bomb.zip'), { ...options, env })).rejects.toThrow(
      'it holds more than 1000000 bytes; MILLRACE_PROJECT_MAX_BYTES allows more',
    )
  })

  test('are unpacked, with their permissions, and taken away afterwards', async () => {
    const place = folder.file('zipped')
    mkdirSync(`${place}/sub`, { recursive: true })
    writeFileSync(`${place}/sub/train.sh`, 'zipped', { mode: 0o755 })
    execFileSync('zip', ['-qr', folder.file('p.zip'), '.'], { cwd: place })
    const source = await fetchSource(`file://${folder.file('p.zip')}#sub`, options)
    expect(readFileSync(`${source.folder}/train.sh`, 'utf8')).toBe('zipped')
    execFileSync('test', ['-x', `${source.folder}/train.sh`])
    await source.release()
    expect(() => readFileSync(`${source.folder}/train.sh`)).toThrow()
  })

  test('links are refused', async () => {
    const place = folder.file('linked')
    mkdirSync(place)
    symlinkSync('/etc/passwd', `${place}/x`)
    execFileSync('zip', ['-qry', folder.file('l.zip'), '.'], { cwd: place })
    await expect(fetchSource(folder.file('l.zip'), options)).rejects.toThrow("'x' is a link")
  })
})

test('a damaged zip file, a lone file and nothing are told apart', async () => {
  writeFileSync(folder.file('bad.zip'), 'no zip')
  writeFileSync(folder.file('file.txt'), '')
  await expect(fetchSource(folder.file('bad.zip'), options)).rejects.toThrow('cannot be unpacked')
  await expect(fetchSource(folder.file('file.txt'), options)).rejects.toThrow('is no folder, nor a zip file')
  await expect(fetchSource(folder.file('none'), options)).rejects.toThrow('There is no project at')
  await expect(fetchSource(folder.file(''), { ...options, version: 'v1' })).rejects.toThrow(
    'Setting a version is only supported for Git',
  )
})
