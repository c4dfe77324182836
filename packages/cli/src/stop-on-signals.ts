/** Resolves after a signal and a clean stop; a second signal does not wait. */
export function stopOnSignals(close: () => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    let stopping = false
    const stop = () => {
      if (stopping) process.exit(130)
      stopping = true
      close().then(resolve, reject)
    }
    process.on('SIGINT', stop)
    process.on('SIGTERM', stop)
  })
}
