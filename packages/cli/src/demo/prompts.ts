import type { Member } from './team.ts'

const ASSESSOR = [
  ['First words', 'Assess the application of {{name}}.\nSay yes or no.'],
  [
    'Ask for reasons',
    'Assess the application of {{name}} for {{amount}} euro.\nSay yes or no, and give the three strongest reasons.',
  ],
  [
    'No reason that a lender may not use',
    'Assess the application of {{name}} for {{amount}} euro over {{months}} months.\nSay yes or no, and give the three strongest reasons.\nNever use sex, age, origin or family as a reason.',
  ],
] as const

const LETTER = [
  { role: 'system', content: 'Пишеш кратко, учтиво и без специални термини.' },
  {
    role: 'user',
    content: 'Напиши на {{name}} писмо, че заемът от {{amount}} евро е отказан, поради: {{reasons}}.',
  },
]

/** What a language model is asked around the scores. */
export async function writePrompts({ tracker }: Member): Promise<void> {
  const { prompts, registry } = tracker.client
  for (const [commitMessage, template] of ASSESSOR) {
    await prompts.register({ name: 'credit-assessor', template, commitMessage, tags: { team: 'риск' } })
  }
  await registry.setAlias('credit-assessor', 'production', '2')
  await prompts.register({
    name: 'refusal-letter',
    template: LETTER,
    commitMessage: 'Писмо за отказ',
    tags: { team: 'риск' },
  })
}
