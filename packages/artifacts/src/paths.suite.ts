import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { ArtifactRepository } from './repository.ts'
import { type SafePath, safePath } from './safe-path.ts'

/** Names that lie in the fuzzed root; `out` and `file-out` are links that leave it where the store has links. */
const FUZZED_NAMES = ['a', 'b.txt', 'out', 'file-out']

const piece = fc.constantFrom(
  ...FUZZED_NAMES, 'secret', '..', '.', '/', '/', '/', '\\', '%2e', '%2E', '%2f', '%5c', '%25', '%252e', '%00', '\0', '#', '?', ':', 'C:',
  'c%3a', 'file:', '%c0%ae', '%ff', '．', '‥', '\ud800', ' ', '%20', '~', '\n', '%0a', '\r\n', '-', '|', '*', '%', '2e',
) // biome-ignore format: one table
const given = fc.array(piece, { maxLength: 9 }).map((pieces) => pieces.join(''))

const SECRET = 'what no path leads to'

/**
 * Whatever path a client gives, nothing outside the root is read, written or deleted.
 * @param outside everything beside the root, as text; it holds a file with `SECRET`
 */
export function pathsSuite(
  driver: string,
  runs: number,
  open: (
    secret: string,
  ) => Promise<{ repository: ArtifactRepository; outside: () => string | Promise<string> }>,
): void {
  it(`${driver} reaches nothing outside its root by any of ${runs} generated paths`, async () => {
    const { repository, outside } = await open(SECRET)
    const before = await outside()
    expect(before).toContain(SECRET)
    await fc.assert(
      fc.asyncProperty(given, fc.boolean(), fc.nat(49), async (text, decoded, act) => {
        const path = accepted(text, decoded)
        if (path === undefined) return
        const told = await attempt(repository, path, act)
        expect(told).not.toContain(SECRET)
      }),
      { numRuns: runs },
    )
    expect(await outside()).toBe(before)
  }, 600_000)
}

function accepted(text: string, decoded: boolean): SafePath | undefined {
  try {
    return safePath(text, { decoded })
  } catch (error) {
    expect(error).toMatchObject({ code: 'INVALID_PARAMETER_VALUE', message: 'Invalid path' })
    return undefined
  }
}

/** What comes of it, or the refusal; most look, some change. */
async function attempt(repository: ArtifactRepository, path: SafePath, act: number): Promise<string> {
  try {
    if (act === 0 && path !== '') await repository.delete(path)
    else if (act === 1) await repository.write(path, body())
    else if (act < 15) return JSON.stringify(await Array.fromAsync(repository.list(path)))
    else if (act < 25) return JSON.stringify((await repository.stat(path)) ?? '')
    else return Buffer.concat(await Array.fromAsync((await repository.read(path)).stream)).toString()
    return ''
  } catch (error) {
    return String(error)
  }
}

async function* body(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('evil')
}
