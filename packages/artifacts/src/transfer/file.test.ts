import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openLocal } from '../local.ts'
import { at } from '../repository.suite.ts'
import type { ArtifactRepository } from '../repository.ts'
import { uploadTree } from './tree.ts'

let folder: string
const BYTES = randomBytes(3000)

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-transfer-'))
  await writeFile(join(folder, 'x.bin'), BYTES)
})
afterEach(() => rm(folder, { recursive: true }))

/** A store whose first answer to `complete` is lost on the way. */
function losing(after: (repository: ArtifactRepository) => Promise<unknown>): ArtifactRepository {
  const repository = openLocal(join(folder, 'store'))
  const uploads = repository.uploads
  if (!uploads) throw new Error('a local folder takes uploads in parts')
  let isLost = false
  return {
    ...repository,
    uploads: {
      ...uploads,
      async complete(path, id) {
        const info = await uploads.complete(path, id)
        if (isLost) return info
        isLost = true
        await after(repository)
        throw new Error('connection reset')
      },
    },
  }
}

const upload = (store: ArtifactRepository) =>
  uploadTree(store, join(folder, 'x.bin'), at(''), { partBytes: 1000, retries: 1, verify: false })

it('an upload whose last answer was lost is done when the file is there', async () => {
  expect(await upload(losing(async () => {}))).toEqual({ files: 1, bytes: 3000 })
  expect((await readFile(join(folder, 'store/x.bin'))).equals(BYTES)).toBe(true)
})

it('and is not when another file is there', async () => {
  const other = losing(() => writeFile(join(folder, 'store/x.bin'), randomBytes(3000)))
  await expect(upload(other)).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' })
})
