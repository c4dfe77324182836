import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** `minor` looks at what is young, in about a millisecond; `last-resort` also gives memory back to the system. */
export type Collect = (
  options: { readonly type: 'minor' } | { readonly type: 'major'; readonly flavor?: 'last-resort' },
) => void

/** V8's collector, from a context of its own: only those made after the flag know it, and nobody else gets to see it. */
export function collector(): Collect {
  setFlagsFromString('--expose-gc')
  const gc = runInNewContext('gc') as Collect
  setFlagsFromString('--no-expose-gc')
  return gc
}
