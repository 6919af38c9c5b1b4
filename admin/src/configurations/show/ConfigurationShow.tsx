import { Link } from '@mui/material';
import type { ReactElement } from 'react';
import type { Configuration } from '../../../../src/contract/configuration.ts';
import { RejectsView } from '../../executions/RejectsView.tsx';
import { useFormats } from '../../format/use-formats.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { DetailScreen } from '../../ui/screens/DetailScreen.tsx';
import { ScreenHead } from '../../ui/screens/ScreenHead.tsx';
import { TabBar } from '../../ui/screens/TabBar.tsx';
import { useTab } from '../../ui/screens/use-tab.ts';
import { ConfigurationActions } from '../ConfigurationActions.tsx';
import { ConfigurationStatus } from '../ConfigurationStatus.tsx';
import { ConfigurationOverview } from './ConfigurationOverview.tsx';
import { ExecutionsOf } from './ExecutionsOf.tsx';
import { NotesView } from './NotesView.tsx';
import { Settings } from './Settings.tsx';

const TABS = ['overview', 'executions', 'rejects', 'notes', 'settings'] as const;

export default function ConfigurationShow(): ReactElement {
  return (
    <DetailScreen<Configuration> resource="configurations">
      {(configuration) => <Shown configuration={configuration} />}
    </DetailScreen>
  );
}

function Shown({ configuration }: { readonly configuration: Configuration }): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  const [tab, setTab] = useTab(TABS);
  const { id, name, store_url, woocommerce_product_ids, open_rejects, notes, total_executions } =
    configuration;
  const counts: Partial<Record<(typeof TABS)[number], string>> = {
    ...(total_executions > 0 && { executions: formats.count(total_executions) }),
    ...(open_rejects > 0 && { rejects: formats.count(open_rejects) }),
    ...(notes > 0 && { notes: formats.count(notes) }),
  };
  return (
    <>
      <ScreenHead
        title={name}
        back={{ to: '/configurations', label: say('configurations.title') }}
        state={<ConfigurationStatus {...configuration} />}
        sub={
          <>
            {say(
              woocommerce_product_ids.length === 1
                ? 'configurations.product_of'
                : 'configurations.products_of',
              {
                product: woocommerce_product_ids.join(', '),
              },
            )}{' '}
            <Link href={store_url} target="_blank" rel="noreferrer">
              {hostOf(store_url)}
            </Link>
          </>
        }
        actions={<ConfigurationActions configuration={configuration} />}
      />
      <TabBar
        label={say('configurations.parts')}
        value={tab}
        onChange={setTab}
        tabs={TABS.map((value) => {
          const count = counts[value];
          return { value, label: say(`configurations.tab_${value}`), ...(count !== undefined && { count }) };
        })}
      />
      {tab === 'overview' && <ConfigurationOverview configuration={configuration} />}
      {tab === 'executions' && <ExecutionsOf configuration={id} />}
      {tab === 'rejects' && (
        <RejectsView
          of={{ resource: 'open-rejects', filter: { configuration: id } }}
          leftOut={configuration.left_out}
        />
      )}
      {tab === 'notes' && <NotesView configuration={id} />}
      {tab === 'settings' && <Settings configuration={configuration} />}
    </>
  );
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
