import ArrowIcon from '@mui/icons-material/ArrowForward';
import { Box } from '@mui/material';
import type { ReactElement } from 'react';
import { useTexts, useWords } from '../../i18n/use-texts.ts';
import { parseStored, useFieldText } from '../../ui/forms/use-field-text.ts';

interface FieldChangeProps {
  readonly table: string;
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly currency: string | null;
}

/** One field before and after the change. */
export function FieldChange({ table, field, before, after, currency }: FieldChangeProps): ReactElement {
  const say = useTexts();
  const words = useWords();
  const textOf = useFieldText();
  const [was, is] = differing(parseStored(before), parseStored(after));
  if (before === null && after === null) {
    return (
      <Box sx={{ color: 'text.secondary', fontSize: '0.875rem' }}>
        {words('field', field)}: {say('executions.field_erased')}
      </Box>
    );
  }
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 1, fontSize: '0.875rem' }}>
      <Box component="span" sx={{ color: 'text.secondary' }}>
        {words('field', field)}
      </Box>
      <Box component="del" sx={{ color: 'text.secondary', overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
        {textOf(table, field, was, currency)}
      </Box>
      <ArrowIcon sx={{ fontSize: 15, color: 'text.secondary' }} titleAccess={say('executions.becomes')} />
      <Box
        component="ins"
        sx={{ textDecoration: 'none', fontWeight: 600, overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}
      >
        {textOf(table, field, is, currency)}
      </Box>
    </Box>
  );
}

/** Of two objects, such as the answers of a form, only the members that differ; other values stay unchanged. */
function differing(before: unknown, after: unknown): readonly [unknown, unknown] {
  if (!Array.isArray(before) || !Array.isArray(after)) return [before, after];
  const [was, is] = [before, after].map((list) => new Set(list.map((one) => JSON.stringify(one))));
  return [
    before.filter((one) => is?.has(JSON.stringify(one)) !== true),
    after.filter((one) => was?.has(JSON.stringify(one)) !== true),
  ];
}
