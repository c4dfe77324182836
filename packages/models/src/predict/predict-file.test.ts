import { readFileSync, writeFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { afterAll, expect, test } from 'vitest'
import { scratch } from '../../../../test/helpers/scratch.ts'
import { openNodeScorer } from '../serve/node-scorer.ts'
import type { Scorer } from '../serve/scorer.ts'
import { BATCH_BYTES, csvBatches } from './batches.ts'
import { type PredictType, predictFile } from './predict-file.ts'

const folder = scratch('predict')
afterAll(() => folder.remove())

/** Answers every row as it was read. */
const echo: Scorer = openNodeScorer(
  {
    predict: async (input) => JSON.stringify(input.kind === 'any' ? input.value : input),
    close: async () => {},
  },
  {},
  { timeout: 10_000, maxWaiting: 100, maxBatchRows: 1, maxBatchDelay: 0 },
)

async function predictionsFor(type: PredictType, input: string, told: number[] = []): Promise<unknown[]> {
  const output = folder.file('out.json')
  const onProgress = (done: number) => told.push(done)
  await predictFile(echo, { input, output, type }, { parallel: 2, onProgress })
  return JSON.parse(readFileSync(output, 'utf8')).predictions
}

test('CSV of many batches is cut between records, also where fields hold line breaks', async () => {
  const rows = Array.from({ length: 200_000 }, (_, row) => ({ n: String(row), text: `a "b"\n${row},` }))
  const lines = rows.map(({ n, text }) => `${n},"${text.replaceAll('"', '""')}"\n`)
  const csv = `n,text\n${lines.join('')}`
  expect(csv.length).toBeGreaterThan(2 * BATCH_BYTES)
  writeFileSync(folder.file('in.csv'), csv)
  const told: number[] = []
  expect(await predictionsFor('csv', folder.file('in.csv'), told)).toEqual(rows)
  expect(told.length).toBeGreaterThan(2)
  expect(told.at(-1)).toBe(csv.length)
})

test('batches of CSV hold blocks of rows, and the last one what is left', async () => {
  const csv = `n\n${Array.from({ length: 500_001 }, (_, n) => `${n * 1000}\n`).join('')}`
  const halves = [csv.slice(0, 3_000_000), csv.slice(3_000_000)].map((half) => Buffer.from(half))
  const counts: number[] = []
  const bodies: string[] = []
  for await (const { body } of csvBatches(Readable.from(halves))) {
    const lines = body.toString().trim().split('\n')
    expect(lines.shift()).toBe('n')
    counts.push(lines.length)
    bodies.push(lines.join('\n'))
  }
  expect(bodies.join('\n')).toBe(csv.slice(2).trim())
  expect(counts.map((count) => count % 64)).toEqual([...counts.slice(1).map(() => 0), 500_001 % 64])
  expect(counts.length).toBeGreaterThan(1)
})

test('lines of JSON are records', async () => {
  const rows = Array.from({ length: 100_000 }, (_, n) => ({ n, text: `стойност ${n}`, some: [null] }))
  writeFileSync(folder.file('in.jsonl'), rows.map((row) => JSON.stringify(row)).join('\n'))
  expect(await predictionsFor('jsonl', folder.file('in.jsonl'))).toEqual(rows)
})

test('Parquet as pandas writes it is records', async () => {
  const file = new URL('../../testdata/three-rows.parquet', import.meta.url).pathname
  expect(await predictionsFor('parquet', file)).toMatchObject([
    { x: 1.5, n: 1, name: 'a' },
    { n: 2, name: 'б' },
    { x: -2, name: null },
  ])
})

test('what the model refuses ends it, and what is no Parquet is told', async () => {
  writeFileSync(folder.file('in.json'), '{"foo": 1}')
  await expect(predictionsFor('json', folder.file('in.json'))).rejects.toThrow(
    'exactly one of the input fields',
  )
  await expect(predictionsFor('parquet', folder.file('in.json'))).rejects.toThrow('is no Parquet file')
})
