import { Alert, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import type { CredentialsReply } from '../../../src/contract/credentials.ts';
import type { StoreCostReply } from '../../../src/contract/live.ts';
import { call } from '../data-provider.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { resourceOf } from '../resources.ts';
import { RowTable } from '../ui/screens/RowTable.tsx';
import { Section } from '../ui/screens/Section.tsx';
import { Failed, Loading } from '../ui/screens/States.tsx';

const KINDS = ['watch', 'execution', 'request', 'total'] as const;
const REFRESHED_EVERY_MS = 15_000;

/** What Taquilla cost the store in the last hour, by purpose. */
export function StoreCost({ set }: { readonly set: CredentialsReply }): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  const { data, error, refetch } = useQuery({
    queryKey: ['credentials', 'cost', set.id],
    queryFn: async ({ signal }) =>
      await call<StoreCostReply>(`${resourceOf('credentials').path}${set.id}/cost/`, { signal }),
    refetchInterval: REFRESHED_EVERY_MS,
  });
  const ceiling = data?.live_ceiling_seconds ?? null;
  return (
    <Section title={say('credentials.cost.part')}>
      {error !== null && <Failed error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      {data?.is_above_ceiling === true && (
        <Alert severity="warning" sx={{ mb: 2 }}>
          {say('credentials.cost.above', { seconds: formats.count(ceiling ?? 0) })}
        </Alert>
      )}
      {data !== undefined && (
        <RowTable
          label={say('credentials.cost.part')}
          rows={KINDS.map((kind) => ({ kind, ...data[kind] }))}
          rowKey={(row) => row.kind}
          columns={[
            { label: say('credentials.cost.kind'), cell: (row) => say(`credentials.cost.${row.kind}`) },
            {
              label: say('credentials.cost.seconds'),
              figures: true,
              cell: (row) => formats.decimal(row.seconds.toFixed(1)),
            },
            {
              label: say('credentials.cost.statements'),
              figures: true,
              cell: (row) => formats.count(row.statements),
            },
            { label: say('credentials.cost.rows'), figures: true, cell: (row) => formats.count(row.rows) },
            {
              label: say('credentials.cost.bytes'),
              figures: true,
              cell: (row) => `${formats.decimal((row.bytes / 1e6).toFixed(2))} MB`,
            },
          ]}
        />
      )}
      <Typography variant="body2" color="textSecondary" sx={{ mt: 1.5 }}>
        {say('credentials.cost.hint')}{' '}
        {ceiling !== null && say('credentials.cost.ceiling', { seconds: formats.count(ceiling) })}
      </Typography>
    </Section>
  );
}
