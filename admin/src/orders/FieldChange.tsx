import ArrowIcon from '@mui/icons-material/ArrowForward';
import { Box } from '@mui/material';
import type { ReactElement } from 'react';
import { useTexts } from '../i18n/use-texts.ts';

interface FieldChangeProps {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** One field before and after, as they stand in the database: this is data. */
export function FieldChange({ field, before, after }: FieldChangeProps): ReactElement {
  const say = useTexts();
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 1, fontSize: '0.875rem' }}>
      <code>{field}</code>
      <Box component="del" sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
        {shown(before)}
      </Box>
      <ArrowIcon sx={{ fontSize: 15, color: 'text.secondary' }} titleAccess={say('orders.becomes')} />
      <Box component="ins" sx={{ textDecoration: 'none', fontWeight: 600, overflowWrap: 'anywhere' }}>
        {shown(after)}
      </Box>
    </Box>
  );
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return '∅';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
