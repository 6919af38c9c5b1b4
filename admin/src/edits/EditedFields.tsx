import UndoIcon from '@mui/icons-material/Undo';
import { Box, Button, Typography } from '@mui/material';
import type { ReactElement } from 'react';
import type { FieldEdit } from '../../../src/contract/ticketing/edits.ts';
import { call } from '../data-provider.ts';
import { useTexts, useWords } from '../i18n/use-texts.ts';
import { resourceOf } from '../resources.ts';
import { useMay } from '../ui/screens/Allowed.tsx';
import { RowTable } from '../ui/screens/RowTable.tsx';
import { Section } from '../ui/screens/Section.tsx';
import { useAction } from '../ui/screens/use-action.ts';
import { differingAnswers } from './differing-answers.ts';
import type { EditedRecord, EditedResource } from './edited-resource.ts';
import { useEditText } from './use-edit-text.ts';

interface EditedFieldsProps {
  readonly resource: EditedResource;
  readonly record: EditedRecord;
  readonly timeZone?: string | undefined;
  readonly currency?: string | null;
}

/**
 * The fields that people edited, next to the store's values, with a button to restore each. Shows nothing if no
 * field was edited.
 */
export function EditedFields({
  resource,
  record,
  timeZone,
  currency,
}: EditedFieldsProps): ReactElement | null {
  const say = useTexts();
  const words = useWords();
  const may = useMay();
  const textOf = useEditText(resource, { timeZone, currency });
  if (record.edits.length === 0) return null;
  const side = (edit: FieldEdit, which: 'ours' | 'store') => (
    <Box component="span" data-data sx={{ overflowWrap: 'anywhere', whiteSpace: 'pre-line' }}>
      {textOf(edit.field, differingAnswers(edit)[which])}
    </Box>
  );
  const columns = [
    { label: say('edits.field'), cell: ({ field }: FieldEdit) => words('field', field) },
    { label: say('edits.ours'), cell: (edit: FieldEdit) => side(edit, 'ours') },
    { label: say('edits.store'), cell: (edit: FieldEdit) => side(edit, 'store') },
  ];
  const mayRevert = record.version !== null && may(resource, 'edit');
  const revert = {
    label: say('edits.undo'),
    cell: ({ field }: FieldEdit) => <UseStore resource={resource} record={record} field={field} />,
  };
  return (
    <Section title={say('edits.title')} flush>
      <Typography variant="body2" color="textSecondary" sx={{ px: { xs: 2, sm: 2.5 }, pb: 1.5 }}>
        {say('edits.hint')}
      </Typography>
      <RowTable
        label={say('edits.title')}
        rows={record.edits}
        rowKey={({ field }) => field}
        columns={mayRevert ? [...columns, revert] : columns}
      />
    </Section>
  );
}

interface UseStoreProps {
  readonly resource: EditedResource;
  readonly record: EditedRecord;
  readonly field: string;
}

function UseStore({ resource, record: { id, version }, field }: UseStoreProps): ReactElement {
  const say = useTexts();
  const words = useWords();
  const { run, busy } = useAction(
    async () =>
      await call(`${resourceOf(resource).path}${id}/`, {
        method: 'PATCH',
        body: { version, revert: [field] },
      }),
    { done: () => say('edits.taken_back') },
  );
  return (
    <Button
      size="small"
      variant="outlined"
      startIcon={<UndoIcon />}
      disabled={busy}
      aria-label={say('edits.use_store_of', { field: words('field', field) })}
      onClick={() => run()}
    >
      {say('edits.use_store')}
    </Button>
  );
}
