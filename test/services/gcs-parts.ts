import { createHash, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

/**
 * What fake-gcs-server lacks of Google's service, written from its manual of the XML API: uploads in parts. They are put
 * into the server behind when they are complete; every other request is passed on as it is. Signatures are looked at
 * by neither.
 */
export async function startGcsParts(behind: () => number): Promise<{ port: number; stop(): void }> {
  const uploads = new Map<string, Map<number, Buffer>>()
  const server = createServer((incoming, outgoing) => {
    const url = new URL(incoming.url ?? '/', 'http://here')
    const upload = url.searchParams.get('uploadId')
    if (upload === null && !url.searchParams.has('uploads')) return pass(incoming, outgoing, behind())
    void answerParts(uploads, behind(), url, upload, incoming, outgoing)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    stop() {
      server.closeAllConnections()
      server.close()
    },
  }
}

function pass(incoming: IncomingMessage, outgoing: ServerResponse, port: number): void {
  const { method, url, headers } = incoming
  const onward = request({ host: '127.0.0.1', port, method, path: url, headers }, (reply) => {
    outgoing.writeHead(reply.statusCode ?? 502, reply.headers)
    reply.pipe(outgoing)
  })
  onward.on('error', () => outgoing.destroy())
  outgoing.on('close', () => onward.destroy())
  incoming.pipe(onward)
}

async function answerParts(
  uploads: Map<string, Map<number, Buffer>>,
  port: number,
  url: URL,
  upload: string | null,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const body = await buffer(incoming)
  if (upload === null) {
    const id = randomUUID()
    uploads.set(id, new Map())
    outgoing.end(`<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`)
    return
  }
  const parts = uploads.get(upload)
  if (!parts) return refuse(outgoing, 404, 'NoSuchUpload')
  if (incoming.method === 'PUT') {
    parts.set(Number(url.searchParams.get('partNumber')), body)
    outgoing.setHeader('ETag', etagOf(body)).end()
    return
  }
  if (incoming.method === 'POST') {
    const asked = [...body.toString().matchAll(/<PartNumber>(\d+)<\/PartNumber><ETag>([^<]*)<\/ETag>/g)]
    const chosen = asked.map(([, number, etag]) => ({ etag, bytes: parts.get(Number(number)) }))
    if (chosen.some(({ etag, bytes }) => !bytes || etag !== etagOf(bytes)))
      return refuse(outgoing, 400, 'InvalidPart')
    const [, bucket = '', ...key] = url.pathname.split('/')
    const whole = Buffer.concat(chosen.flatMap(({ bytes }) => bytes ?? []))
    const name = encodeURIComponent(decodeURIComponent(key.join('/')))
    const place = `http://127.0.0.1:${port}/upload/storage/v1/b/${bucket}/o?uploadType=media&name=${name}`
    await fetch(place, { method: 'POST', body: whole })
  }
  uploads.delete(upload)
  outgoing.end()
}

function etagOf(bytes: Buffer): string {
  return `"${createHash('md5').update(bytes).digest('hex')}"`
}

function refuse(outgoing: ServerResponse, status: number, code: string): void {
  outgoing.writeHead(status, { 'content-type': 'application/xml' }).end(`<Error><Code>${code}</Code></Error>`)
}
