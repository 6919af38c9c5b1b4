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
  /** The fields as the form shows them. */
  readonly toForm: (record: T) => Values;
  /** What goes to the API: the fields that were changed, by their names there. */
  readonly toBody: (now: Values, before: Values) => Fields;
  readonly timeZone?: string;
  readonly currency?: string;
  readonly children: ReactNode;
}

/**
 * The form of a record that people edit. It sends what was changed, with the version that was seen: where somebody
 * else was faster, it shows what the record says now and keeps what was typed.
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
  // As it was when one began: a record that is fetched again must not bring its version to what was typed before.
  const [opened] = useState(record);
  const [before] = useState(() => toForm(opened));
  /** What others wrote meanwhile. */
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
  /** Those of the form that may differ, by their names in the API. */
  readonly fields: readonly string[];
  readonly before: EditedRecord;
  readonly now: EditedRecord;
  readonly timeZone: string | undefined;
  readonly currency: string | undefined;
}

/** The fields of the form that changed since it was opened; figures of the record are not among them. */
function Meanwhile({ resource, fields, before, now, timeZone, currency }: MeanwhileProps): ReactElement {
  const say = useTexts();
  const words = useWords();
  const textOf = useEditText(resource, { timeZone, currency });
  const [old, present] = [before, now] as unknown as readonly [Fields, Fields];
  // A time on another clock may be the same moment.
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
