import { Table, TableBody, TableCell, TableContainer, TableHead, TableRow } from '@mui/material';
import type { ReactElement, ReactNode } from 'react';
import { stackedRows } from '../../theme/narrow-tables.ts';

interface RowColumn<Row> {
  readonly label: string;
  readonly cell: (row: Row) => ReactNode;
  /** true for figures, which are aligned to the right. */
  readonly figures?: boolean;
  /** true if the column takes most of the table's width, and the full width of a phone. */
  readonly wide?: boolean;
}

/** A row at the bottom of the table: the sum of the others, or a part that belongs to none of them. */
export interface FooterRow {
  readonly key: string;
  /** One cell for each column. */
  readonly cells: readonly ReactNode[];
  /** true for the sum, and not for a part. */
  readonly total?: boolean;
}

interface RowTableProps<Row> {
  /** The name of the table, for screen readers. */
  readonly label: string;
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly columns: readonly RowColumn<Row>[];
  readonly footer?: readonly FooterRow[];
}

/** A table inside a page, with all of its rows in the given order. */
export function RowTable<Row>({
  label,
  rows,
  rowKey,
  columns,
  footer = [],
}: RowTableProps<Row>): ReactElement {
  return (
    // A scrolling area must be reachable by keyboard.
    <TableContainer tabIndex={0} role="region" aria-label={label}>
      <Table
        size="small"
        sx={({ palette }) => stackedRows({ soft: palette.text.secondary, line: palette.divider })}
      >
        <TableHead>
          <TableRow>
            {columns.map((column) => (
              <TableCell key={column.label} align={column.figures === true ? 'right' : 'left'} sx={PADDED}>
                {column.label}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map((row) => (
            <TableRow key={rowKey(row)} hover>
              {columns.map((column) => (
                <TableCell
                  key={column.label}
                  data-label={column.label}
                  className={column.wide === true ? 'wide' : ''}
                  align={column.figures === true ? 'right' : 'left'}
                  sx={{
                    ...PADDED,
                    ...(column.figures === true && FIGURES),
                    ...(column.wide === true && WIDE),
                  }}
                >
                  {column.cell(row)}
                </TableCell>
              ))}
            </TableRow>
          ))}
          {footer.map(({ key, cells, total = false }) => (
            <TableRow key={key}>
              {columns.map((column, at) => (
                <TableCell
                  key={column.label}
                  data-label={column.label}
                  align={column.figures === true ? 'right' : 'left'}
                  sx={{
                    ...PADDED,
                    ...(column.figures === true && FIGURES),
                    ...(total ? { fontWeight: 650 } : { color: 'text.secondary' }),
                  }}
                >
                  {cells[at] ?? null}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}

const PADDED = { px: { xs: 1.5, sm: 2 }, '&:first-of-type': { pl: { xs: 2, sm: 2.5 } } } as const;
const WIDE = { width: { sm: '60%' } } as const;
const FIGURES = { fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' } as const;
