import type { SvgIconComponent } from '@mui/icons-material';
import TicketIcon from '@mui/icons-material/BadgeOutlined';
import ConflictIcon from '@mui/icons-material/CallSplitOutlined';
import ConfigurationIcon from '@mui/icons-material/ConfirmationNumberOutlined';
import RefundIcon from '@mui/icons-material/CurrencyExchange';
import StatementIcon from '@mui/icons-material/DescriptionOutlined';
import EventIcon from '@mui/icons-material/EventOutlined';
import OrganizerIcon from '@mui/icons-material/GroupsOutlined';
import AuditIcon from '@mui/icons-material/HistoryEduOutlined';
import TierIcon from '@mui/icons-material/LocalActivityOutlined';
import UsersIcon from '@mui/icons-material/ManageAccountsOutlined';
import AlertIcon from '@mui/icons-material/NotificationsOutlined';
import OutboundIcon from '@mui/icons-material/OutboundOutlined';
import RemovalIcon from '@mui/icons-material/PanToolOutlined';
import ExecutionIcon from '@mui/icons-material/PlayCircleOutlined';
import OrderIcon from '@mui/icons-material/ReceiptLongOutlined';
import DashboardIcon from '@mui/icons-material/SpaceDashboardOutlined';
import TokenIcon from '@mui/icons-material/TerminalOutlined';
import CredentialsIcon from '@mui/icons-material/VpnKeyOutlined';
import type { TextKey } from '../texts/dictionary.ts';

interface ScreenEntry {
  /** The resource that the user must be allowed to read. */
  readonly name: string;
  readonly path: string;
  readonly text: TextKey;
  readonly Icon: SvgIconComponent;
}

interface ScreenGroup {
  readonly label: TextKey | null;
  readonly screens: readonly ScreenEntry[];
}

/** The groups of the menu. */
export const SCREEN_GROUPS: readonly ScreenGroup[] = [
  {
    label: null,
    screens: [
      { name: 'dashboard', path: '/', text: 'dashboard.title', Icon: DashboardIcon },
      {
        name: 'configurations',
        path: '/configurations',
        text: 'configurations.title',
        Icon: ConfigurationIcon,
      },
      { name: 'executions', path: '/executions', text: 'executions.title', Icon: ExecutionIcon },
      { name: 'conflicts', path: '/conflicts', text: 'conflicts.title', Icon: ConflictIcon },
      { name: 'removals', path: '/removals', text: 'removals.title', Icon: RemovalIcon },
      { name: 'alerts', path: '/alerts', text: 'alerts.title', Icon: AlertIcon },
    ],
  },
  {
    label: 'layout.group_sales',
    screens: [
      { name: 'events', path: '/events', text: 'events.title', Icon: EventIcon },
      { name: 'orders', path: '/orders', text: 'orders.title', Icon: OrderIcon },
      { name: 'tickets', path: '/tickets', text: 'tickets.title', Icon: TicketIcon },
      { name: 'refunds', path: '/refunds', text: 'refunds.title', Icon: RefundIcon },
      { name: 'statements', path: '/statements', text: 'statements.title', Icon: StatementIcon },
      { name: 'ticket-tiers', path: '/ticket-tiers', text: 'ticket_tiers.title', Icon: TierIcon },
      { name: 'organizers', path: '/organizers', text: 'organizers.title', Icon: OrganizerIcon },
    ],
  },
  {
    label: 'layout.group_access',
    screens: [
      { name: 'credentials', path: '/credentials', text: 'credentials.title', Icon: CredentialsIcon },
      {
        name: 'outbound-endpoints',
        path: '/outbound-endpoints',
        text: 'outbound.title',
        Icon: OutboundIcon,
      },
      { name: 'tokens', path: '/tokens', text: 'tokens.title', Icon: TokenIcon },
      { name: 'users', path: '/users', text: 'users.title', Icon: UsersIcon },
      { name: 'audit', path: '/audit', text: 'audit.title', Icon: AuditIcon },
    ],
  },
];
