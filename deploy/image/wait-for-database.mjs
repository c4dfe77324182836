/** Waits until the server of MLFLOW_BACKEND_STORE_URI takes connections; exit code 1 after MILLRACE_DATABASE_PATIENCE seconds. */
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

const PORTS = { mysql: 3306, mariadb: 3306 }
const { MLFLOW_BACKEND_STORE_URI = '', MILLRACE_DATABASE_PATIENCE = '120' } = process.env

const place = /^([a-z]+)(?:\+\w+)?:\/\/(?:.*@)?(\[[^\]]+\]|[^:/?]+)(?::(\d+))?/i.exec(
  MLFLOW_BACKEND_STORE_URI,
)
if (!place) {
  console.log('MLFLOW_BACKEND_STORE_URI names no database server; there is nothing to wait for.')
  process.exit()
}
const [, scheme, name, port = PORTS[scheme] ?? 5432] = place
const host = name.replace(/^\[|\]$/g, '')

const giveUp = Date.now() + 1000 * Number(MILLRACE_DATABASE_PATIENCE)
for (let reason = await tryOnce(); reason; reason = await tryOnce()) {
  if (Date.now() >= giveUp) {
    console.error(`${host}:${port} takes no connections: ${reason}`)
    process.exit(1)
  }
  await sleep(1000)
}
console.log(`${host}:${port} takes connections.`)

/** Why it does not; undefined when it does. */
function tryOnce() {
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port), timeout: 4000 })
    const end = (reason) => {
      socket.destroy()
      resolve(reason)
    }
    socket.once('connect', () => end())
    socket.once('timeout', () => end('no answer'))
    socket.once('error', (error) => end(error.code ?? error.message))
  })
}
