import type { ReactElement } from 'react';
import type { Configuration } from '../../../src/contract/configuration.ts';
import { ConfigurationStatus } from '../configurations/ConfigurationStatus.tsx';
import { useTexts } from '../i18n/use-texts.ts';
import { PagedSection } from '../ui/screens/PagedSection.tsx';
import { RowTable } from '../ui/screens/RowTable.tsx';
import { NameLink } from '../ui/values/NameLink.tsx';
import { Nothing } from '../ui/values/Nothing.tsx';
import { RelativeTime } from '../ui/values/RelativeTime.tsx';

const PER_PAGE = 10;

/** The configurations that use these credentials. */
export function WhereUsed({ id }: { readonly id: string }): ReactElement {
  const say = useTexts();
  return (
    <PagedSection<Configuration>
      title={say('credentials.used_part')}
      resource="configurations"
      filter={{ credentials: id }}
      perPage={PER_PAGE}
      sort={{ field: 'name', order: 'ASC' }}
      empty={<Nothing text={say('credentials.used_none')} />}
    >
      {(configurations) => (
        <RowTable
          label={say('credentials.used_part')}
          rows={configurations}
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
    </PagedSection>
  );
}
