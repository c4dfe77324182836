/** What is to be done when the process ends before its runs do. */
export interface Ending {
  /** On SIGINT and SIGTERM. */
  killed(): Promise<void>
  /** When the process exits at once. @returns how many values are lost */
  gone(): number
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/** How long a killed process may take to send what waits; supervisors kill for good after ten seconds. */
const PATIENCE_MS = 8000

/** Of every tracker of this process: one may not end it while another still sends. */
const endings = new Set<Ending>()

/** Listens for the process's end. @returns how to stop that */
export function onEnding(ending: Ending): () => void {
  if (endings.size === 0) listen()
  endings.add(ending)
  return () => {
    if (endings.delete(ending) && endings.size === 0) stopListening()
  }
}

function listen(): void {
  for (const signal of SIGNALS) process.on(signal, onSignal)
  process.on('exit', tellLost)
}

function stopListening(): void {
  for (const signal of SIGNALS) process.off(signal, onSignal)
  process.off('exit', tellLost)
}

function onSignal(signal: NodeJS.Signals): void {
  // The second time nobody waits.
  for (const one of SIGNALS) process.off(one, onSignal)
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS).unref())
  const all = Promise.allSettled(Array.from(endings, (ending) => ending.killed()))
  void Promise.race([all, patience]).then(() => {
    // A program that listens itself decides itself when it ends.
    if (process.listenerCount(signal) > 0) return
    // A killed process does not exit.
    tellLost()
    process.kill(process.pid, signal)
  })
}

function tellLost(): void {
  let lost = 0
  for (const ending of endings) lost += ending.gone()
  if (lost === 0) return
  console.warn(
    `millrace: the process exited while ${lost} values waited to be sent; they are lost. Await run.end(), or give a spool.`,
  )
}
