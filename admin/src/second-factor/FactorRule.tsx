import { FormControlLabel, Switch, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { Confirm } from 'react-admin';
import type { AccessSettings } from '../../../src/contract/access/account.ts';
import { call } from '../data-provider.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { Section } from '../ui/screens/Section.tsx';
import { useAction } from '../ui/screens/use-action.ts';

const SETTINGS = '/api/v1/auth/access-settings/';

/** The setting that decides whether superusers need a second factor; shown below the users. */
export function FactorRule(): ReactElement | null {
  const say = useTexts();
  const [asks, setAsks] = useState(false);
  const { data } = useQuery({
    queryKey: ['access-settings'],
    queryFn: async () => await call<AccessSettings>(SETTINGS),
  });
  const demand = useAction(
    async (who: AccessSettings['second_factor_required_for']) =>
      await call<AccessSettings>(SETTINGS, { method: 'PATCH', body: { second_factor_required_for: who } }),
    { done: () => say('users.saved'), onDone: () => setAsks(false) },
  );
  if (data === undefined) return null;
  const on = data.second_factor_required_for === 'superusers';
  return (
    <Section title={say('second_factor.title')}>
      <FormControlLabel
        control={
          <Switch
            checked={on}
            disabled={demand.busy}
            onChange={() => (on ? demand.run('nobody') : setAsks(true))}
          />
        }
        label={say('second_factor.rule')}
      />
      <Typography variant="body2" color="textSecondary">
        {say('second_factor.rule_hint')}
      </Typography>
      <Confirm
        isOpen={asks}
        loading={demand.busy}
        title={say('second_factor.rule_title')}
        content={say('second_factor.rule_text')}
        confirm={say('second_factor.rule_confirm')}
        cancel={say('ra.action.cancel')}
        onConfirm={() => demand.run('superusers')}
        onClose={() => setAsks(false)}
      />
    </Section>
  );
}
