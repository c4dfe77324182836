import { describe, expect, it } from 'vitest'
import type { Candidate } from './candidate.ts'
import { allowance, requirement } from './checks.ts'
import { FORMATS, passes, RENDERERS, type Report } from './report.ts'

function candidate(metrics: Record<string, number>, rest: Record<string, string> = {}): Candidate {
  const texts = new Map(Object.entries(rest).map(([key, value]) => [key, { value, of: 'version' as const }]))
  const figures = Object.entries(metrics).map(([key, value]) => [key, { value, of: 'run' as const }] as const)
  return {
    name: 'loan|risk',
    version: '3',
    values: { metrics: new Map(figures), params: texts, tags: texts },
  }
}

describe('requirements', () => {
  const model = candidate(
    { auc: 0.81, 'val loss': 0.2, broken: Number.NaN },
    { approved: 'yes', depth: '10', note: '' },
  )

  it.each([
    ['metrics.auc >= 0.8', true],
    ['metrics.auc>0.81', false],
    ['metrics.auc = 0.81', true],
    ['metrics.auc != 0.8', true],
    ['metrics.`val loss` < 0.3', true],
    ['metrics."val loss" <= 2e-1', true],
    ['metrics.none >= 0', false],
    ['metrics.broken >= 0', false],
    ['metrics.broken != 0', false],
    ["tags.approved = 'yes'", true],
    ['tags.approved == no', false],
    ['tags.approved != no', true],
    ['tags.absent != no', false],
    ["tags.note = ''", true],
    ['params.depth <= 9', false],
    ['params.depth > 9', true],
  ])('%s: %s', (text, passed) => {
    expect(requirement(text)(model, undefined)).toMatchObject({ check: text, passed })
  })

  it('a metric of several data sets cannot be told', () => {
    const metrics = new Map([['auc', { value: 0.9, of: 'logged model' as const, on: ['train', 'test'] }]])
    const unclear = { ...model, values: { ...model.values, metrics } }
    expect(() => requirement('metrics.auc > 0.8')(unclear, undefined)).toThrow(
      'several data sets (train, test)',
    )
  })

  it.each([
    ['metrics.auc>0.9', 'required > 0.9, found 0.81'],
    ["tags.approved = 'no'", "required = 'no', found yes"],
    ['params.none = 1', 'required = 1, found no such param'],
  ])('%s fails with what was required and what was found', (text, reason) => {
    expect(requirement(text)(model, undefined).reason).toBe(reason)
  })

  it.each(['', 'auc >= 0.8', 'metrics.auc', 'metrics.auc >= ', 'metrics.auc >= high', 'runs.a = 1'])(
    '%j is not understood',
    (text) => {
      expect(() => requirement(text)).toThrow(expect.objectContaining({ exitCode: 2 }))
    },
  )
})

describe('allowances', () => {
  it.each([
    ['--max-drop', 'metrics.auc=0.01', 0.81, 0.82, true],
    ['--max-drop', 'metrics.auc=0.01', 0.8, 0.82, false],
    ['--max-drop', 'metrics.auc=0', 0.9, 0.82, true],
    ['--max-rise', 'metrics.auc=0.01', 0.83, 0.82, true],
    ['--max-rise', 'metrics.auc=0.01', 0.84, 0.82, false],
    ['--max-drop', 'metrics.other=1', 0.8, 0.8, false],
  ] as const)('%s %s: %d after %d is %s', (option, text, now, before, passed) => {
    const verdict = allowance(option, text)(candidate({ auc: now }), candidate({ auc: before }))
    expect(verdict.passed).toBe(passed)
    expect(verdict.reason === undefined).toBe(passed)
  })

  it('passes where there is nothing to compare with', () => {
    expect(allowance('--max-drop', 'metrics.auc=0')(candidate({ auc: 0 }), undefined).passed).toBe(true)
  })

  it.each(['auc=0.01', 'metrics.auc', 'metrics.auc=-1', 'metrics.auc=x'])('%j is not understood', (text) => {
    expect(() => allowance('--max-drop', text)).toThrow(expect.objectContaining({ exitCode: 2 }))
  })
})

describe('reports', () => {
  const report: Report = {
    candidate: candidate({ auc: 0.8 }),
    baseline: candidate({ auc: 0.9 }),
    verdicts: [
      requirement('metrics.auc >= 0.7')(candidate({ auc: 0.8 }), undefined),
      allowance('--max-drop', 'metrics.auc=0.01')(candidate({ auc: 0.8 }), candidate({ auc: 0.9 })),
      requirement("tags.`<x>` = 'a&b'")(candidate({}), undefined),
    ],
  }

  it.each(FORMATS)('%s', (format) => {
    expect(passes(report)).toBe(false)
    expect(RENDERERS[format](report)).toMatchSnapshot()
  })

  it.each([
    [['metrics.auc > 0'], '1 check passed.'],
    [['metrics.auc > 0', 'metrics.auc > 0.1'], 'All 2 checks passed.'],
    [['metrics.auc > 1'], '1 check failed.'],
  ])('of %j it says %s', (conditions, summary) => {
    const verdicts = conditions.map((text) => requirement(text)(report.candidate, undefined))
    expect(
      RENDERERS.table({ ...report, verdicts })
        .split('\n')
        .at(-1),
    ).toBe(summary)
  })
})
