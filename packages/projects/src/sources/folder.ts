import { relative, sep } from 'node:path'
import type { Env } from '@millrace/sdk'
import type { Source } from '../source.ts'
import { TAG } from '../tags.ts'
import { checkoutOf } from './checkout.ts'
import { patchOf } from './patch.ts'

/** A project in a folder of this machine, which runs where it is. */
export async function openFolder(folder: string, env: Env): Promise<Source> {
  const checkout = await checkoutOf(folder, env)
  const release = async () => {}
  if (!checkout)
    return { folder, root: folder, tags: { [TAG.sourceName]: folder }, patch: undefined, release }
  const below = relative(checkout.root, folder).split(sep).join('/')
  return {
    folder,
    root: checkout.root,
    tags: {
      [TAG.sourceName]: below === '' ? `file://${checkout.root}` : `file://${checkout.root}#${below}`,
      [TAG.commit]: checkout.commit,
      ...(checkout.repository !== undefined && { [TAG.repository]: checkout.repository }),
    },
    patch: await patchOf(checkout, env),
    release,
  }
}
