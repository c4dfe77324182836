import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { useText } from '../../i18n/index.ts'
import css from './html-preview.module.css'

/** Whatever the page brings must be in the page itself. */
const POLICY = "default-src 'none'; img-src data: blob:; font-src data:; style-src 'unsafe-inline' data:"
const SCRIPT_POLICY = `${POLICY}; script-src 'unsafe-inline' 'unsafe-eval' data: blob:`

const withPolicy = (html: string, policy: string) =>
  `<!doctype html><meta http-equiv="Content-Security-Policy" content="${policy}">${html}`

/** A frame without an origin: a logged page can reach neither this page nor the server. */
export function HtmlPreview({ html, name }: { html: string; name: string }) {
  const { t } = useText()
  const [scripts, setScripts] = useState(false)
  return (
    <>
      <p className={css.notice}>
        {t('artifacts.sandboxed')}
        {!scripts && <Button onClick={() => setScripts(true)}>{t('artifacts.runScripts')}</Button>}
      </p>
      <iframe
        key={String(scripts)}
        className={css.frame}
        title={t('artifacts.frame', { name })}
        sandbox={scripts ? 'allow-scripts' : ''}
        srcDoc={withPolicy(html, scripts ? SCRIPT_POLICY : POLICY)}
      />
    </>
  )
}
