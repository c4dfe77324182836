import { bgCharts } from '../locales/bg-charts.ts'
import { enCharts } from '../locales/en-charts.ts'
import { i18n, useTextOf } from './index.ts'
import type { RunMessageId } from './run.ts'
import './run.ts'

i18n.load({ en: enCharts, bg: bgCharts })

export type ChartMessageId = RunMessageId | keyof typeof enCharts

export const useChartText = useTextOf<ChartMessageId>
