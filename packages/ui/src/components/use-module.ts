import { useEffect, useState } from 'react'

type Load<Module> = () => Promise<Module>

const modules = new WeakMap<Load<unknown>, unknown>()

/**
 * A module that is fetched when first needed; undefined until it is here. React.lazy instead holds back for 300 ms what comes
 * soon after its fallback. @throws where it cannot be fetched.
 */
export function useModule<Module>(load: Load<Module>): Module | undefined {
  const [{ error }, setState] = useState<{ error?: unknown }>({})
  useEffect(() => {
    // It may have come since this was drawn.
    if (modules.has(load)) return setState({})
    let gone = false
    const tell = (state: { error?: unknown }) => {
      if (!gone) setState(state)
    }
    load().then(
      (module) => {
        modules.set(load, module)
        tell({})
      },
      (error: unknown) => tell({ error }),
    )
    return () => {
      gone = true
    }
  }, [load])
  if (error) throw error
  return modules.get(load) as Module | undefined
}
