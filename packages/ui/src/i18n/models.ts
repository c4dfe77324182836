import { bgModels } from '../locales/bg-models.ts'
import { enModels } from '../locales/en-models.ts'
import { i18n, useTextOf } from './index.ts'
import type { RunMessageId } from './run.ts'
import './run.ts'

i18n.load({ en: enModels, bg: bgModels })

export type ModelMessageId = RunMessageId | keyof typeof enModels

export const useModelText = useTextOf<ModelMessageId>
