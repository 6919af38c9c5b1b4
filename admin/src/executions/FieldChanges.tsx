import { Box } from '@mui/material';
import type { ReactElement } from 'react';
import type { changeShape } from '../../../src/contract/execution.ts';
import { FieldChange } from './FieldChange.tsx';

type FieldChangesProps = Pick<(typeof changeShape)['_output'], 'table' | 'fields'>;

/** What an entry of the journal says: each field before and after. Of a row that came as a whole, nothing. */
export function FieldChanges({ table, fields }: FieldChangesProps): ReactElement | null {
  if (fields === null) return null;
  return (
    <Box sx={{ display: 'grid', gap: 0.5 }}>
      {Object.entries(fields).map(([field, [before, after]]) => (
        <FieldChange key={field} table={table} field={field} before={before} after={after} />
      ))}
    </Box>
  );
}
