/**
 * Bare words that MLflow's SQL lexer takes for something else than a name, found by asking it about the
 * reserved words of the common databases. Written before or after a dot they are names again.
 */
const RESERVED = `abort abs absolute access ada add admin after aggregate alias all allocate alter analyse
  analyze and any are asensitive assignment asymmetric atomic attach authorization auto_increment avg backup
  backward before begin between bit_length bitvar body both box break by bytea call called cardinality
  cascade cast catalog catalog_name chain change char_length character character_length characteristics
  charset check checked checkpoint cidr circle class class_origin clob close cluster coalesce cobol collate
  collation collation_catalog column command_function comment commit completion compress condition
  condition_number conflict connect connection connection_name constraint constraints constructor contains
  continue conversion convert copy count create createdb createuser cross cube current current_role
  current_user cursor cycle data database day deallocate declare default deferrable deferred definer delete
  delimiter delimiters deref describe destroy destructor detach deterministic diagnostics dictionary disable
  dispatch distinct distinctrow do domain double drop dump dynamic each else elsif enable encoding encrypted
  end equals escape every except exception excluding exclusive exec execute existing exists exit explain
  external false fetch file final first flush for force foreign fortran found freeze full function general
  generated get global go goto grant granted group grouping hash having hierarchy hold host hour identified
  identity if ignore immediate implementation implicit index inet inherit inherits initialize initially
  inline inner inout input insensitive insert instance instantiable instead intersect into invoker is isnull
  isolation iterate join json jsonb key key_member key_type lancompiler language last lateral leading leave
  left length less level limit line listen load localtime localtimestamp location locator lock loop lower
  lseg match max maxvalue merge message_length message_text method min minus minute minvalue mod mode
  modifies module money month more move mumps names national natural nchar nclob new next no noaudit
  nocompress nocreatedb nocreateuser none not nothing notify notnull nowait nullable nullif object
  octet_length of off offline offset oids old on online only open operation operator option options or order
  out outer output over overlaps overlay overriding owner package parallel parameter parameter_mode
  parameters partition pascal path pctfree pivot placing plan pli point polygon position postfix precision
  preorder prepare preserve primary print prior private privileges procedural procedure public qualify raise
  range raw read reads recheck recursive ref references reindex relative rename repeatable replace reset
  resignal resource restart restrict result return returning returns reuse revoke right role roles rollback
  rollup routine routine_name row row_count rows rule savepoint scale schema scope scroll search second
  section security select self sensitive sequence serializable session session_user set setof sets share
  show signal similar simple size some sort source space specific sql sqlcode sqlerror sqlexception sqlstate
  sqlwarning start statement static statistics stdin stdout stop storage straight_join strict structure
  subclass_origin sublist successful sum symmetric synonym sysid system system_user table table_name
  tablesample temp template temporary terminate than then time timezone_hour to toast trailing transaction
  transactions_committed transform translate translation treat trigger trigger_name trim true truncate
  trusted tsquery tsvector type uid uncommitted under unencrypted union unique unknown unlisten unlock
  unnamed unpivot until update upper usage use user user_defined_type_catalog utc_timestamp uuid vacuum
  valid validate validator variable verbose version view views volatile when whenever where while window
  with without work write xml year zone`

const TYPES = `array bigint binary bit blob boolean char date dec decimal float int int8 integer interval
  long map number numeric real rowid rownum serial smallint string text timestamp tinyint unsigned varchar
  varchar2 varying`

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
