import { constants } from 'node:fs'
import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { type Backend, type BenchDatabase, countSql } from '../backend.ts'
import { rawInsertRate } from '../raw-inserts.ts'

/** A file of its own for each server. */
export const sqliteBackend: Backend = {
  async create(folder, seed) {
    await mkdir(folder, { recursive: true })
    const file = join(folder, 'mlflow.db')
    if (seed !== undefined) await copyFile(seed, file, constants.COPYFILE_FICLONE)
    return fileDatabase(file, folder)
  },
  async stop() {},
}

function fileDatabase(file: string, folder: string): BenchDatabase {
  return {
    uri: `sqlite:///${file}`,
    async count(what, experiment) {
      const db = new Database(file, { readonly: true, timeout: 20_000 })
      try {
        return db.prepare<[], number>(countSql(what, experiment)).pluck().get() ?? 0
      } finally {
        db.close()
      }
    },
    rawInsertRate: (seconds) => rawInsertRate(join(folder, 'raw'), seconds),
  }
}
