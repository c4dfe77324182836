import { createContext, use } from 'react'

/** Where the page shows a file of what it is about. */
export type PathTo = (path: string) => { to: string; params: Record<string, string> }

const PathToContext = createContext<PathTo | undefined>(undefined)

/** A page gives its way to files to all that is below it: runs and logged models have other addresses. */
export const PathToProvider = PathToContext

export function usePathTo(): PathTo {
  const pathTo = use(PathToContext)
  if (!pathTo) throw new Error('There is no way to the files here.')
  return pathTo
}
