import type { OutputChunk } from '@millrace/projects'
import { endWithReader } from '../output/closed-output.ts'

type Show = (chunk: OutputChunk) => Promise<void> | void

/**
 * Shows what a program writes, as long as somebody reads it. Without a reader (`… | head`, a closed terminal, a full disk) the
 * program goes on: it runs apart from us, and its run must come to its end.
 * @param aside whether standard output is kept for the answer
 */
export function shownOutput(aside = false): Show {
  const gone = new Set<OutputChunk['stream']>()
  process.stdout.off('error', endWithReader)
  for (const stream of ['stdout', 'stderr'] as const) process[stream].on('error', () => gone.add(stream))
  return ({ stream: from, bytes }) => {
    const stream = aside ? 'stderr' : from
    if (gone.has(stream)) return
    // A terminal may be slower than a program.
    return new Promise((resolve) => process[stream].write(bytes, () => resolve()))
  }
}
