const HEAD_END = Buffer.from('\r\n\r\n')
const LINE_END = Buffer.from('\r\n')
const EMPTY = Buffer.alloc(0)

export interface Reply {
  status: number
  /** Length of the body as decoded. */
  bytes: number
  /** Present when asked for, and always when the status is not 200. */
  body?: Buffer
}

type Step = (data: Buffer) => Buffer

/**
 * Reads HTTP/1.1 replies of one keep-alive connection. Bodies nobody asked for are counted and dropped, so
 * that the client costs little beside the server on a machine with two cores.
 */
export class ReplyReader {
  keep = false
  #onReply: (reply: Reply) => void
  #step: Step
  #pending: Buffer = EMPTY
  #status = 0
  #bytes = 0
  #remaining = 0
  #parts: Buffer[] | undefined

  constructor(onReply: (reply: Reply) => void) {
    this.#onReply = onReply
    this.#step = this.#head
  }

  push(chunk: Buffer): void {
    let data = this.#pending.length > 0 ? Buffer.concat([this.#pending, chunk]) : chunk
    this.#pending = EMPTY
    while (data.length > 0) {
      const rest = this.#step(data)
      if (rest === data) {
        this.#pending = data
        return
      }
      data = rest
    }
  }

  /** Steps return what is left of the data, or the same buffer when they need more of it. */
  #head: Step = (data) => {
    const end = data.indexOf(HEAD_END)
    if (end < 0) return data
    const head = data.toString('latin1', 0, end)
    this.#status = Number(head.slice(9, 12))
    this.#bytes = 0
    this.#parts = this.keep || this.#status !== 200 ? [] : undefined
    this.#startBody(head)
    return data.subarray(end + HEAD_END.length)
  }

  #startBody(head: string): void {
    const length = /\r\ncontent-length:\s*(\d+)/i.exec(head)
    if (length) {
      this.#remaining = Number(length[1])
      this.#step = this.#sized
      if (this.#remaining === 0) this.#finish()
    } else if (/\r\ntransfer-encoding:\s*chunked/i.test(head)) {
      this.#step = this.#chunkSize
    } else {
      throw new Error(`Reply with status ${this.#status} has neither a length nor chunks`)
    }
  }

  #sized: Step = (data) => {
    const rest = this.#take(data)
    if (this.#remaining === 0) this.#finish()
    return rest
  }

  #chunkSize: Step = (data) => {
    const end = data.indexOf(LINE_END)
    if (end < 0) return data
    this.#remaining = Number.parseInt(data.toString('latin1', 0, end), 16)
    if (Number.isNaN(this.#remaining)) throw new Error('A chunk has no size')
    this.#step = this.#remaining === 0 ? this.#trailer : this.#chunk
    return data.subarray(end + LINE_END.length)
  }

  #chunk: Step = (data) => {
    const rest = this.#take(data)
    if (this.#remaining === 0) this.#step = this.#chunkEnd
    return rest
  }

  #chunkEnd: Step = (data) => {
    if (data.length < LINE_END.length) return data
    if (!data.subarray(0, LINE_END.length).equals(LINE_END)) throw new Error('A chunk is longer than it says')
    this.#step = this.#chunkSize
    return data.subarray(LINE_END.length)
  }

  #trailer: Step = (data) => {
    const end = data.indexOf(LINE_END)
    if (end < 0) return data
    if (end === 0) this.#finish()
    return data.subarray(end + LINE_END.length)
  }

  #take(data: Buffer): Buffer {
    const part = data.subarray(0, this.#remaining)
    this.#parts?.push(part)
    this.#bytes += part.length
    this.#remaining -= part.length
    return data.subarray(part.length)
  }

  #finish(): void {
    this.#step = this.#head
    const reply: Reply = { status: this.#status, bytes: this.#bytes }
    if (this.#parts) reply.body = Buffer.concat(this.#parts)
    this.#onReply(reply)
  }
}
