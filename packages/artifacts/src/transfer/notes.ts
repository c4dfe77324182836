import { createHash } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { unlessMissing } from '../inside.ts'
import type { FileCopy } from './file.ts'

/** What is kept of a large file under way: the id of its upload, which the other side knows all about. */
export interface Notes {
  read(): Promise<string | undefined>
  write(id: string): Promise<void>
  forget(): Promise<void>
}

/** A file that changed since is another one. Without a folder nothing is kept. */
export function notesOn({ source, file, target }: FileCopy, folder: string | undefined): Notes {
  if (folder === undefined) {
    return { read: async () => undefined, write: async () => {}, forget: async () => {} }
  }
  const key = JSON.stringify([source, file.file_size, file.etag ?? file.mtime, target])
  const note = join(folder, `${createHash('sha256').update(key).digest('hex')}.upload`)
  return {
    read: () => unlessMissing(readFile(note, 'utf8')),
    async write(id) {
      await mkdir(folder, { recursive: true })
      await writeFile(note, id)
    },
    forget: () => rm(note, { force: true }),
  }
}
