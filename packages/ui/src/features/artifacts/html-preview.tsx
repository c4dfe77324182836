import { useRunText } from '../../i18n/run.ts'
import css from './html-preview.module.css'

/** Whatever the page brings must be in the page itself. */
const POLICY = "default-src 'none'; img-src data: blob:; font-src data:; style-src 'unsafe-inline' data:"

const withPolicy = (html: string) =>
  `<!doctype html><meta http-equiv="Content-Security-Policy" content="${POLICY}">${html}`

/**
 * A frame without scripts and without an origin: a logged page can reach neither this page nor the server.
 * (A frame made from text lives under this page's own policy, so its scripts could not run here anyway.)
 */
export function HtmlPreview({ html, name }: { html: string; name: string }) {
  const { t } = useRunText()
  return (
    <>
      <p className={css.notice}>{t('artifacts.sandboxed')}</p>
      <iframe
        className={css.frame}
        title={t('artifacts.frame', { name })}
        sandbox=""
        srcDoc={withPolicy(html)}
      />
    </>
  )
}
