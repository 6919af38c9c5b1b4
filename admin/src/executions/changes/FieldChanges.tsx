import { Box, Typography } from '@mui/material';
import type { ReactElement } from 'react';
import type { Change } from '../../../../src/contract/execution.ts';
import { useTexts, useWords } from '../../i18n/use-texts.ts';
import { useFieldText } from '../../ui/forms/use-field-text.ts';
import { Dash } from '../../ui/values/RelativeTime.tsx';
import { FieldChange } from './FieldChange.tsx';

interface FieldChangesProps {
  readonly change: Pick<Change, 'table' | 'operation' | 'fields' | 'initial' | 'currency'>;
}

/** Ids of other rows are left out, because the names of those rows are shown. */
const ID = /_id$/;

/** The fields of a journal entry: each before and after, or the initial values of a created row. */
export function FieldChanges({ change }: FieldChangesProps): ReactElement {
  const say = useTexts();
  const { table, operation, fields, initial, currency } = change;
  if (fields === null && initial !== null) return <Initial {...{ table, initial, currency }} />;
  if (fields === null && operation !== 'created') {
    return (
      <Typography variant="body2" color="textSecondary">
        {say('executions.fields_erased')}
      </Typography>
    );
  }
  if (fields === null) return <Dash />;
  return (
    <Box sx={{ display: 'grid', gap: 0.5 }}>
      {Object.entries(fields)
        .filter(([field]) => !ID.test(field))
        .map(([field, [before, after]]) => (
          <FieldChange
            key={field}
            table={table}
            field={field}
            before={before}
            after={after}
            currency={currency}
          />
        ))}
    </Box>
  );
}

interface InitialProps {
  readonly table: string;
  readonly initial: Readonly<Record<string, string | null>>;
  readonly currency: string | null;
}

function Initial({ table, initial, currency }: InitialProps): ReactElement {
  const words = useWords();
  const textOf = useFieldText();
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 2, fontSize: '0.875rem' }}>
      {Object.entries(initial)
        .filter(([, value]) => value !== null)
        .map(([field, value]) => (
          <span key={field}>
            <Box component="span" sx={{ color: 'text.secondary' }}>
              {words('field', field)}
            </Box>{' '}
            <Box component="span" sx={{ fontWeight: 600 }}>
              {textOf(table, field, value, currency)}
            </Box>
          </span>
        ))}
    </Box>
  );
}
