import type { ReactElement } from 'react';
import { DataTable, type DataTableColumnProps, type RaRecord } from 'react-admin';

interface ColumnProps<Row extends RaRecord> extends DataTableColumnProps<Row> {
  /** true if the cell needs the full width of a phone. */
  readonly wide?: boolean;
}

/** A column of a list. Each cell carries the column's name, which a phone shows above it. */
export function Column<Row extends RaRecord>({ wide = false, ...props }: ColumnProps<Row>): ReactElement {
  return <DataTable.Col<Row> {...props} data-label={props.label} cellClassName={wide ? 'wide' : ''} />;
}
