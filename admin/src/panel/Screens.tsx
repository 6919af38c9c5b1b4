import { createTheme, ThemeProvider } from '@mui/material';
import { QueryClient } from '@tanstack/react-query';
import { lazy, type ReactElement } from 'react';
import {
  CoreAdminContext,
  CoreAdminUI,
  CustomRoutes,
  type I18nProvider,
  localStorageStore,
  Notification,
  Resource,
} from 'react-admin';
import { Route } from 'react-router-dom';
import { ApiError } from '../api-error.ts';
import { authProvider } from '../auth/auth-provider.ts';
import { dataProvider } from '../data-provider.ts';
import { AccessDenied } from '../layout/AccessDenied.tsx';
import { Frame } from '../layout/Frame.tsx';
import { NotFound } from '../layout/NotFound.tsx';
import { useDark } from '../theme/color-mode.ts';
import { darkTheme, lightTheme } from '../theme/theme.ts';
import { Loading } from '../ui/screens/States.tsx';

// Each page has a file of its own, which is fetched when the page is opened.
const Dashboard = lazy(() => import('../dashboard/Dashboard.tsx'));
const Account = lazy(() => import('../account/Account.tsx'));
const ConfigurationList = lazy(() => import('../configurations/ConfigurationList.tsx'));
const ConfigurationShow = lazy(() => import('../configurations/show/ConfigurationShow.tsx'));
const ConfigurationCreate = lazy(() => import('../configurations/form/ConfigurationCreate.tsx'));
const ConfigurationEdit = lazy(() => import('../configurations/form/ConfigurationEdit.tsx'));
const ConflictList = lazy(() => import('../conflicts/ConflictList.tsx'));
const ConflictShow = lazy(() => import('../conflicts/ConflictShow.tsx'));
const PreviewShow = lazy(() => import('../previews/PreviewShow.tsx'));
const RemovalList = lazy(() => import('../removals/RemovalList.tsx'));
const RemovalShow = lazy(() => import('../removals/RemovalShow.tsx'));
const StatementList = lazy(() => import('../statements/StatementList.tsx'));
const StatementShow = lazy(() => import('../statements/StatementShow.tsx'));
const EventStatement = lazy(() => import('../statements/EventStatement.tsx'));
const ExecutionList = lazy(() => import('../executions/ExecutionList.tsx'));
const ExecutionShow = lazy(() => import('../executions/ExecutionShow.tsx'));
const Explain = lazy(() => import('../explain/Explain.tsx'));
const EventList = lazy(() => import('../events/EventList.tsx'));
const EventEdit = lazy(() => import('../events/EventEdit.tsx'));
const DoorList = lazy(() => import('../exports/DoorList.tsx'));
const EventShow = lazy(() => import('../events/EventShow.tsx'));
const OrderList = lazy(() => import('../orders/OrderList.tsx'));
const OrderShow = lazy(() => import('../orders/OrderShow.tsx'));
const TicketList = lazy(() => import('../tickets/TicketList.tsx'));
const TicketEdit = lazy(() => import('../tickets/TicketEdit.tsx'));
const TicketShow = lazy(() => import('../tickets/TicketShow.tsx'));
const RefundList = lazy(() => import('../refunds/RefundList.tsx'));
const TicketTierEdit = lazy(() => import('../ticket-tiers/TicketTierEdit.tsx'));
const TicketTierShow = lazy(() => import('../ticket-tiers/TicketTierShow.tsx'));
const TicketTierList = lazy(() => import('../ticket-tiers/TicketTierList.tsx'));
const OrganizerList = lazy(() => import('../organizers/OrganizerList.tsx'));
const CredentialsList = lazy(() => import('../credentials/CredentialsList.tsx'));
const CredentialsShow = lazy(() => import('../credentials/CredentialsShow.tsx'));
const CredentialsCreate = lazy(() => import('../credentials/form/CredentialsCreate.tsx'));
const CredentialsEdit = lazy(() => import('../credentials/form/CredentialsEdit.tsx'));
const EndpointList = lazy(() => import('../outbound/EndpointList.tsx'));
const EndpointShow = lazy(() => import('../outbound/EndpointShow.tsx'));
const EndpointCreate = lazy(() => import('../outbound/EndpointCreate.tsx'));
const EndpointEdit = lazy(() => import('../outbound/EndpointEdit.tsx'));
const AlertList = lazy(() => import('../alerts/AlertList.tsx'));
const AlertShow = lazy(() => import('../alerts/AlertShow.tsx'));
const AlertDelivery = lazy(() => import('../alerts/AlertDelivery.tsx'));
const GuidePage = lazy(() => import('../guide/GuidePage.tsx'));
const UserList = lazy(() => import('../users/UserList.tsx'));
const UserCreate = lazy(() => import('../users/UserCreate.tsx'));
const UserEdit = lazy(() => import('../users/UserEdit.tsx'));
const AuditList = lazy(() => import('../audit/AuditList.tsx'));
const TokenList = lazy(() => import('../tokens/TokenList.tsx'));

