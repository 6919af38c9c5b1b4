import { Box, Button } from '@mui/material';
import type { ReactElement } from 'react';
import type { Statement } from '../../../src/contract/ticketing/statements.ts';
import { useLanguage } from '../i18n/language.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { resourceOf } from '../resources.ts';
import { DetailScreen } from '../ui/screens/DetailScreen.tsx';
import { Facts } from '../ui/screens/Facts.tsx';
import { ScreenHead } from '../ui/screens/ScreenHead.tsx';
import { Section } from '../ui/screens/Section.tsx';
import { Moment } from '../ui/values/Moment.tsx';
import { NameLink } from '../ui/values/NameLink.tsx';
import { StatementFigures } from './StatementFigures.tsx';
import { StatementLines } from './StatementLines.tsx';
import { usePeriodText } from './use-period-text.ts';

export default function StatementShow(): ReactElement {
  return <DetailScreen<Statement> resource="statements">{(one) => <Shown statement={one} />}</DetailScreen>;
}

function Shown({ statement }: { readonly statement: Statement }): ReactElement {
  const say = useTexts();
  const periodOf = usePeriodText();
  const language = useLanguage();
  const { id, number, event, event_title, organizer_name, currency, timezone } = statement;
  const file = `${resourceOf('statements').path}${id}/export/`;
  return (
    <>
      <ScreenHead
        title={say('statements.one', { number })}
        back={{ to: '/statements', label: say('statements.title') }}
        sub={[event_title, organizer_name, currency, periodOf(statement)].join(' · ')}
        actions={
          <>
            <Button
              component="a"
              href={`${file}?format=pdf&language=${language}`}
              variant="outlined"
              download
            >
              {say('statements.pdf')}
            </Button>
            <Button component="a" href={`${file}?format=csv`} variant="outlined" download>
              {say('statements.csv')}
            </Button>
          </>
        }
      />
      <Box sx={{ display: 'grid', gap: 2.5, gridTemplateColumns: 'minmax(0, 1fr)' }}>
        <Section title={say('statements.figures')}>
          <StatementFigures figures={statement} />
        </Section>
        <Section title={say('statements.closed_at')}>
          <Facts
            facts={[
              {
                label: say('statements.event'),
                value: <NameLink to={`/events/${event}/statement`}>{event_title}</NameLink>,
              },
              { label: say('statements.closed_at'), value: <Moment at={statement.closed_at} /> },
              {
                label: say('statements.closed_by'),
                value: statement.closed_by_name ?? say('statements.by_command_line'),
              },
              { label: say('statements.hash'), value: <code>{statement.content_hash}</code> },
            ]}
          />
        </Section>
        <StatementLines
          resource="statement-lines"
          filter={{ statement: id }}
          currency={currency}
          timezone={timezone}
        />
      </Box>
    </>
  );
}
