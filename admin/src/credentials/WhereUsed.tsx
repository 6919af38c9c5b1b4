import { type ReactElement, useState } from 'react';
import { useGetList } from 'react-admin';
import type { Configuration } from '../../../src/contract/configuration.ts';
import { ConfigurationStatus } from '../configurations/ConfigurationStatus.tsx';
import { useTexts } from '../i18n/use-texts.ts';
import { NameLink } from '../ui/NameLink.tsx';
import { Nothing } from '../ui/Nothing.tsx';
import { Pages } from '../ui/Pages.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { RowTable } from '../ui/RowTable.tsx';
import { Section } from '../ui/Section.tsx';
import { Failed, Loading } from '../ui/States.tsx';

const PER_PAGE = 10;

/** The configurations that reach their store with this set. */
export function WhereUsed({ id }: { readonly id: string }): ReactElement {
  const say = useTexts();
  const [page, setPage] = useState(1);
  const { data, total, error, isPending, refetch } = useGetList<Configuration>('configurations', {
    filter: { credentials: id },
    pagination: { page, perPage: PER_PAGE },
    sort: { field: 'name', order: 'ASC' },
  });
  return (
    <Section title={say('credentials.used_part')} flush>
      {error !== null && <Failed error={error} onRetry={() => void refetch()} />}
      {isPending && error === null && <Loading />}
      {data?.length === 0 && <Nothing text={say('credentials.used_none')} />}
      {data !== undefined && data.length > 0 && (
        <RowTable
          label={say('credentials.used_part')}
          rows={data}
          rowKey={(one) => one.id}
          columns={[
            {
              label: say('configurations.name'),
              cell: (one) => <NameLink to={`/configurations/${one.id}/show`}>{one.name}</NameLink>,
            },
            {
              label: say('configurations.status'),
              cell: (one) => <ConfigurationStatus {...one} />,
            },
            { label: say('configurations.last_sync'), cell: (one) => <RelativeTime at={one.last_sync_at} /> },
          ]}
        />
      )}
      <Pages page={page} perPage={PER_PAGE} total={total ?? 0} onPage={setPage} />
    </Section>
  );
}
