import type pg from 'pg';

/** A server's description of a statement. */
export interface Description {
  readonly columns: readonly pg.FieldDef[];
  readonly error: string | null;
}

/**
 * Parse and Describe of the wire protocol: the server checks a statement and names its columns without running it.
 */
export async function describeStatement(client: pg.Client, sql: string): Promise<Description> {
  return await new Promise((resolve) => {
    let columns: readonly pg.FieldDef[] = [];
    client.query({
      submit(connection: pg.Connection) {
        connection.parse({ text: sql, name: '', types: [] }, true);
        connection.describe({ type: 'S', name: '' }, true);
        connection.sync();
      },
      handleRowDescription({ fields }: { fields: readonly pg.FieldDef[] }) {
        columns = fields;
      },
      handleError({ message }: Error) {
        // After an error, this is the last call.
        resolve({ columns: [], error: message });
      },
      handleReadyForQuery() {
        resolve({ columns, error: null });
      },
    } as unknown as pg.Submittable);
  });
}
