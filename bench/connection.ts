import { connect, type Socket } from 'node:net'
import { type Reply, ReplyReader } from './reply-reader.ts'

/** Longer than MLflow's busy waits on SQLite (20 s), several of which may follow each other. */
const REPLY_TIMEOUT_MS = 180_000

interface Waiting {
  resolve(reply: Reply): void
  reject(error: Error): void
}

/** One keep-alive connection with one request under way at a time. It reconnects if the server hung up between two. */
export class Connection {
  #port: number
  #socket: Socket | undefined
  #reader = new ReplyReader((reply) => this.#settle((waiting) => waiting.resolve(reply)))
  #waiting: Waiting | undefined

  constructor(port: number) {
    this.#port = port
  }

  async send(request: Buffer, keepBody = false): Promise<Reply> {
    const socket = this.#socket ?? (await this.#open())
    this.#reader.keep = keepBody
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
      socket.write(request)
    })
  }

  close(): void {
    this.#socket?.destroy()
    this.#socket = undefined
  }

  #open(): Promise<Socket> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port: this.#port, host: '127.0.0.1', noDelay: true })
      socket.setTimeout(REPLY_TIMEOUT_MS, () => this.#drop(socket, new Error('No reply in time')))
      socket.once('connect', () => {
        this.#socket = socket
        this.#reader = new ReplyReader((reply) => this.#settle((waiting) => waiting.resolve(reply)))
        resolve(socket)
      })
      socket.on('data', (chunk: Buffer) => this.#read(socket, chunk))
      const fail = (error: Error) => {
        reject(error)
        this.#drop(socket, error)
      }
      socket.on('error', fail)
      socket.on('close', () => fail(new Error('The server closed the connection')))
    })
  }

  #read(socket: Socket, chunk: Buffer): void {
    try {
      this.#reader.push(chunk)
    } catch (error) {
      this.#drop(socket, error instanceof Error ? error : new Error(String(error)))
    }
  }

  #drop(socket: Socket, error: Error): void {
    socket.destroy()
    if (this.#socket !== socket) return
    this.#socket = undefined
    this.#settle((waiting) => waiting.reject(error))
  }

  #settle(how: (waiting: Waiting) => void): void {
    const waiting = this.#waiting
    this.#waiting = undefined
    if (waiting) how(waiting)
  }
}
