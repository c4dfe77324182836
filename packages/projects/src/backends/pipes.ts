import { execFile } from 'node:child_process'
import { closeSync, constants, openSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { promisify } from 'node:util'

/** The two ends of a program's outputs. */
export interface Pipes {
  readonly stdout: Readable
  readonly stderr: Readable
  /** For the program. */
  readonly writers: readonly [number, number]
  /** Lets go of the program's ends, which it has by then: theirs is the end of the output. */
  closeWriters(): void
}

const execute = promisify(execFile)

/**
 * Pipes as a shell makes them. Those that Node makes are sockets, and a script that writes to /dev/stderr fails with one:
 * "No such device or address".
 */
export async function openPipes(): Promise<Pipes> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-pipes-'))
  try {
    const paths = ['stdout', 'stderr'].map((name) => join(folder, name)) as [string, string]
    await execute('mkfifo', ['-m', '600', ...paths])
    const [stdout, stderr] = paths.map(openReader) as [Readable, Readable]
    const writers = paths.map((path) => openSync(path, constants.O_WRONLY)) as [number, number]
    return { stdout, stderr, writers, closeWriters: () => writers.forEach(closeFile) }
  } finally {
    // They live on in whoever has them open.
    await rm(folder, { recursive: true, force: true })
  }
}

/** Without waiting for who writes. */
function openReader(path: string): Readable {
  return new Socket({ fd: openSync(path, constants.O_RDONLY | constants.O_NONBLOCK), writable: false })
}

function closeFile(fd: number): void {
  closeSync(fd)
}
