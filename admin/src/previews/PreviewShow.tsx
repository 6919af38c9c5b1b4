import { Alert, Box, Button } from '@mui/material';
import type { ReactElement } from 'react';
import { useNavigate } from 'react-router-dom';
import type { Started } from '../../../src/contract/configuration.ts';
import type { KeptPreview } from '../../../src/contract/effects/preview.ts';
import { act } from '../data-provider.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { Allowed } from '../ui/screens/Allowed.tsx';
import { DetailScreen } from '../ui/screens/DetailScreen.tsx';
import { Facts } from '../ui/screens/Facts.tsx';
import { ScreenHead } from '../ui/screens/ScreenHead.tsx';
import { Section } from '../ui/screens/Section.tsx';
import { useAction } from '../ui/screens/use-action.ts';
import { Moment } from '../ui/values/Moment.tsx';
import { NameLink } from '../ui/values/NameLink.tsx';
import { PreviewedRows } from './PreviewedRows.tsx';

export default function PreviewShow(): ReactElement {
  return (
    <DetailScreen<KeptPreview> resource="previews">{(preview) => <Shown preview={preview} />}</DetailScreen>
  );
}

/** What a sync would have changed when the preview was made, and a button that does exactly this. */
function Shown({ preview }: { readonly preview: KeptPreview }): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  const { report, configuration, orders, settings, execution } = preview;
  const isEqual = report.differences.length === 0;
  const unsaved = Object.keys(settings).length > 0;
  const counts = ({ created, changed, removed }: typeof report.orders): string =>
    say('previews.counts', {
      created: formats.count(created),
      changed: formats.count(changed),
      removed: formats.count(removed),
    });
  return (
    <>
      <ScreenHead
        title={say('previews.title', { name: preview.configuration_name })}
        back={{ to: `/configurations/${configuration}/show`, label: preview.configuration_name }}
        sub={null}
        actions={<RunButton preview={preview} />}
      />
      <Box sx={{ display: 'grid', gap: 2.5, gridTemplateColumns: 'minmax(0, 1fr)' }}>
        <Section title={say('previews.what')}>
          <Alert severity={isEqual && report.rejected === 0 ? 'success' : 'info'} sx={{ mb: 2.5 }}>
            {say(isEqual ? 'previews.equal' : 'previews.explained')} {say('previews.not_compared')}
            {unsaved && <> {say('previews.unsaved')}</>}
            {report.held.tickets + report.held.orders > 0 && <> {say('previews.held', report.held)}</>}
            {report.rejected > 0 && <> {say('previews.rejected', { count: report.rejected })}</>}
          </Alert>
          <Facts
            minWidth={210}
            facts={[
              { label: say('previews.orders'), value: counts(report.orders) },
              { label: say('previews.tickets'), value: counts(report.tickets) },
              { label: say('previews.lost'), value: formats.count(report.no_longer_valid_count) },
              { label: say('previews.gained'), value: formats.count(report.valid_again_count) },
              {
                label: say('previews.scope'),
                value: orders === null ? say('previews.event') : orders.join(', '),
              },
              { label: say('previews.at'), value: <Moment at={preview.created_at} /> },
              {
                label: say('previews.by'),
                value: preview.requested_by_name ?? say('removals.by_command_line'),
              },
              ...(execution === null
                ? []
                : [
                    {
                      label: say('previews.execution'),
                      value: (
                        <NameLink to={`/executions/${execution}/show`}>
                          {say('previews.open_execution')}
                        </NameLink>
                      ),
                    },
                  ]),
            ]}
          />
        </Section>
        <PreviewedRows report={report} />
      </Box>
    </>
  );
}

function RunButton({ preview: { id } }: { readonly preview: KeptPreview }): ReactElement {
  const say = useTexts();
  const navigate = useNavigate();
  const run = useAction(async () => await act<Started>('previews', id, 'run'), {
    done: ({ detail }) => detail,
    onDone: ({ execution_id }) => void navigate(`/executions/${execution_id}/show`),
  });
  return (
    <Allowed resource="configurations" action="trigger">
      <Button variant="contained" disableElevation disabled={run.busy} onClick={() => run.run()}>
        {say('previews.run')}
      </Button>
    </Allowed>
  );
}
