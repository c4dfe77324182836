import { useText } from '../i18n/index.ts'
import css from './code-box.module.css'
import { CopyButton } from './copy-button.tsx'

/** Lines to be taken from here to an editor. */
export function CodeBox({ text }: { text: string }) {
  const { t } = useText()
  return (
    <div className={css.box}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <pre tabIndex={0}>{text}</pre>
      <CopyButton text={text} label={t('action.copy')} />
    </div>
  )
}
