import type { TestProject } from 'vitest/node'
import { startMariadb } from './mariadb.ts'
import { startPostgres } from './postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** URIs of the database servers that are there, by the kind of database. */
    services: Readonly<Record<string, string>>
  }
}

const SERVICES = { postgresql: startPostgres, mysql: startMariadb }

/** Starts a server of each kind of database once for the whole run; what is not installed is named. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const wanted = process.env.MILLRACE_TEST_DATABASES?.split(',')
  const services: Record<string, string> = {}
  const stops: (() => Promise<void>)[] = []
  for (const [name, start] of Object.entries(SERVICES)) {
    if (wanted && !wanted.includes(name)) continue
    const service = await start()
    if (service === undefined) {
      console.warn(`skipped: every test on ${name}: it is not installed`)
      continue
    }
    services[name] = service.uri
    stops.push(service.stop)
  }
  project.provide('services', services)
  return async () => {
    await Promise.all(stops.map((stop) => stop()))
  }
}
