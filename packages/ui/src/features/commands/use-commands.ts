import { useQuery } from '@tanstack/react-query'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { serverUrl } from '../../api/client.ts'
import { helpUrl } from '../../app/help-url.ts'
import { setTheme, THEMES } from '../../app/theme.ts'
import { copyText } from '../../components/copy-text.ts'
import { LOCALES, type Locale, setLocale } from '../../i18n/index.ts'
import { type SettingsMessageId, useSettingsText } from '../../i18n/settings.ts'
import type { CommandDialog } from './command-dialogs.tsx'
import { placesQuery } from './find-places.ts'
import { fuzzy } from './fuzzy.ts'

export interface Command {
  id: string
  label: string
  act: () => void
}

export interface CommandGroup {
  title: string
  commands: Command[]
}

const RUN_ID = /^[0-9a-f]{32}$/

/** What can be done, or gone to, that matches the words; what is found on the server comes as it arrives. */
export function useCommands(
  words: string,
  searched: string,
  open: (dialog: CommandDialog) => void,
): CommandGroup[] {
  const { t } = useSettingsText()
  const fixed = useFixedCommands(open)
  const places = usePlaces(searched)
  const nameOf = ({ label }: Command) => label
  const matching = (title: SettingsMessageId, commands: Command[]): CommandGroup => ({
    title: t(title),
    commands: fuzzy(commands, words, nameOf),
  })
  const groups = [
    useRunCommand(words),
    matching('commands.pages', fixed.pages),
    // What was found for the words before these must not be taken for an answer to them.
    ...places.map(({ title, commands }) => ({ title, commands: fuzzy(commands, words, nameOf) })),
    matching('commands.actions', fixed.actions),
  ]
  return groups.filter(({ commands }) => commands.length > 0)
}

function useFixedCommands(open: (dialog: CommandDialog) => void) {
  const { t, locale } = useSettingsText()
  const navigate = useNavigate()
  const { pathname } = useLocation()
  const pages: Command[] = [
    { id: 'experiments', label: t('nav.experiments'), act: () => void navigate({ to: '/experiments' }) },
    { id: 'models', label: t('nav.models'), act: () => void navigate({ to: '/models' }) },
    { id: 'prompts', label: t('nav.prompts'), act: () => void navigate({ to: '/prompts' }) },
    { id: 'webhooks', label: t('settings.webhooks'), act: () => void navigate({ to: '/webhooks' }) },
    { id: 'settings', label: t('nav.settings'), act: () => void navigate({ to: '/settings' }) },
  ]
  const actions: Command[] = [
    { id: 'new-experiment', label: t('commands.createExperiment'), act: () => open('experiment') },
    { id: 'new-model', label: t('commands.createModel'), act: () => open('model') },
    { id: 'new-prompt', label: t('commands.createPrompt'), act: () => open('prompt') },
    {
      id: 'copy-uri',
      label: t('commands.copyUri'),
      act: () => void copyText(serverUrl('').replace(/\/$/, '')),
    },
    ...THEMES.map((theme) => ({
      id: `theme-${theme}`,
      label: t('commands.theme', { theme: t(`settings.theme.${theme}`) }),
      act: () => setTheme(theme),
    })),
    ...Object.entries(LOCALES).map(([locale, language]) => ({
      id: `language-${locale}`,
      label: t('commands.language', { language }),
      act: () => setLocale(locale as Locale),
    })),
    {
      id: 'help',
      label: t('nav.help'),
      act: () => void window.open(helpUrl(pathname, locale), '_blank', 'noopener'),
    },
    { id: 'keys', label: t('commands.keys'), act: () => open('keys') },
  ]
  return { pages, actions }
}

/** The page of a run whose id was pasted. */
function useRunCommand(words: string): CommandGroup {
  const { t } = useSettingsText()
  const navigate = useNavigate()
  const runId = words.trim()
  const command = {
    id: `run-${runId}`,
    label: t('commands.openRun', { id: runId }),
    act: () => void navigate({ to: '/runs/$runId', params: { runId } }),
  }
  return { title: t('commands.runs'), commands: RUN_ID.test(runId) ? [command] : [] }
}

function usePlaces(words: string): CommandGroup[] {
  const { t } = useSettingsText()
  const navigate = useNavigate()
  const { data } = useQuery({ ...placesQuery(words.trim()), placeholderData: (old) => old })
  if (!data) return []
  return [
    {
      title: t('commands.experiments'),
      commands: data.experiments.map(({ id, name }) => ({
        id: `experiment-${id}`,
        label: name,
        act: () => void navigate({ to: '/experiments/$experimentId', params: { experimentId: id } }),
      })),
    },
    {
      title: t('commands.models'),
      commands: data.models.map((name) => ({
        id: `model-${name}`,
        label: name,
        act: () => void navigate({ to: '/models/$name', params: { name } }),
      })),
    },
    {
      title: t('commands.prompts'),
      commands: data.prompts.map((name) => ({
        id: `prompt-${name}`,
        label: name,
        act: () => void navigate({ to: '/prompts/$name', params: { name } }),
      })),
    },
  ]
}
