import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, open, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { fromBuffer } from 'yauzl'
import { createRun, getRun, succeeded } from '../testing/factories.ts'
import { onEveryDatabase } from '../testing/test-server.ts'
import { type ZipEntry, zip } from './zip.ts'

const ARCHIVE = '/api/3.0/millrace/artifacts/archive'

onEveryDatabase('a folder as an archive', (server) => {
  const put = async (path: string, payload: string | Buffer) =>
    succeeded(
      await server.inject({ method: 'PUT', url: `/api/2.0/mlflow-artifacts/artifacts/${path}`, payload }),
    )
  const archive = async (query: Record<string, string>) => {
    const { port } = await server.listen()
    const response = await fetch(`http://127.0.0.1:${port}${ARCHIVE}?${new URLSearchParams(query)}`)
    return { response, bytes: Buffer.from(await response.arrayBuffer()) }
  }

  it('of a run holds every file, those of folders in folders too', async () => {
    const run_id = await createRun(server)
    const root = String((await getRun(server, run_id)).info.artifact_uri).replace('mlflow-artifacts:/', '')
    const files = {
      'model/MLmodel': 'flavors: {}',
      'model/data/weights.bin': 'w'.repeat(300_000),
      'model/data/име.txt': 'здравей',
      'model/empty.txt': '',
    }
    for (const [path, text] of Object.entries(files)) {
      await put(`${root}/${path.split('/').map(encodeURIComponent).join('/')}`, text)
    }
    const { response, bytes } = await archive({ run_id })
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('application/zip')
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename=${run_id}.zip`)
    expect(await unpacked(bytes)).toEqual(files)

    const part = await archive({ run_id, path: 'model/data' })
    expect(part.response.headers.get('content-disposition')).toBe('attachment; filename=data.zip')
    expect(Object.keys(await unpacked(part.bytes))).toEqual(['data/weights.bin', 'data/име.txt'])
  })

  it('of a run without artifacts is empty, of a file or of what is missing none', async () => {
    const run_id = await createRun(server)
    expect(await unpacked((await archive({ run_id })).bytes)).toEqual({})
    await put('archived/file', 'x')
    for (const [query, status] of [
      [{ run_id, path: 'none' }, 404],
      [{ run_id: 'none' }, 404],
      [{ model_id: 'm-none' }, 404],
      [{ name: 'none', version: '1' }, 404],
      [{ path: 'archived/file' }, 400],
      [{ path: '../' }, 400],
      [{ path: '%2e%2e' }, 400],
      [{ run_id, model_id: 'm-none' }, 400],
    ] as const) {
      expect((await archive(query)).response.status, JSON.stringify(query)).toBe(status)
    }
  })

  it('a link that leaves the store is not followed into it', async () => {
    const folder = join(server.folder, 'artifacts/linked-archive')
    await mkdir(folder, { recursive: true })
    await writeFile(join(server.folder, 'secret'), 'a secret')
    await symlink(join(server.folder, 'secret'), join(folder, 'link'))
    await writeFile(join(folder, 'real'), 'x')
    expect(await unpacked((await archive({ path: 'linked-archive' })).bytes)).toEqual({
      'linked-archive/real': 'x',
    })
  })

  it('a link to a folder above is no folder to go into', async () => {
    const folder = join(server.folder, 'artifacts/circle/deep')
    await mkdir(folder, { recursive: true })
    for (const name of ['up', 'again'])
      await symlink(join(server.folder, 'artifacts/circle'), join(folder, name))
    await writeFile(join(folder, 'real'), 'x')
    expect(await unpacked((await archive({ path: 'circle' })).bytes)).toEqual({ 'circle/deep/real': 'x' })
  })

  it('HEAD sends headers only', async () => {
    await put('headed/file', 'x')
    const reply = await server.inject({ method: 'HEAD', url: `${ARCHIVE}?path=headed` })
    expect(reply).toMatchObject({ status: 200, text: '' })
    expect(reply.headers['content-type']).toBe('application/zip')
  })
})

describe('a zip archive', () => {
  it('of 70,000 files is read by others', async () => {
    const entries = Array.from({ length: 70_000 }, (_, n) => file(`folder/${n}`, `${n}`))
    const bytes = await buffer(Readable.from(zip(Readable.from(entries))))
    const names = await namesIn(bytes)
    expect(names).toHaveLength(70_000)
    expect(names.at(-1)).toBe('folder/69999')
  })

  it('beyond 4 GiB is read by others, a file that large in it', async () => {
    const chunk = Buffer.alloc(1 << 20)
    const large: ZipEntry = {
      ...file('large', ''),
      open: async () => ({ size: 4097 * chunk.length, stream: Readable.from(repeated(chunk, 4097)) }),
    }
    const scratch = await mkdtemp(join(tmpdir(), 'millrace-zip-'))
    try {
      const path = join(scratch, 'large.zip')
      await writeSparse(path, zip(Readable.from([large, file('after', 'text')])), chunk)
      const script =
        'import sys,zipfile;z=zipfile.ZipFile(sys.argv[1]);print(z.getinfo("large").file_size,z.read("after"))'
      const told = execFileSync('python3', ['-c', script, path], { encoding: 'utf8' })
      expect(told.trim()).toBe(`${4097 * chunk.length} b'text'`)
    } finally {
      await rm(scratch, { recursive: true })
    }
  })

  it('with compressed and stored files passes Python’s own test', async () => {
    const entries = [
      file('a.txt', 'text '.repeat(10_000), true),
      file('b.bin', 'raw'),
      file('c.txt', '', true),
    ]
    const bytes = await buffer(Readable.from(zip(Readable.from(entries))))
    expect(bytes.length).toBeLessThan(3_000)
    const script =
      'import sys,io,zipfile;z=zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read()));print(z.testzip(),z.namelist())'
    const told = execFileSync('python3', ['-c', script], { input: bytes, encoding: 'utf8' })
    expect(told.trim()).toBe("None ['a.txt', 'b.bin', 'c.txt']")
  })
})

function file(name: string, text: string, compress = false): ZipEntry {
  return {
    name,
    mtime: Date.UTC(2026, 1, 3),
    compress,
    open: async () => ({ size: text.length, stream: Readable.from(text === '' ? [] : [Buffer.from(text)]) }),
  }
}

async function* repeated(chunk: Buffer, times: number): AsyncGenerator<Buffer> {
  for (let i = 0; i < times; i++) yield chunk
}

/** Leaves holes where `zeros` would be written: the disk need not be large. */
async function writeSparse(path: string, pieces: AsyncIterable<Uint8Array>, zeros: Buffer): Promise<void> {
  const handle = await open(path, 'w')
  let at = 0
  for await (const piece of pieces) {
    if (piece !== zeros) await handle.write(piece, 0, piece.length, at)
    at += piece.length
  }
  await handle.close()
}

function entriesIn(bytes: Buffer, each: (name: string, read: () => Promise<string>) => Promise<void>) {
  return new Promise<void>((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: true }, (error, archive) => {
      if (error) return reject(error)
      archive.on('end', resolve).on('error', reject)
      archive.on('entry', (entry) => {
        const read = () =>
          new Promise<string>((done, failed) =>
            archive.openReadStream(entry, (problem, stream) =>
              problem ? failed(problem) : buffer(stream).then((text) => done(text.toString()), failed),
            ),
          )
        each(entry.fileName, read).then(() => archive.readEntry(), reject)
      })
      archive.readEntry()
    })
  })
}

async function unpacked(bytes: Buffer): Promise<Record<string, string>> {
  const files: Record<string, string> = {}
  await entriesIn(bytes, async (name, read) => {
    files[name] = await read()
  })
  return files
}

async function namesIn(bytes: Buffer): Promise<string[]> {
  const names: string[] = []
  await entriesIn(bytes, async (name) => void names.push(name))
  return names
}
