import { Tracker } from '@millrace/sdk'

/** Who did what in the story. */
const PEOPLE = { maria: 'Мария Иванова', georgi: 'Георги Петров', elena: 'Елена Димитрова' } as const

type Person = (typeof PEOPLE)[keyof typeof PEOPLE]

/** The header by which the server that is filled knows who calls. */
export const USER_HEADER = 'x-demo-user'

export interface Member {
  readonly name: Person
  readonly tracker: Tracker
  /** Of each of their runs. */
  readonly tags: Readonly<Record<string, string>>
}

export type Team = Readonly<Record<keyof typeof PEOPLE, Member>> & AsyncDisposable

/** The team of the story, each with a tracker of their own. */
export function teamAt(trackingUri: string): Team {
  const join = (name: Person): Member => {
    // Headers are bytes; the server reads UTF-8.
    const headers = { [USER_HEADER]: Buffer.from(name).toString('latin1') }
    const onError = (error: Error) => {
      throw error
    }
    const tracker = new Tracker({ trackingUri, headers, onError, linger: 5, env: {} })
    return { name, tracker, tags: { 'mlflow.user': name, 'mlflow.source.name': 'millrace demo' } }
  }
  const members = { maria: join(PEOPLE.maria), georgi: join(PEOPLE.georgi), elena: join(PEOPLE.elena) }
  return {
    ...members,
    async [Symbol.asyncDispose]() {
      await Promise.all(Object.values(members).map(({ tracker }) => tracker.close()))
    },
  }
}
