import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { at, bytes, type OpenedRepository } from './repository.suite.ts'
import type { ArtifactRepository, DirectAccess, SignedRequest, UploadedPart } from './repository.ts'

/** What S3 and its kin want of every part but the last. */
const PART_BYTES = 5 * 1024 * 1024

/** What every store must do that clients can reach past us. They are plain HTTP clients here, as MLflow's are. */
export function directSuite(driver: string, open: () => Promise<OpenedRepository>): void {
  describe(`${driver} reached directly`, () => {
    let opened: OpenedRepository
    let repository: ArtifactRepository
    let direct: DirectAccess

    beforeEach(async () => {
      opened = await open()
      repository = opened.repository
      if (!repository.direct) throw new Error('it cannot be reached directly')
      direct = repository.direct
    })
    afterEach(() => opened.close())

    const names = async (path: string) =>
      (await Array.fromAsync(repository.list(at(path)))).map((file) => file.path)
    const textOf = async (path: string) => (await buffer((await repository.read(at(path))).stream)).toString()

    it('puts a file together from its parts, and shows none before', async () => {
      const file = at('folder/с име.bin')
      const sizes = [PART_BYTES, PART_BYTES, 1000]
      const { upload_id = '', credentials } = await direct.beginUpload(file, sizes.length)
      expect(credentials.map(({ part_number }) => part_number)).toEqual([1, 2, 3])
      const parts: UploadedPart[] = []
      for (const [i, credential] of credentials.entries()) {
        const reply = await send('PUT', credential, Buffer.alloc(sizes[i] ?? 0, `${i}`))
        const etag = reply.headers.get('etag')
        parts.push({ part_number: credential.part_number, url: credential.url, ...(etag && { etag }) })
      }
      expect(await names('folder')).toEqual([])
      await direct.completeUpload(file, upload_id, parts)
      const { stream, size } = await repository.read(file)
      expect(size).toBe(2 * PART_BYTES + 1000)
      const whole = Buffer.concat(sizes.map((length, i) => Buffer.alloc(length, `${i}`)))
      expect((await buffer(stream)).equals(whole)).toBe(true)
    })

    it('an upload that is given up leaves the file as it was', async () => {
      await repository.write(at('x'), bytes('old'))
      const { upload_id = '', credentials } = await direct.beginUpload(at('x'), 1)
      for (const credential of credentials) await send('PUT', credential, Buffer.from('new'))
      await direct.abortUpload(at('x'), upload_id)
      expect(await textOf('x')).toBe('old')
      expect(await names('')).toEqual(['x'])
    })

    it('giving up an upload without naming it takes no file away', async () => {
      await repository.write(at('x'), bytes('old'))
      // A store without names has nothing to refuse.
      await direct.abortUpload(at('x'), '').catch((error) => {
        expect(error).toMatchObject({ code: 'INVALID_PARAMETER_VALUE' })
      })
      expect(await textOf('x')).toBe('old')
    })

    it('gives a file, or a piece of it, to who has its address, as an attachment', async () => {
      await repository.write(at('a/отчет.html'), bytes('0123456789'))
      const signed = await direct.signDownload(at('a/отчет.html'), 60)
      expect(signed.file_size).toBe(10)
      const reply = await send('GET', signed)
      expect(await reply.text()).toBe('0123456789')
      if (opened.honoursDisposition) expect(reply.headers.get('content-disposition')).toMatch(/^attachment/)
      const piece = await send('GET', { ...signed, headers: { ...signed.headers, range: 'bytes=2-4' } })
      expect([piece.status, await piece.text()]).toEqual([206, '234'])
    })

    it('signs no address of what is not there', async () => {
      await expect(direct.signDownload(at('none'), 60)).rejects.toMatchObject({
        code: 'RESOURCE_DOES_NOT_EXIST',
        message: "No such artifact: 'none'",
      })
    })

    it('takes a file from who has its address', async () => {
      await send('PUT', await direct.signUpload(at('up/loaded.txt'), 60), Buffer.from('signed'))
      expect(await textOf('up/loaded.txt')).toBe('signed')
    })
  })
}

async function send(method: string, { url, headers }: SignedRequest, body?: Buffer): Promise<Response> {
  const reply = await fetch(url, { method, headers, ...(body && { body: new Uint8Array(body) }) })
  if (!reply.ok) throw new Error(`${method} was answered ${reply.status}: ${await reply.text()}`)
  return reply
}
