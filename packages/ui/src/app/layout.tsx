import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { Icon } from '../components/icon.tsx'
import { Menu } from '../components/menu.tsx'
import { LOCALES, type Locale, setLocale, useText } from '../i18n/index.ts'
import { CommandKeys } from './command-keys.tsx'
import { helpUrl } from './help-url.ts'
import css from './layout.module.css'
import { setTheme, THEMES, useTheme } from './theme.ts'

export function Layout() {
  const { t } = useText()
  return (
    <div className={css.layout}>
      {/* A hash link would be a route here, so the jump is made by hand. */}
      <button type="button" className={css.skip} onClick={() => document.getElementById('main')?.focus()}>
        {t('nav.skip')}
      </button>
      <header className={css.bar}>
        <Link to="/experiments" className={css.brand}>
          <Logo />
          Millrace
        </Link>
        <nav aria-label={t('nav.main')} className={css.nav}>
          <Link to="/experiments" className={css.link} activeProps={{ className: css.active }}>
            {t('nav.experiments')}
          </Link>
          <Link to="/models" className={css.link} activeProps={{ className: css.active }}>
            {t('nav.models')}
          </Link>
          <Link to="/prompts" className={css.link} activeProps={{ className: css.active }}>
            {t('nav.prompts')}
          </Link>
        </nav>
        <span className={css.space} />
        <CommandKeys />
        <span className={css.menus}>
          <LocaleMenu />
          <ThemeMenu />
        </span>
        <HelpLink />
        <Link to="/settings" className={css.gear} aria-label={t('nav.settings')} title={t('nav.settings')}>
          <Icon name="sliders" />
        </Link>
      </header>
      <main id="main" tabIndex={-1} className={css.main}>
        <Outlet />
      </main>
    </div>
  )
}

/** To the page of the documentation that is about what is shown. */
function HelpLink() {
  const { t, locale } = useText()
  const { pathname } = useLocation()
  return (
    <a
      href={helpUrl(pathname, locale)}
      target="_blank"
      rel="noopener"
      className={css.gear}
      aria-label={t('nav.help')}
      title={t('nav.help')}
    >
      <Icon name="help" />
    </a>
  )
}

function Logo() {
  return (
    <svg width="22" height="22" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="var(--accent-fill)" />
      <path
        d="M6 12c3.3-3 6.7-3 10 0s6.7 3 10 0M6 20c3.3-3 6.7-3 10 0s6.7 3 10 0"
        fill="none"
        stroke="var(--on-accent)"
        strokeWidth="3"
        strokeLinecap="round"
      />
    </svg>
  )
}

function LocaleMenu() {
  const { t, locale } = useText()
  const items = Object.entries(LOCALES).map(([id, label]) => ({
    label,
    checked: id === locale,
    onSelect: () => setLocale(id as Locale),
  }))
  return <Menu icon="globe" label={t('settings.language')} items={items} />
}

function ThemeMenu() {
  const { t } = useText()
  const current = useTheme()
  const items = THEMES.map((theme) => ({
    label: t(`settings.theme.${theme}`),
    checked: theme === current,
    onSelect: () => setTheme(theme),
  }))
  return <Menu icon="sun" label={t('settings.theme')} items={items} />
}
