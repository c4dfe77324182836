import { createReadStream, createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { invalidParameter } from '@millrace/contract'
import type { Scorer } from '../serve/scorer.ts'
import { BATCH_BYTES, csvBatches, jsonLineBatches, type Source } from './batches.ts'
import { parquetSource } from './parquet-batches.ts'
import { type PredictOptions, predictBatches } from './predict-batches.ts'

/** `json` is one request; the others are read in batches, whatever their size. */
export type PredictType = 'json' | 'csv' | 'jsonl' | 'parquet'

export interface PredictFiles {
  /** undefined for standard input. */
  input: string | undefined
  /** undefined for standard output. */
  output: string | undefined
  type: PredictType
}

/**
 * Writes the predictions for a file as `mlflow models predict` does: `{"predictions": [...]}`.
 * Memory does not grow with the file, unless that is one request.
 * @throws MlflowError when the input is damaged, or the model refuses it
 */
export async function predictFile(
  scorer: Scorer,
  { input, output, type }: PredictFiles,
  options: Omit<PredictOptions, 'onProgress'> & { onProgress(done: number, size: number | undefined): void },
): Promise<void> {
  const source = await openSource(input, type)
  const onProgress = (done: number) => options.onProgress(done, source.size)
  const texts = predictBatches(scorer, source.batches, { parallel: options.parallel, onProgress })
  if (output === undefined) await pipeline(Readable.from(texts), process.stdout as Writable, { end: false })
  else await pipeline(Readable.from(texts), createWriteStream(output))
}

async function openSource(input: string | undefined, type: PredictType): Promise<Source> {
  if (type === 'parquet') {
    if (input === undefined) throw invalidParameter('Parquet is read from a file: name it with --input-path.')
    return parquetSource(input)
  }
  const size = input === undefined ? undefined : (await stat(input)).size
  const stream = input === undefined ? process.stdin : createReadStream(input, { highWaterMark: BATCH_BYTES })
  return { size, batches: READERS[type](stream) }
}

const READERS = {
  csv: csvBatches,
  jsonl: jsonLineBatches,
  async *json(chunks: AsyncIterable<Buffer>) {
    const body = Buffer.concat(await Array.fromAsync(chunks))
    yield { contentType: 'application/json', body, done: body.length }
  },
}
