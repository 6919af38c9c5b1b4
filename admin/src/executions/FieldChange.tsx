import ArrowIcon from '@mui/icons-material/ArrowForward';
import { Box } from '@mui/material';
import type { ReactElement } from 'react';
import { useTexts, useWords } from '../i18n/use-texts.ts';
import { useFieldText } from '../ui/use-field-text.ts';

interface FieldChangeProps {
  readonly table: string;
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly currency: string | null;
}

/** One field before and after. */
export function FieldChange({ table, field, before, after, currency }: FieldChangeProps): ReactElement {
  const say = useTexts();
  const words = useWords();
  const textOf = useFieldText();
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 1, fontSize: '0.875rem' }}>
      <Box component="span" sx={{ color: 'text.secondary' }}>
        {words('field', field)}
      </Box>
      <Box component="del" sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
        {textOf(table, field, before, currency)}
      </Box>
      <ArrowIcon sx={{ fontSize: 15, color: 'text.secondary' }} titleAccess={say('executions.becomes')} />
      <Box component="ins" sx={{ textDecoration: 'none', fontWeight: 600, overflowWrap: 'anywhere' }}>
        {textOf(table, field, after, currency)}
      </Box>
    </Box>
  );
}