// react-admin's own layout, sign-in page and themes are not used, because they are as large as a page.
const LIGHT = createTheme(lightTheme);
const DARK = createTheme(darkTheme);
/** The user's choices about lists: their order and the number of rows on a page. */
const store = localStorageStore();

const Waiting = (): ReactElement => <Loading rows={8} />;

const MOST_TRIES = 2;

const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // A request that the server refused would be refused again; one that got no reply may succeed.
      retry: (tries, error) => tries < MOST_TRIES && (!(error instanceof ApiError) || error.status >= 502),
      retryDelay: 800,
      staleTime: 2_000,
    },
  },
});

/** All pages and their addresses. */
export function Screens({ i18nProvider }: { readonly i18nProvider: I18nProvider }): ReactElement {
  const dark = useDark();
  return (
    <CoreAdminContext
      authProvider={authProvider}
      dataProvider={dataProvider}
      i18nProvider={i18nProvider}
      queryClient={queryClient}
      store={store}
    >
      <ThemeProvider theme={dark ? DARK : LIGHT}>
        <CoreAdminUI
          layout={Frame}
          dashboard={Dashboard}
          accessDenied={AccessDenied}
          catchAll={NotFound}
          loading={Waiting}
          loginPage={false}
          disableTelemetry
          title="Taquilla"
        >
          <Resource
            name="configurations"
            list={ConfigurationList}
            show={ConfigurationShow}
            create={ConfigurationCreate}
            edit={ConfigurationEdit}
          />
          <Resource name="conflicts" list={ConflictList} show={ConflictShow} />
          <Resource name="previews" show={PreviewShow} />
          <Resource name="removals" list={RemovalList} show={RemovalShow} />
          <Resource name="executions" list={ExecutionList} show={ExecutionShow} />
          <CustomRoutes>
            <Route path="/account" element={<Account />} />
            <Route path="/alerts/delivery" element={<AlertDelivery />} />
            <Route path="/operations/:page?" element={<GuidePage />} />
            <Route path="/events/:id/door-list" element={<DoorList />} />
            <Route path="/events/:id/statement" element={<EventStatement />} />
            <Route path="/orders/:id/explain" element={<Explain resource="orders" />} />
            <Route path="/tickets/:id/explain" element={<Explain resource="tickets" />} />
          </CustomRoutes>
          <Resource name="events" list={EventList} show={EventShow} edit={EventEdit} />
          <Resource name="orders" list={OrderList} show={OrderShow} />
          <Resource name="tickets" list={TicketList} show={TicketShow} edit={TicketEdit} />
          <Resource name="refunds" list={RefundList} />
          <Resource name="statements" list={StatementList} show={StatementShow} />
          <Resource name="ticket-tiers" list={TicketTierList} show={TicketTierShow} edit={TicketTierEdit} />
          <Resource name="organizers" list={OrganizerList} />
          <Resource
            name="credentials"
            list={CredentialsList}
            show={CredentialsShow}
            create={CredentialsCreate}
            edit={CredentialsEdit}
          />
          <Resource
            name="outbound-endpoints"
            list={EndpointList}
            show={EndpointShow}
            create={EndpointCreate}
            edit={EndpointEdit}
          />
          <Resource name="alerts" list={AlertList} show={AlertShow} />
          <Resource name="users" list={UserList} create={UserCreate} edit={UserEdit} />
          <Resource name="audit" list={AuditList} />
          <Resource name="tokens" list={TokenList} />
        </CoreAdminUI>
        <Notification />
      </ThemeProvider>
    </CoreAdminContext>
  );
}
