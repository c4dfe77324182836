import { type Client, NotFoundError, type RunRecord } from '@millrace/sdk'

/** A file of a run, or undefined. */
export async function readIfThere(
  client: Client,
  run: RunRecord,
  path: string,
): Promise<Uint8Array | undefined> {
  try {
    return new Uint8Array(await (await client.artifacts.read(run, path)).arrayBuffer())
  } catch (error) {
    if (error instanceof NotFoundError) return undefined
    throw error
  }
}
