import { useArtifactText } from '../../i18n/artifacts.ts'
import css from './html-preview.module.css'
import { viewUrl } from './list-artifacts.ts'

/** Whatever a page made from text brings must be in it: it has no scripts and no origin. */
const POLICY = "default-src 'none'; img-src data: blob:; font-src data:; style-src 'unsafe-inline' data:"

const withPolicy = (html: string) =>
  `<!doctype html><meta http-equiv="Content-Security-Policy" content="${POLICY}">${html}`

interface SandboxedProps {
  html: string
  name: string
  className: string | undefined
}

/** A frame without scripts: it lives under this page's own policy, so they could not run here anyway. */
export function SandboxedHtml({ html, name, className }: SandboxedProps) {
  const { t } = useArtifactText()
  return (
    <iframe
      className={className}
      title={t('artifacts.frame', { name })}
      sandbox=""
      srcDoc={withPolicy(html)}
    />
  )
}

/**
 * A logged page with its scripts, as those of plotly, in a frame without an origin: the server sends it under a policy of
 * its own, so that it can reach neither this page nor any server.
 */
export function HtmlPreview({ owner, path, name }: { owner: string; path: string; name: string }) {
  const { t } = useArtifactText()
  return (
    <>
      <p className={css.notice}>{t('artifacts.sandboxed')}</p>
      <iframe
        className={css.frame}
        title={t('artifacts.frame', { name })}
        sandbox="allow-scripts"
        src={viewUrl(owner, path)}
      />
    </>
  )
}

/** The browser's own reader shows it. */
export function PdfPreview({ owner, path, name }: { owner: string; path: string; name: string }) {
  const { t } = useArtifactText()
  return <iframe className={css.frame} title={t('artifacts.frame', { name })} src={viewUrl(owner, path)} />
}
