import { type ArtifactRepository, openProxied } from '@millrace/artifacts'
import { Rest } from './rest.ts'
import { TransferError } from './store.ts'

/** What is behind the artifact proxy of a server. */
export function proxyOf(rest: Rest): ArtifactRepository {
  return openProxied((method, path, init) =>
    rest.send(method, path, { ...init, repeatable: init.body === undefined }),
  )
}

/**
 * The same by the server's address.
 * @throws TransferError where nobody answers, and then for every answer that leaves artifacts where they are
 */
export async function openArtifactProxy(address: string): Promise<ArtifactRepository> {
  const rest = new Rest(readable(address))
  await rest.send('GET', '/health', { repeatable: true })
  return openProxied(async (method, path, init) => {
    const response = await rest.send(method, path, { ...init, repeatable: init.body === undefined })
    if (response.ok || response.status === 404) return response
    throw new TransferError(
      `${rest.name} answered ${response.status} to ${method} ${path}: ${(await response.text()).slice(0, 300)}`,
    )
  })
}

/** What cannot be read is not shown either: it may hold a password. */
function readable(address: string): string {
  if (URL.canParse(address) && new URL(address).hash === '') return address
  throw new TransferError(
    "The address of the tracking server cannot be read. Write letters such as '#', '/' and '@' in a password as %23, %2F and %40.",
  )
}
