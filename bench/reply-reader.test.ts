import { describe, expect, test } from 'vitest'
import { type Reply, ReplyReader } from './reply-reader.ts'

const CASES = [
  {
    name: 'a body with a length',
    wire: 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello',
    reply: { status: 200, bytes: 5, body: 'hello' },
  },
  {
    name: 'an empty body',
    wire: 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n',
    reply: { status: 200, bytes: 0, body: '' },
  },
  {
    name: 'chunks',
    wire: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\nb\r\nlo\r\n\r\nworld\r\n0\r\n\r\n',
    reply: { status: 200, bytes: 14, body: 'hello\r\n\r\nworld' },
  },
]

function read(pieces: string[], keep: boolean): Reply[] {
  const replies: Reply[] = []
  const reader = new ReplyReader((reply) => replies.push(reply))
  reader.keep = keep
  for (const piece of pieces) reader.push(Buffer.from(piece))
  return replies
}

function text({ status, bytes, body }: Reply): { status: number; bytes: number; body: string | undefined } {
  return { status, bytes, body: body?.toString() }
}

describe('ReplyReader', () => {
  test.each(CASES)('reads $name, wherever the stream is cut', ({ wire, reply }) => {
    for (let cut = 0; cut <= wire.length; cut++) {
      expect(read([wire.slice(0, cut), wire.slice(cut)], true).map(text)).toEqual([reply])
    }
    expect(read([...wire], true).map(text)).toEqual([reply])
  })

  test('reads one reply after the other from one stream', () => {
    const wire = CASES.map((one) => one.wire).join('')
    expect(read([wire], true).map(text)).toEqual(CASES.map((one) => one.reply))
  })

  test('refuses chunks that do not end where they say', () => {
    const wire = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhello\r\n0\r\n\r\n'
    expect(() => read([wire], true)).toThrow('chunk')
  })

  test('drops a body nobody asked for, but keeps that of an error', () => {
    const [first] = CASES
    const refused = 'HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnope'
    expect(read([first?.wire ?? '', refused], false).map(text)).toEqual([
      { status: 200, bytes: 5, body: undefined },
      { status: 404, bytes: 4, body: 'nope' },
    ])
  })
})
