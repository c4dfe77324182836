import { lazy, type RefObject, Suspense } from 'react'
import { CreateExperimentDialog } from '../experiments/experiment-dialogs.tsx'
import { CommandMenu } from './command-menu.tsx'
import { KeysDialog } from './keys-dialog.tsx'

const CreateModelDialog = lazy(async () => ({
  default: (await import('../models/model-dialogs.tsx')).CreateModelDialog,
}))
const CreatePromptDialog = lazy(async () => ({
  default: (await import('../prompts/prompt-dialogs.tsx')).CreatePromptDialog,
}))

export type CommandDialog = 'menu' | 'keys' | 'experiment' | 'model' | 'prompt'

interface Props {
  open: CommandDialog
  /** What the menu begins with. */
  typed: RefObject<string | undefined>
  onOpen: (dialog: CommandDialog) => void
  onClose: () => void
}

/** The command menu, and what it opens. */
export function CommandDialogs({ open, typed, onOpen, onClose }: Props) {
  return (
    <Suspense>
      {open === 'menu' && <CommandMenu typed={typed} onOpen={onOpen} onClose={onClose} />}
      {open === 'keys' && <KeysDialog onClose={onClose} />}
      {open === 'experiment' && <CreateExperimentDialog onClose={onClose} />}
      {open === 'model' && <CreateModelDialog onClose={onClose} />}
      {open === 'prompt' && <CreatePromptDialog onClose={onClose} />}
    </Suspense>
  )
}
