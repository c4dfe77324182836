import { useState } from 'react'
import { useText } from '../i18n/index.ts'
import { IconButton } from './button.tsx'
import { copyText } from './copy-text.ts'

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
