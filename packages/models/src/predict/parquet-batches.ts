import { invalidParameter } from '@millrace/contract'
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import { pythonJson } from '../python-json.ts'
import type { Batch, Source } from './batches.ts'

/** Rows that are held at a time; a row group is read in parts of this size. */
const ROWS = 10_000

/** The rows of a Parquet file as records. Its size is counted in rows. */
export async function parquetSource(path: string): Promise<Source> {
  const file = await asyncBufferFromFile(path)
  const metadata = await parquetMetadataAsync(file).catch((error: Error) => {
    throw invalidParameter(`${path} is no Parquet file: ${error.message}`)
  })
  const size = Number(metadata.num_rows)
  const batches = async function* (): AsyncGenerator<Batch> {
    for (let rowStart = 0; rowStart < size; rowStart += ROWS) {
      const rowEnd = Math.min(size, rowStart + ROWS)
      const rows = await parquetReadObjects({ file, metadata, rowStart, rowEnd })
      const body = Buffer.from(`{"dataframe_records": ${pythonJson(rows)}}`)
      yield { contentType: 'application/json', body, done: rowEnd }
    }
  }
  return { size, batches: batches() }
}
