import { ExitError } from './exit-error.ts'

/** Why a port could not be opened, by the system's code, and what a person can do. */
const ADVICE: Readonly<Record<string, (host: string, port: number) => string>> = {
  EADDRINUSE: (host, port) =>
    `Port ${port} is taken on ${host}; stop what listens there or give another: --port ${port + 1}`,
  EADDRNOTAVAIL: (host) =>
    `This machine has no address ${host}; give one that it has, or --host 0.0.0.0 for all.`,
  ENOTFOUND: (host) =>
    `No address is known for the host ${host}; give an address of this machine with --host.`,
  EAI_AGAIN: (host) =>
    `No address is known for the host ${host}; give an address of this machine with --host.`,
  EACCES: (_host, port) => `This user may not open port ${port}; give one above 1023: --port 5000`,
}

/** What to throw when listening failed with `error`: a sentence for a person where the reason is known. */
export function cannotListen(error: unknown, host: string, port: number): unknown {
  const advice = ADVICE[String((error as { code?: unknown }).code)]
  return advice ? new ExitError(advice(host, port)) : error
}
