import type pg from 'pg';

/** A column of an answer. */
export interface AnsweredColumn {
  readonly name: string;
  /** The number of its type in `pg_type`. */
  readonly dataTypeID: number;
  /** The column of a table that it is, without any change; 0: it is computed. */
  readonly tableID: number;
  readonly columnID: number;
}

export interface Description {
  readonly columns: readonly AnsweredColumn[];
  readonly error: string | null;
}

/** Parse and Describe of the wire protocol: the server checks a statement and names its columns, and runs nothing. */
export async function describeStatement(client: pg.Client, sql: string): Promise<Description> {
  return await new Promise((resolve) => {
    let columns: readonly AnsweredColumn[] = [];
    client.query({
      submit(connection: pg.Connection) {
        connection.parse({ text: sql, name: '', types: [] }, true);
        connection.describe({ type: 'S', name: '' }, true);
        connection.sync();
      },
      handleRowDescription({ fields }: { fields: readonly AnsweredColumn[] }) {
        columns = fields;
      },
      handleError(thrown: Error) {
        // The client reports the end of a query that failed to nothing.
        resolve({ columns: [], error: thrown.message });
      },
      handleReadyForQuery() {
        resolve({ columns, error: null });
      },
    } as unknown as pg.Submittable);
  });
}
