import type { ReactElement } from 'react';
import { DataTable, type DataTableColumnProps, type RaRecord } from 'react-admin';

interface ColumnProps<Row extends RaRecord> extends DataTableColumnProps<Row> {
  /** Needs all of a phone's width. */
  readonly wide?: boolean;
}

/** A column of a list. Its cells carry its name, which a phone shows above them. */
export function Column<Row extends RaRecord>({ wide = false, ...props }: ColumnProps<Row>): ReactElement {
  return <DataTable.Col<Row> {...props} data-label={props.label} cellClassName={wide ? 'wide' : ''} />;
}
