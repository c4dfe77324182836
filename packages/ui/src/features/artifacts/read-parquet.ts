import { type Compressors, parquetMetadataAsync, parquetReadObjects, parquetSchema } from 'hyparquet'
import { keepSlices } from './keep-slices.ts'
import { readRange } from './read-head.ts'

export interface ParquetFile {
  columns: string[]
  count: number
  /** The rows from one up to, not with, another, each cell as one line. */
  rows: (start: number, end: number) => Promise<string[][]>
}

/** What the reader itself cannot unpack; of the packed forms that are left (Brotli, LZ4) it says that it cannot read them. */
async function loadCompressors(): Promise<Compressors> {
  const [{ gunzipSync }, { decompress }] = await Promise.all([import('fflate'), import('fzstd')])
  const [gunzip, zstd] = [(input: Uint8Array) => gunzipSync(input), (input: Uint8Array) => decompress(input)]
  return { GZIP: gunzip, ZSTD: zstd }
}

/** Reads the footer of a file; its rows are read as they are asked for. */
export async function openParquet(url: string, signal: AbortSignal): Promise<ParquetFile> {
  const { total } = await readRange(url, 0, 1, signal)
  const never = new AbortController().signal
  // Pages of rows share their row group's columns.
  const slice = keepSlices(
    async (start, end) => (await readRange(url, start, end, never)).bytes.slice().buffer,
  )
  const file = {
    byteLength: total,
    slice: (start: number, end = total) => slice(start < 0 ? total + start : start, end),
  }
  const metadata = await parquetMetadataAsync(file)
  const columns = parquetSchema(metadata).children.map(({ element }) => element.name)
  return {
    columns,
    count: Number(metadata.num_rows),
    rows: async (rowStart, rowEnd) => {
      const compressors = await loadCompressors()
      const rows = await parquetReadObjects({ file, metadata, rowStart, rowEnd, compressors })
      return rows.map((row) => columns.map((name) => cellText(row[name])))
    },
  }
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString()
  if (typeof value !== 'object') return String(value)
  return JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? String(inner) : inner))
}
