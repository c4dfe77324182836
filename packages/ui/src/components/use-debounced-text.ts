import { useEffect, useRef, useState } from 'react'

/** An input's text now, and its owner told when the typing pauses. */
export function useDebouncedText(value: string, onChange: (text: string) => void, ms = 200) {
  const [text, setText] = useState(value)
  const latest = useRef({ value, onChange })
  latest.current = { value, onChange }

  useEffect(() => setText(value), [value])
  useEffect(() => {
    if (text === latest.current.value) return
    const timer = setTimeout(() => latest.current.onChange(text), ms)
    return () => clearTimeout(timer)
  }, [text, ms])

  return [text, setText] as const
}
