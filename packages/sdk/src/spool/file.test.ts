import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { SpoolFile } from './file.ts'
import type { SpoolRecord } from './record.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'millrace-spool-file-'))
  path = join(folder, 'unsent')
})
afterEach(() => rmSync(folder, { recursive: true }))

const record = (body: string): SpoolRecord => ({
  to: 'http://here',
  parcel: { runId: 'r', path: 'p', body, count: 1 },
})

/** What a process finds that opens the spool after this one. */
async function bodiesAfter(file: SpoolFile) {
  await file.close()
  const next = new SpoolFile(path)
  const bodies: string[] = []
  let damaged = 0
  for (
    let one = await next.next(() => damaged++);
    one !== undefined;
    one = await next.next(() => damaged++)
  ) {
    bodies.push(one.record.parcel.body)
    await next.advance(one.end)
  }
  await next.close()
  return { bodies, damaged }
}

test('what ends the process while a record is on its way writes behind it, and it once', async () => {
  const file = new SpoolFile(path)
  await file.append(record('"first"'))
  const writing = file.append(record('"under way"'))
  file.appendNow(record('"under way"'))
  file.appendNow(record('"last"'))
  await writing
  expect(await bodiesAfter(file)).toEqual({ bodies: ['"first"', '"under way"', '"last"'], damaged: 0 })
})

test('half a line of a process that was killed takes none with it', async () => {
  writeFileSync(path, 'cafe0123 {"to":"half a rec')
  const file = new SpoolFile(path)
  file.appendNow(record('"whole"'))
  expect(await bodiesAfter(file)).toEqual({ bodies: ['"whole"'], damaged: 1 })
})

test('a file whose last line is whole is gone on with', async () => {
  const before = new SpoolFile(path)
  await before.append(record('"before"'))
  await before.close()
  const file = new SpoolFile(path)
  file.appendNow(record('"after"'))
  expect(await bodiesAfter(file)).toEqual({ bodies: ['"before"', '"after"'], damaged: 0 })
})
