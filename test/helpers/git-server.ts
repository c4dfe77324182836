import { spawn } from 'node:child_process'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface GitServer {
  /** Repositories are below it, by their names. */
  readonly url: string
  stop(): Promise<void>
}

/** Serves the repositories of a folder over HTTP, by git's own program for that. */
export async function startGitServer(folder: string, port = 0): Promise<GitServer> {
  const server = createServer((request, response) => answer(folder, request, response))
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function answer(folder: string, request: IncomingMessage, response: ServerResponse): void {
  const [path = '', query = ''] = (request.url ?? '').split('?')
  const child = spawn('git', ['http-backend'], {
    env: {
      ...process.env,
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: '1',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      PATH_INFO: decodeURIComponent(path),
      QUERY_STRING: query,
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: String(request.headers['content-encoding'] ?? ''),
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  request.pipe(child.stdin)
  const parts: Buffer[] = []
  child.stdout.on('data', (bytes: Buffer) => parts.push(bytes))
  child.once('close', () => send(Buffer.concat(parts), response))
}

/** What a CGI program writes: headers, an empty line, a body. */
function send(output: Buffer, response: ServerResponse): void {
  const end = output.indexOf('\r\n\r\n')
  const headers = output
    .subarray(0, end)
    .toString()
    .split('\r\n')
    .map((line) => line.split(/:\s*/, 2) as [string, string])
  const status = Number(headers.find(([name]) => name === 'Status')?.[1].slice(0, 3) ?? 200)
  response.writeHead(status, Object.fromEntries(headers.filter(([name]) => name !== 'Status')))
  response.end(output.subarray(end + 4))
}
