/** A part of an input file, as a request to a scorer. */
export interface Batch {
  contentType: string
  body: Buffer
  /** How much of the input has been read with it, in the unit of `Source.size`. */
  done: number
}

/** An input of any size, part by part. */
export interface Source {
  /** Bytes, or rows; undefined where it cannot be known. */
  size: number | undefined
  batches: AsyncIterable<Batch>
}

/** Enough rows that Python's fixed cost of a batch is small, few enough that a handful fits in memory. */
export const BATCH_BYTES = 2 ** 18

const QUOTE = 0x22
const NEWLINE = 0x0a

/** Whole CSV records, each batch with the header line before it. A line break in quotes is part of its field. */
export async function* csvBatches(chunks: AsyncIterable<Buffer>): AsyncGenerator<Batch> {
  let header: Buffer | undefined
  for await (const { records, done } of inBlocks(wholeRecords(chunks, QUOTE))) {
    if (header === undefined) {
      const end = records.indexOf(NEWLINE) + 1 || records.length
      header = records.subarray(0, end)
      if (end < records.length || done === end) yield { contentType: 'text/csv', body: records, done }
    } else yield { contentType: 'text/csv', body: Buffer.concat([header, records]), done }
  }
}

const OPEN = Buffer.from('{"dataframe_records": [')
const CLOSE = Buffer.from(']}')

/** Lines that are each an object of JSON. */
export async function* jsonLineBatches(chunks: AsyncIterable<Buffer>): AsyncGenerator<Batch> {
  for await (const { records, done } of wholeRecords(chunks, undefined)) {
    const lines = records
      .toString('utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
    if (lines.length === 0) continue
    const body = Buffer.concat([OPEN, Buffer.from(lines.join(', ')), CLOSE])
    yield { contentType: 'application/json', body, done }
  }
}

interface Records {
  records: Buffer
  /** Bytes up to their end. */
  done: number
}

/**
 * Rows of which a batch holds a multiple. Processors add up several rows at a time and what is left over in another
 * way: only at the end of a file may it be left over, as when all of it is predicted at once.
 */
const BLOCK_ROWS = 64

/** Moves the rows behind the last block of a batch to the next one. Lines in quotes are not counted, nor moved. */
async function* inBlocks(parts: AsyncIterable<Records>): AsyncGenerator<Records> {
  let rest: Buffer = Buffer.alloc(0)
  let headers = 1
  let end = 0
  for await (const { records, done } of parts) {
    const all = rest.length === 0 ? records : Buffer.concat([rest, records])
    const cut = all.includes(QUOTE) ? all.length : blockEnd(all, headers)
    rest = all.subarray(cut)
    end = done
    if (cut === 0) continue
    headers = 0
    yield { records: all.subarray(0, cut), done: done - rest.length }
  }
  if (rest.length > 0) yield { records: rest, done: end }
}

/** Where the last block of lines ends, or 0. */
function blockEnd(bytes: Buffer, headers: number): number {
  let lines = -headers
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) lines++
  if (lines < BLOCK_ROWS) return 0
  let end = bytes.lastIndexOf(NEWLINE) + 1
  for (let left = lines % BLOCK_ROWS; left > 0; left--) end = bytes.lastIndexOf(NEWLINE, end - 2) + 1
  return end
}

/** Cuts a stream behind a line break, about every `BATCH_BYTES`; one within quotes is none. */
async function* wholeRecords(
  chunks: AsyncIterable<Buffer>,
  quote: number | undefined,
): AsyncGenerator<Records> {
  let parts: Buffer[] = []
  let length = 0
  let done = 0
  let isQuoted = false
  for await (const chunk of chunks) {
    const cut = length + chunk.length < BATCH_BYTES ? undefined : lastBreak(chunk, isQuoted, quote)
    isQuoted = quote === undefined ? false : isQuoted !== isOdd(chunk, quote)
    if (cut === undefined || cut === 0) {
      parts.push(chunk)
      length += chunk.length
      continue
    }
    done += length + cut
    yield { records: Buffer.concat([...parts, chunk.subarray(0, cut)]), done }
    parts = [chunk.subarray(cut)]
    length = chunk.length - cut
  }
  if (length > 0) yield { records: Buffer.concat(parts), done: done + length }
}

/** Where the last record of a chunk ends, or 0. */
function lastBreak(chunk: Buffer, startsQuoted: boolean, quote: number | undefined): number {
  let end = chunk.length
  for (;;) {
    const at = chunk.lastIndexOf(NEWLINE, end - 1)
    if (end === 0 || at < 0) return 0
    if (quote === undefined || startsQuoted === isOdd(chunk.subarray(0, at), quote)) return at + 1
    end = at
  }
}

function isOdd(bytes: Buffer, value: number): boolean {
  let odd = false
  for (let at = bytes.indexOf(value); at >= 0; at = bytes.indexOf(value, at + 1)) odd = !odd
  return odd
}
