import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'

export interface ZipServer {
  readonly url: string
  stop(): Promise<void>
}

const PASSWORD = `Basic ${Buffer.from('user:s@cret').toString('base64')}`

/** Serves a zip file in the ways that a web server may: as it is, elsewhere, to those who may have it, without an end. */
export async function startZipServer(zip: Uint8Array): Promise<ZipServer> {
  const moved =
    (location: string): RequestListener =>
    (_, response) =>
      response.writeHead(302, { location }).end()
  const places: Readonly<Record<string, RequestListener>> = {
    '/p.zip': (_, response) => response.end(zip),
    '/P.ZIP': (_, response) => response.end(zip),
    '/page.zip': (_, response) => response.end('<html>'),
    '/closed.zip': ({ headers }, response) =>
      headers.authorization === PASSWORD ? response.end(zip) : response.writeHead(401).end(),
    '/endless.zip': (_, response) => void Readable.from(endless()).pipe(response),
    '/slow.zip': (_, response) => response.write('PK'),
    '/moved.zip': moved('/p.zip'),
    '/circle.zip': moved('/circle.zip'),
    '/away.zip': moved('file:///etc/passwd'),
    '/elsewhere.zip': (_, response) => response.writeHead(302, { location: `${url}/closed.zip` }).end(),
  }
  const none: RequestListener = (_, response) => response.writeHead(404).end()
  const server = createServer((request, response) => (places[request.url ?? ''] ?? none)(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function* endless() {
  for (;;) yield Buffer.alloc(64 * 1024)
}
