import { MlflowError } from '@millrace/contract'

/** A folder of a million files is told in a quarter of it; what is longer is no answer, and would fill the memory. */
const MOST_BYTES = 256 * 1024 * 1024

/** The text of a store's answer, empty where it has no body. @throws MlflowError where it is longer than any answer is */
export async function replyText(
  reply: AsyncIterable<Uint8Array> | ReadableStream<Uint8Array> | null,
  most = MOST_BYTES,
): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of (reply ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength
    if (bytes > most)
      throw new MlflowError('INTERNAL_ERROR', 'The answer of the artifact store does not end.')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
