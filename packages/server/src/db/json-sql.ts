import { type RawBuilder, sql } from 'kysely'
import type { Dialect } from './dialect.ts'

type Sql<T> = RawBuilder<T>

/** A member of a JSON object whose value is JSON text. */
export interface Member {
  readonly name: string
  readonly value: Sql<string>
  /** Where this holds the member is left out; never that of the first member. */
  readonly leftOutIf?: Sql<boolean>
}

/** A member whose value is a list; left out where there are no items. Never the first member. */
export interface ListMember {
  readonly name: string
  /** The items with commas between them; null for none. */
  readonly items: Sql<string | null>
}

/**
 * JSON objects as text, put together with `||`: the same words on every database, every bit of a number, and half the time
 * of their own functions for objects, which quote the names anew for each row.
 */
export function jsonObject(members: readonly (Member | ListMember)[]): Sql<string> {
  const pieces = members.map((member, i) => {
    if ('items' in member) {
      return sql`coalesce(${sql.lit(`,${JSON.stringify(member.name)}:[`)} || ${member.items} || ']', '')`
    }
    const name = sql.lit(`${i === 0 ? '{' : ','}${JSON.stringify(member.name)}:`)
    if (member.leftOutIf === undefined) return sql`${name} || ${member.value}`
    return sql`case when ${member.leftOutIf} then '' else ${name} || ${member.value} end`
  })
  return sql`${sql.join(pieces, sql` || `)} || '}'`
}

/** Members by kind of column. */
export function jsonMembers(dialect: Dialect) {
  const text = (name: string, column: Sql<string>): Member => ({ name, value: dialect.jsonText(column) })
  return {
    text,
    /** Left out where there is none. */
    optionalText: (name: string, column: Sql<string | null>): Member => ({
      ...text(name, column as Sql<string>),
      leftOutIf: sql`${column} is null`,
    }),
    /** A whole number, its digits as they are. */
    integer: (name: string, column: Sql<unknown>): Member => ({ name, value: column as Sql<string> }),
    /** The same, left out where there is none. */
    optionalInteger: (name: string, column: Sql<unknown>): Member => ({
      name,
      value: column as Sql<string>,
      leftOutIf: sql`${column} is null`,
    }),
    json: (name: string, value: Sql<string>): Member => ({ name, value }),
  }
}

/** The value of a metric: NaN is a flag beside the number. */
export function jsonMetricValue(dialect: Dialect, value: Sql<number>, isNan: Sql<unknown>): Sql<string> {
  return sql`case when ${isNan} then '"NaN"' else ${dialect.jsonNumber(value)} end`
}
