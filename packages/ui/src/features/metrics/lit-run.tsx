import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'

type LitRun = readonly [id: string | undefined, light: (id: string | undefined) => void]

const Context = createContext<LitRun>([undefined, () => {}])

/** Whatever is pointed at in one chart, or in the list beside them, stands out in all of them. */
export function LitRunProvider({ children }: { children: ReactNode }) {
  const [id, light] = useState<string>()
  const value = useMemo((): LitRun => [id, light], [id])
  return <Context value={value}>{children}</Context>
}

export const useLitRun = (): LitRun => useContext(Context)
