import { type ArtifactRepository, openProxied } from '@millrace/artifacts'
import { Rest } from './rest.ts'

/** What is behind the artifact proxy of a server. */
export function proxyOf(rest: Rest): ArtifactRepository {
  return openProxied((method, path, init) =>
    rest.send(method, path, { ...init, repeatable: init.body === undefined }),
  )
}

/** The same by the server's address. @throws TransferError where nobody answers. */
export async function openArtifactProxy(address: string): Promise<ArtifactRepository> {
  const rest = new Rest(address)
  await rest.send('GET', '/health', { repeatable: true })
  return proxyOf(rest)
}
