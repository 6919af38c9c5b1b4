import ExpandIcon from '@mui/icons-material/ExpandMore';
import {
  Accordion,
  AccordionDetails,
  AccordionSummary,
  Alert,
  AlertTitle,
  Box,
  Button,
  FormControlLabel,
  Switch,
  Typography,
} from '@mui/material';
import { type ReactElement, useMemo } from 'react';
import { Form, required, TextInput } from 'react-admin';
import { useController, useFormContext, useFormState, useWatch } from 'react-hook-form';
import { Link } from 'react-router-dom';
import type { CredentialsReply } from '../../../../src/contract/credentials.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { Section } from '../../ui/screens/Section.tsx';
import { type CredentialsValues, leadsElsewhere, partsOf } from './credentials-body.ts';
import { CredentialsFormContext } from './credentials-form-context.ts';
import { NEW, valuesOf } from './credentials-values.ts';
import { DatabaseFields, LimitFields, TlsFields } from './DatabaseFields.tsx';
import { SshFields } from './SshFields.tsx';
import { TransportChoice } from './TransportChoice.tsx';

interface CredentialsFormProps {
  readonly before: CredentialsReply | null;
  /** Saves the set, and returns the server's errors by field. */
  readonly onSave: (values: CredentialsValues) => Promise<Readonly<Record<string, unknown>> | undefined>;
}

/** The form of a set of credentials. It asks only for what the chosen transport needs. */
export function CredentialsForm({ before, onSave }: CredentialsFormProps): ReactElement {
  const defaults = useMemo(() => (before === null ? NEW : valuesOf(before)), [before]);
  return (
    <Form
      noValidate
      defaultValues={defaults}
      sanitizeEmptyValues={false}
      warnWhenUnsavedChanges
      onSubmit={async (values: unknown) => await onSave(values as CredentialsValues)}
    >
      <Parts before={before} />
    </Form>
  );
}

function Parts({ before }: { readonly before: CredentialsReply | null }): ReactElement {
  const say = useTexts();
  const watched = useWatch() as CredentialsValues;
  const { getValues } = useFormContext();
  const values = { ...(getValues() as unknown as CredentialsValues), ...watched };
  const { mayUseSsh, needsSsh, ssh, jump, tls } = partsOf(values);
  const moved = before !== null && leadsElsewhere(values, before);
  const facts = useMemo(() => ({ before, moved }), [before, moved]);
  return (
    <CredentialsFormContext.Provider value={facts}>
      <Box sx={{ display: 'grid', gap: 2.5, maxWidth: 900 }}>
        {moved && (
          <Alert severity="warning">
            <AlertTitle>{say('credentials.moved_title')}</AlertTitle>
            {say('credentials.moved_hint')}
          </Alert>
        )}
        <Section title={say('credentials.way_part')}>
          <Box sx={{ pt: 0.75 }}>
            <TextInput
              source="name"
              label={say('credentials.name')}
              helperText={say('credentials.name_hint')}
              validate={required()}
              fullWidth
            />
          </Box>
          <TransportChoice />
        </Section>
        {mayUseSsh && (
          <Section title={say('credentials.ssh_part')} aside={ssh ? <JumpSwitch /> : undefined}>
            <SshFields hop="ssh" needed={needsSsh} used={ssh} />
            {jump && (
              <>
                <Typography component="h3" variant="h3" sx={{ mt: 2, mb: 1 }}>
                  {say('credentials.jump_part')}
                </Typography>
                <SshFields hop="jump" needed used />
              </>
            )}
          </Section>
        )}
        <Section title={say('credentials.database_part')}>
          <DatabaseFields overSsh={ssh} />
        </Section>
        {tls && (
          <Section title={say('credentials.tls_part')}>
            <TlsFields />
          </Section>
        )}
        <Accordion disableGutters sx={{ borderRadius: '14px !important', '&::before': { display: 'none' } }}>
          <AccordionSummary expandIcon={<ExpandIcon />}>
            <Typography component="h2" variant="h2">
              {say('credentials.limits_part')}
            </Typography>
          </AccordionSummary>
          <AccordionDetails>
            <LimitFields />
          </AccordionDetails>
        </Accordion>
        <SaveBar back={before === null ? '/credentials' : `/credentials/${before.id}/show`} />
      </Box>
    </CredentialsFormContext.Provider>
  );
}

function JumpSwitch(): ReactElement {
  const say = useTexts();
  const { field } = useController({ name: 'over_jump' });
  return (
    <FormControlLabel
      control={
        <Switch size="small" checked={field.value === true} onChange={(_, on) => field.onChange(on)} />
      }
      label={say('credentials.with_jump')}
    />
  );
}

function SaveBar({ back }: { readonly back: string }): ReactElement {
  const say = useTexts();
  const { isSubmitting } = useFormState();
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5 }}>
      <Button type="submit" variant="contained" disabled={isSubmitting}>
        {say('credentials.save_and_test')}
      </Button>
      <Button component={Link} to={back}>
        {say('credentials.cancel')}
      </Button>
    </Box>
  );
}
