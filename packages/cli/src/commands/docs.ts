import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Command, InvalidArgumentError } from 'commander'
import { cannotListen } from '../cannot-listen.ts'
import { ExitError } from '../exit-error.ts'
import { stopOnSignals } from '../stop-on-signals.ts'

const HOST = '127.0.0.1'
const PORT = 5001

/** `millrace docs`: the documentation, without a network. */
export function docsCommand(): Command {
  return new Command('docs')
    .description('Serve the documentation to this machine, offline.')
    .exitOverride()
    .option('-p, --port <port>', 'port to listen on, 0 for any that is free', portOf, PORT)
    .action(({ port }: { port: number }) => serveDocs(port))
}

function portOf(text: string): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  throw new InvalidArgumentError('A port is a number from 0 to 65535.')
}

async function serveDocs(port: number): Promise<void> {
  const { findDocs } = await import('@millrace/server')
  const site = findDocs()
  if (site === undefined) {
    throw new ExitError(
      'The documentation is not built; `npm run docs` at the root of the repository does that.',
    )
  }
  const server = createServer(await siteListener(site))
  const stop = stopOnSignals(async () => {
    server.close()
    server.closeAllConnections()
  })
  try {
    server.listen(port, HOST)
    await once(server, 'listening')
  } catch (error) {
    throw cannotListen(error, HOST, port)
  }
  const { port: taken } = server.address() as AddressInfo
  console.error(`The documentation is at http://${HOST}:${taken}  (stop it with Ctrl-C)`)
  await stop
}

async function siteListener(site: string): Promise<RequestListener> {
  const { answerFromSite } = await import('@millrace/server')
  return async ({ method, url = '/', headers }, response) => {
    if (method !== 'GET' && method !== 'HEAD') return void response.writeHead(405).end()
    try {
      const asked = { url, acceptEncoding: String(headers['accept-encoding'] ?? '') }
      const answer = await answerFromSite(site, '/', asked)
      response.writeHead(answer.status, answer.headers).end(method === 'HEAD' ? undefined : answer.body)
    } catch (error) {
      response.writeHead(500, { 'content-type': 'text/plain' }).end(`${(error as Error).message}\n`)
    }
  }
}
