/** The description of a table or a view of the backend in words, which PostgreSQL shows as comments. */
interface TableText {
  /** What one row is. docs/data-model.md begins its line of the table with it. */
  readonly says: string;
  /** The columns, except for those that mean the same in every table. */
  readonly columns: Readonly<Record<string, string>>;
  /** What a reader role sees of it: all columns, or these. Without it, the role sees nothing. */
  readonly reader?: 'all' | readonly string[];
}

export type Texts = Readonly<Record<string, TableText>>;
