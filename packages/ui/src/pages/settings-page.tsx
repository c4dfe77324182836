import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { send, serverUrl } from '../api/client.ts'
import { DENSITIES, setDensity, useDensity } from '../app/density.ts'
import { setTheme, THEMES, useTheme } from '../app/theme.ts'
import { CopyButton } from '../components/copy-button.tsx'
import { Detail, DetailCode, Details } from '../components/details.tsx'
import { Overview } from '../components/overview.tsx'
import { PageBody } from '../components/page-body.tsx'
import { PageHeader } from '../components/page-header.tsx'
import { Panel } from '../components/panel.tsx'
import { Segmented } from '../components/segmented.tsx'
import { useDocumentTitle } from '../components/use-document-title.ts'
import { KeysList } from '../features/commands/keys-list.tsx'
import { LOCALES, type Locale, setLocale } from '../i18n/index.ts'
import { useSettingsText } from '../i18n/settings.ts'
import css from './settings-page.module.css'

export function SettingsPage() {
  const { t } = useSettingsText()
  useDocumentTitle(t('nav.settings'))
  return (
    <>
      <PageHeader title={t('nav.settings')} />
      <PageBody>
        <Overview
          main={
            <>
              <Look />
              <Panel title={t('keys.title')}>
                <div className={css.keys}>
                  <KeysList />
                </div>
              </Panel>
            </>
          }
          side={
            <>
              <Server />
              <Panel title={t('settings.webhooks')}>
                <p className={css.text}>
                  {t('settings.webhooks.hint')} <Link to="/webhooks">{t('settings.webhooks')}</Link>
                </p>
              </Panel>
            </>
          }
        />
      </PageBody>
    </>
  )
}

function Look() {
  const { t, locale } = useSettingsText()
  const theme = useTheme()
  const density = useDensity()
  return (
    <Panel title={t('settings.look')}>
      <div className={css.look}>
        <span>{t('settings.theme')}</span>
        <Segmented
          label={t('settings.theme')}
          value={theme}
          options={THEMES.map((value) => ({ value, label: t(`settings.theme.${value}`) }))}
          onChange={setTheme}
        />
        <span>{t('settings.language')}</span>
        <Segmented
          label={t('settings.language')}
          value={locale}
          options={Object.entries(LOCALES).map(([value, label]) => ({ value: value as Locale, label }))}
          onChange={setLocale}
        />
        <span>{t('settings.density')}</span>
        <Segmented
          label={t('settings.density')}
          value={density}
          options={DENSITIES.map((value) => ({ value, label: t(`settings.density.${value}`) }))}
          onChange={setDensity}
        />
      </div>
      <p className={css.text}>{t('settings.look.hint')}</p>
    </Panel>
  )
}

function Server() {
  const { t } = useSettingsText()
  const uri = serverUrl('').replace(/\/$/, '')
  const { data: version } = useQuery({
    queryKey: ['version'],
    queryFn: async ({ signal }) => (await send(serverUrl('version'), { signal })).text(),
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <Panel title={t('settings.server')}>
      <Details>
        <Detail label={t('settings.server.uri')}>
          <DetailCode>{uri}</DetailCode>
          <CopyButton text={uri} label={t('settings.server.copy')} />
        </Detail>
        <Detail label={t('settings.server.version')}>{version}</Detail>
      </Details>
    </Panel>
  )
}
