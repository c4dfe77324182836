import { bgArtifacts } from '../locales/bg-artifacts.ts'
import { enArtifacts } from '../locales/en-artifacts.ts'
import { i18n, useTextOf } from './index.ts'
import type { RunMessageId } from './run.ts'
import './run.ts'

i18n.load({ en: enArtifacts, bg: bgArtifacts })

export const useArtifactText = useTextOf<RunMessageId | keyof typeof enArtifacts>
