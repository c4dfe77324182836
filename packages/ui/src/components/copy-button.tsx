import { useState } from 'react'
import { useText } from '../i18n/index.ts'
import { IconButton } from './button.tsx'

/** Without the clipboard (a page over plain HTTP has none) the browser's old command still copies. */
async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text)
  const area = document.createElement('textarea')
  area.value = text
  document.body.append(area)
  area.select()
  document.execCommand('copy')
  area.remove()
}

const CONFIRMED_FOR_MS = 1_500

export function CopyButton({ text, label }: { text: string; label: string }) {
  const { t } = useText()
  const [done, setDone] = useState(false)
  const copy = async () => {
    await copyText(text)
    setDone(true)
    setTimeout(() => setDone(false), CONFIRMED_FOR_MS)
  }
  return (
    <IconButton
      icon={done ? 'check' : 'copy'}
      label={done ? t('action.copied') : label}
      onClick={() => void copy()}
    />
  )
}
