/** A table as WordPress or a plugin creates it. */
export interface TableShape {
  /** The columns, in the order in which writers give the values of a row. */
  readonly columns: readonly string[];
  /** The columns and the primary key, for CREATE TABLE. */
  readonly body: string;
  /**
   * The indexes, which are added after loading, because InnoDB builds a whole index faster than it inserts into
   * it.
   */
  readonly indexes: readonly string[];
}

/** One column on each line. The index on its own is added later. */
export function shape(columns: string, keys: string, indexes: readonly string[]): TableShape {
  const lines = columns.split('\n').map((line) => line.trim());
  return {
    columns: lines.map((line) => line.slice(0, line.indexOf(' '))),
    body: [...lines.map(quoteName), keys].join(',\n  '),
    indexes,
  };
}

/** The form of WordPress's tables of keys and values, which is the same for each kind of owner. */
export function metaShape(id: string, owner: string, keyLength: number): TableShape {
  const name = owner.slice(0, owner.indexOf(' '));
  return shape(
    `${id} bigint(20) unsigned not null auto_increment
     ${owner}
     meta_key varchar(255) default null
     meta_value longtext default null`,
    `primary key (${id})`,
    [`key ${name} (${name})`, `key meta_key (meta_key(${keyLength}))`],
  );
}

function quoteName(line: string): string {
  const end = line.indexOf(' ');
  return `\`${line.slice(0, end)}\`${line.slice(end)}`;
}
