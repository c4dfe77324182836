/**
 * Bare words that MLflow's SQL lexer takes for something else than a name, found by asking it about the
 * reserved words of the common databases. Written before or after a dot they are names again.
 */
const RESERVED = `add admin after alias all alter analyse analyze any asensitive assignment asymmetric attach
  authorization avg backup before begin between body both break by bytea call cascade cast change character check
  checkpoint class clob close cluster coalesce collate column comment commit compress condition conflict connect
  constraint contains continue convert count create cross cube current current_role current_user cursor data
  database day deallocate declare default deferrable deferred delete describe detach deterministic disable distinct
  distinctrow do domain double drop dump each else elsif enable end escape except exclusive exec execute exists exit
  explain external false fetch file first for force foreign freeze full function general generated get goto grant
  group grouping hash having host hour identified identity if ignore immediate index initially inner inout input
  insensitive insert instead intersect into is isnull iterate join json jsonb key language last lateral leading
  leave left level limit load localtime localtimestamp location lock loop lower match max maxvalue merge method min
  minus minute mod mode modifies module money month national natural new next nocompress none not notnull nowait
  nullif object of off offset old on only open operator option options or order out outer output over overlaps owner
  package parallel parameter parameter_mode parameters partition path pctfree pivot placing plan position precision
  prepare preserve primary print prior private privileges procedure public qualify raise range raw read reads
  recursive ref references reindex relative rename repeatable replace reset resignal resource restart restrict result
  return returning returns revoke right role roles rollback rollup routine row rows rule savepoint scale schema
  scroll search second section security select self sensitive sequence serializable session session_user set share
  show signal similar simple size some source space specific sql sqlexception sqlstate sqlwarning start statement
  static statistics stop storage straight_join structure subclass_origin sublist sum symmetric synonym system
  system_user table tablesample temp template temporary then time to trailing transaction transform trigger trim true
  truncate trusted type uid uncommitted unencrypted union unique unknown unlisten unlock unpivot until update upper
  usage use user utc_timestamp uuid vacuum valid validator variable verbose version view volatile when where while
  window with without work write xml year zone and`

const TYPES = `array bigint binary bit blob boolean char date dec decimal float int int8 integer interval long number
  numeric real serial smallint string text timestamp tinyint unsigned varchar varchar2 varying`

export type WordKind = 'keyword' | 'type' | 'direction' | 'null' | 'operand' | 'operator'

function entries(words: string, kind: WordKind): [string, WordKind][] {
  return words.split(/\s+/).map((word) => [word, kind])
}

/** What a bare word is, by its lower-case form; a word not listed is a name. */
export const WORDS: ReadonlyMap<string, WordKind> = new Map<string, WordKind>([
  ...entries(RESERVED, 'keyword'),
  ...entries(TYPES, 'type'),
  ...entries('asc desc', 'direction'),
  ...entries('null', 'null'),
  ...entries('current_date current_time current_timestamp', 'operand'),
  ...entries('div', 'operator'),
])
