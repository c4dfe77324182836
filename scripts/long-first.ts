import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Folders whose files take minutes: begun last, they would be waited for alone. */
const LONG = [
  '/test/browser/accessibility',
  '/test/docs/',
  '/test/interop/',
  '/test/packages/',
  '/test/deploy/',
  '/test/durability/',
  '/test/clients/',
]

/** As vitest orders them, but what takes long comes first. */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return sorted.toSorted((a, b) => rank(a) - rank(b))
  }
}

function rank({ moduleId }: TestSpecification): number {
  const place = LONG.findIndex((folder) => moduleId.includes(folder))
  return place < 0 ? LONG.length : place
}
