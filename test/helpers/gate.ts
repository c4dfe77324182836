import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A way to a server that can be shut: then it takes no connection and those that are open break off. */
export interface Gate {
  readonly port: number
  shut(): void
  open(): void
  close(): Promise<void>
}

export async function gateTo(port: number): Promise<Gate> {
  const sockets = new Set<Socket>()
  let isOpen = true
  const server = createServer((here) => {
    if (!isOpen) return here.destroy()
    const there = connect(port, '127.0.0.1')
    for (const [socket, other] of [
      [here, there],
      [there, here],
    ] as const) {
      sockets.add(socket)
      socket.pipe(other)
      socket.on('error', () => other.destroy())
      socket.on('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const shut = () => {
    isOpen = false
    for (const socket of sockets) socket.destroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    shut,
    open() {
      isOpen = true
    },
    async close() {
      shut()
      server.close()
    },
  }
}
