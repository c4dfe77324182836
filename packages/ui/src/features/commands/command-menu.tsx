import {
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { Icon } from '../../components/icon.tsx'
import { Spoken } from '../../components/spoken.tsx'
import { useDebouncedText } from '../../components/use-debounced-text.ts'
import { useSettingsText } from '../../i18n/settings.ts'
import type { CommandDialog } from './command-dialogs.tsx'
import css from './command-menu.module.css'
import { type Command, type CommandGroup, useCommands } from './use-commands.ts'

const SEARCH_AFTER_MS = 120
const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 }

interface Props {
  /** What was typed before there was a field for it. */
  typed: RefObject<string | undefined>
  onOpen: (dialog: CommandDialog) => void
  onClose: () => void
}

/** A field that finds pages, things and actions; the arrows choose, Enter does it. */
export function CommandMenu({ typed, onOpen, onClose }: Props) {
  const { t } = useSettingsText()
  const dialog = useRef<HTMLDialogElement>(null)
  /** The browser tells of the closing later, when what was opened by then is not to be closed. */
  const hasActed = useRef(false)
  const id = useId()
  const [searched, setSearched] = useState('')
  const [words, setWords] = useDebouncedText(searched, setSearched, SEARCH_AFTER_MS)
  const [chosen, setChosen] = useState(0)
  const groups = useCommands(words, searched, onOpen)
  const commands = groups.flatMap(({ commands }) => commands)
  const current = commands[Math.min(chosen, commands.length - 1)]

  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    // From here on the field takes what is typed.
    setSearched(typed.current ?? '')
    return () => element?.close()
  }, [typed])
  useEffect(() => {
    document.getElementById(`${id}${current?.id}`)?.scrollIntoView({ block: 'nearest' })
  }, [id, current?.id])

  /** Closed first: what the command opens shall have the focus. */
  const act = (command: Command) => {
    hasActed.current = true
    dialog.current?.close()
    onClose()
    command.act()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key]
    if (step !== undefined) {
      event.preventDefault()
      setChosen((Math.min(chosen, commands.length - 1) + step + commands.length) % commands.length || 0)
    } else if (event.key === 'Enter' && current) {
      event.preventDefault()
      act(current)
    }
  }

  return (
    <dialog
      ref={dialog}
      className={css.dialog}
      aria-label={t('commands.title')}
      onClose={(event) => !event.currentTarget.open && !hasActed.current && onClose()}
    >
      <div className={css.field}>
        <Icon name="search" />
        <input
          role="combobox"
          aria-label={t('commands.hint')}
          aria-expanded
          aria-controls={id}
          aria-autocomplete="list"
          aria-activedescendant={current && `${id}${current.id}`}
          placeholder={t('commands.hint')}
          autoComplete="off"
          spellCheck={false}
          autoFocus
          value={words}
          onChange={(event) => {
            setWords(event.target.value)
            setChosen(0)
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div id={id} role="listbox" aria-label={t('commands.results')} className={css.list}>
        {groups.map((group) => (
          <Group key={group.title} {...{ id, group, current }} onAct={act} />
        ))}
      </div>
      {commands.length === 0 && <p className={css.none}>{t('commands.none')}</p>}
      <Spoken>
        <span role="status">{commands.length === 0 && t('commands.none')}</span>
      </Spoken>
    </dialog>
  )
}

interface GroupProps {
  id: string
  group: CommandGroup
  current: Command | undefined
  onAct: (command: Command) => void
}

function Group({ id, group: { title, commands }, current, onAct }: GroupProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of options, as in a listbox
    <div role="group" aria-label={title} className={css.group}>
      <span aria-hidden="true" className={css.title}>
        {title}
      </span>
      {commands.map((command) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the chosen option
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys
        <div
          key={command.id}
          id={`${id}${command.id}`}
          role="option"
          aria-selected={command === current}
          className={css.option}
          onClick={() => onAct(command)}
        >
          {command.label}
        </div>
      ))}
    </div>
  )
}
