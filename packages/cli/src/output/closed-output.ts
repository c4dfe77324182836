/** Whoever read our output wants no more of it: `… | head`. */
export function endWithReader(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
}
