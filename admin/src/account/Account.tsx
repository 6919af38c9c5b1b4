import { Box, Button } from '@mui/material';
import type { ReactElement } from 'react';
import { Link } from 'react-router-dom';
import { useMe } from '../auth/session.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { FactorSection } from '../second-factor/FactorSection.tsx';
import { ValidTokens } from '../tokens/ValidTokens.tsx';
import { Facts } from '../ui/screens/Facts.tsx';
import { ScreenHead } from '../ui/screens/ScreenHead.tsx';
import { Section } from '../ui/screens/Section.tsx';
import { NameForm } from './NameForm.tsx';
import { PasswordForm } from './PasswordForm.tsx';

/** The page on which users see and change their own account. */
export default function Account(): ReactElement {
  const say = useTexts();
  const me = useMe();
  return (
    <>
      <ScreenHead title={say('layout.account')} sub={me.email} />
      <Box sx={{ display: 'grid', gap: 2.5, maxWidth: 960 }}>
        <Section title={say('account.profile')}>
          <Box sx={{ mb: 2.5 }}>
            <Facts
              facts={[
                { label: say('ra.auth.email'), value: me.email },
                { label: say('account.role'), value: say(`words.role.${me.role}`) },
                {
                  label: say('account.personal_data'),
                  value: say(me.sees_personal_data ? 'account.shown' : 'account.masked'),
                },
              ]}
            />
          </Box>
          <NameForm me={me} />
        </Section>
        <Section title={say('account.password')}>
          <PasswordForm email={me.email} />
        </Section>
        <FactorSection />
        <ValidTokens
          userId={null}
          aside={
            <Button component={Link} to="/tokens" size="small">
              {say('account.all_tokens')}
            </Button>
          }
        />
      </Box>
    </>
  );
}
