import type { ReactElement } from 'react';
import { DataTable, type DataTableColumnProps, type RaRecord } from 'react-admin';

/** A column of a list. Its cells carry its name, which stands above them where rows are cards. */
export function Column<Row extends RaRecord>(props: DataTableColumnProps<Row>): ReactElement {
  return <DataTable.Col<Row> {...props} data-label={props.label} />;
}
