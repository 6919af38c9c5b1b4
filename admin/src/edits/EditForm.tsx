import { Alert, Box, Button } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactElement, type ReactNode, useState } from 'react';
import { Form, SaveButton, useNotify } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import { ApiError } from '../api-error.ts';
import { call } from '../data-provider.ts';
import { useTexts, useWords } from '../i18n/use-texts.ts';
import { resourceOf } from '../resources.ts';
import { useSubmit } from '../ui/forms/use-submit.ts';
import { ScreenHead } from '../ui/screens/ScreenHead.tsx';
import type { EditedRecord, EditedResource } from './edited-resource.ts';
import { useEditText } from './use-edit-text.ts';

type Fields = Readonly<Record<string, unknown>>;

interface EditFormProps<T extends EditedRecord, Values extends Fields> {
  readonly resource: EditedResource;
  readonly record: T;
  readonly title: string;
  /** Converts the record to the values of the form. */
  readonly toForm: (record: T) => Values;
  /** Converts the changed values to the fields of the API. */
  readonly toBody: (now: Values, before: Values) => Fields;
  readonly timeZone?: string;
  readonly currency?: string;
  readonly children: ReactNode;
}

/**
 * The form of a record that people may edit. It sends the changed fields and the version of the record that the
 * user saw. If somebody else has changed the record in the meantime, the form shows the new values and keeps
 * what the user typed.
 */
export function EditForm<T extends EditedRecord, Values extends Fields>({
  resource,
  record,
  title,
  toForm,
  toBody,
  timeZone,
  currency,
  children,
}: EditFormProps<T, Values>): ReactElement {
  const say = useTexts();
  const notify = useNotify();
  const navigate = useNavigate();
  const queries = useQueryClient();
  // The record when the form was opened: its version must stay the one that the user saw, even if the record is
  // fetched again.
  const [opened] = useState(record);
  const [before] = useState(() => toForm(opened));
  /** The record with the changes that others made in the meantime. */
  const [newer, setNewer] = useState<T | null>(null);
  const address = `${resourceOf(resource).path}${record.id}/`;
  const shown = `/${resource}/${record.id}/show`;
  const submit = useSubmit(async (given: Values) => {
    const changed = toBody(given, before);
    if (Object.keys(changed).length === 0) {
      notify(say('edits.nothing'), { type: 'info' });
      return;
    }
    try {
      await call(address, { method: 'PATCH', body: { version: (newer ?? opened).version, ...changed } });
    } catch (error) {
      if (error instanceof ApiError && error.code === 'edit.changed-meanwhile')
        setNewer(await call<T>(address));
      throw error;
    }
    await queries.invalidateQueries();
    notify(say('edits.saved'), { type: 'success' });
    void navigate(shown);
  });
  return (
    <>
      <ScreenHead title={title} sub={say('edits.sub')} back={{ to: shown, label: title }} />
      <Form
        noValidate
        defaultValues={before}
        onSubmit={async (given: unknown) => await submit(given as Values)}
        warnWhenUnsavedChanges
      >
        <Box sx={{ display: 'grid', gap: 2.5, maxWidth: 860, gridTemplateColumns: 'minmax(0, 1fr)' }}>
          {newer !== null && (
            <Meanwhile
              resource={resource}
              fields={Object.keys(toBody(toForm(newer), before))}
              before={opened}
              now={newer}
              timeZone={timeZone}
              currency={currency}
            />
          )}
          {children}
          <Box sx={{ display: 'flex', gap: 1.5 }}>
            <SaveButton label={say('ra.action.save')} />
            <Button onClick={() => void navigate(shown)}>{say('ra.action.cancel')}</Button>
          </Box>
        </Box>
      </Form>
    </>
  );
}

interface MeanwhileProps {
  readonly resource: EditedResource;
  /** The fields of the form to compare, by their names in the API. */
  readonly fields: readonly string[];
  readonly before: EditedRecord;
  readonly now: EditedRecord;
  readonly timeZone: string | undefined;
  readonly currency: string | undefined;
}

/**
 * Lists the fields of the form that somebody else changed after it was opened. Changes of other fields are not
 * listed.
 */
function Meanwhile({ resource, fields, before, now, timeZone, currency }: MeanwhileProps): ReactElement {
  const say = useTexts();
  const words = useWords();
  const textOf = useEditText(resource, { timeZone, currency });
  const [old, present] = [before, now] as unknown as readonly [Fields, Fields];
  // Times are compared as instants, because two texts in different zones may mean the same one.
  const changed = fields.filter((field) => JSON.stringify(old[field]) !== JSON.stringify(present[field]));
  return (
    <Alert severity="warning">
      {say('edits.meanwhile')}
      <ul>
        {changed.map((field) => (
          <li key={field}>
            {words('field', field)}: <span data-data>{textOf(field, present[field])}</span>
          </li>
        ))}
      </ul>
      {say('edits.meanwhile_save')}
    </Alert>
  );
}
