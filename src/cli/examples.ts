import type { Command } from 'commander';

/**
 * Examples for users to copy; each command's help ends with its own. A line break marks where a long command
 * continues.
 */
export const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  '': [
    'migrate',
    'check',
    'status',
    'configurations list',
    'sync --configuration "Evento Híbrido 2025"',
    'executions list --status failed',
  ],
  migrate: ['migrate'],
  check: ['check', 'check --json'],
  status: ['status', 'status --json'],
  createsuperuser: ['createsuperuser', 'createsuperuser --email ops@example.com < password-file'],
  users: ['users list', 'users reset-password ops@example.com --link'],
  'users list': ['users list'],
  'users reset-password': [
    'users reset-password ops@example.com',
    'users reset-password ops@example.com < password-file',
  ],
  'users reset-second-factor': ['users reset-second-factor ops@example.com'],
  'users require-second-factor': ['users require-second-factor superusers'],
  'users deactivate': ['users deactivate ana@example.com'],
  'users activate': ['users activate ana@example.com'],
  serve: ['serve', 'serve --role worker --queues critical,default --concurrency 8'],
  cleanup: ['cleanup --dry-run'],
  backup: ['backup backups --passphrase-file backup-passphrase', 'backup file-backups --files'],
  restore: [
    'restore taquilla.backup --passphrase-file backup-passphrase --dry-run',
    'restore file-backups/taquilla-20260301T030000Z.backup --until 2026-03-01T20:15:00Z',
    'restore --settle',
  ],
  reader: ['reader grant'],
  'reader grant': ['reader grant', 'reader grant --role tickets_reader'],
  'reader revoke': ['reader revoke'],
  tokens: ['tokens list', 'tokens revoke --user ana@example.com --all'],
  'tokens list': ['tokens list', 'tokens list --review'],
  'tokens confirm': ['tokens confirm 01980000-0000-7000-8000-000000000000'],
  'tokens revoke': [
    'tokens revoke 01980000-0000-7000-8000-000000000000',
    'tokens revoke --user ana@example.com --all',
  ],
  credentials: ['credentials list', 'credentials test shop'],
  'credentials import': ['credentials import shops.json', 'credentials import - < shops.json'],
  'credentials add': [
    'credentials add shop --mysql-host db.example.com --mysql-database wordpress --mysql-user reader',
    'credentials add shop --ssh-host ssh.example.com --ssh-user deploy --ssh-key-file ~/.ssh/id_ed25519\n' +
      '--mysql-database wordpress --mysql-user reader',
  ],
  'credentials set': [
    'credentials set shop --mysql-host db2.example.com',
    'credentials set shop --rename store --default',
  ],
  'credentials list': ['credentials list'],
  'credentials show': ['credentials show shop'],
  'credentials test': ['credentials test', 'credentials test shop --accept-host-key SHA256:…'],
  'credentials remove': ['credentials remove shop'],
  'credentials generate-key': ['credentials generate-key shop'],
  'credentials webhooks': ['credentials webhooks shop', 'credentials webhooks shop --new-secret'],
  secrets: ['secrets rotate'],
  'secrets rotate': ['secrets rotate', 'secrets rotate --new-key-file next-key'],
  preview: [
    'preview',
    'preview "Evento Híbrido 2025" --json',
    'preview "Evento Híbrido 2025" --service-fee 12 --keep',
  ],
  stores: ['stores show "Evento Híbrido 2025"'],
  'stores show': [
    'stores show "Evento Híbrido 2025"',
    'stores show "Evento Híbrido 2025" --credentials shop',
  ],
  'stores confirm': [
    'stores confirm "Evento Híbrido 2025" --address https://entradas.example.org',
    'stores confirm "Evento Híbrido 2025" --another-store',
  ],
  configurations: ['configurations list', 'configurations set "Evento Híbrido 2025" --frequency hourly'],
  'configurations add': [
    'configurations add --product 173911 --event-name "Evento Híbrido 2025"\n' +
      '--organizer-email organizer@example.com --service-fee 10',
  ],
  'configurations list': ['configurations list'],
  'configurations show': ['configurations show "Evento Híbrido 2025"'],
  'configurations notes': ['configurations notes "Evento Híbrido 2025"'],
  'configurations import': ['configurations import configurations.json'],
  'configurations set': [
    'configurations set "Evento Híbrido 2025" --frequency daily --run-at 03:30',
    'configurations set 01980000 --rename "Evento 2025" --service-fee 12.5',
    'configurations set 01980000 --no-run-at',
  ],
  'configurations pause': ['configurations pause "Evento Híbrido 2025"'],
  'configurations resume': ['configurations resume "Evento Híbrido 2025"'],
  'configurations disable': ['configurations disable 01980000'],
  'configurations enable': ['configurations enable 01980000'],
  'configurations live': [
    'configurations live "Evento Híbrido 2025"',
    'configurations live "Evento Híbrido 2025" --switch on --hours 6',
  ],
  'configurations preview-products': [
    'configurations preview-products "Evento Híbrido 2025" --products 173911,174050',
  ],
  'configurations delete': [
    'configurations delete "Evento Híbrido 2025"',
    'configurations delete 01980000 --yes',
  ],
  executions: ['executions list --status failed', 'executions show 01980000'],
  'executions list': [
    'executions list',
    'executions list --configuration "Evento Híbrido 2025" --status failed --limit 5',
  ],
  'executions show': ['executions show 01980000'],
  'executions log': ['executions log 01980000', 'executions log 01980000 --follow'],
  'executions cancel': ['executions cancel 01980000'],
  'executions retry': ['executions retry 01980000'],
  conflicts: ['conflicts list'],
  'conflicts list': ['conflicts list', 'conflicts list --configuration "Evento Híbrido 2025" --all'],
  'conflicts settle': ['conflicts settle 01980000-0000-7000-8000-000000000000 --keep-ours'],
  export: ['export tickets --event "Evento Híbrido 2025" -o list.csv'],
  'export tickets': [
    'export tickets --event "Evento Híbrido 2025" -o list.csv',
    'export tickets --event "Evento Híbrido 2025" --status active --locale es-CL --bom -o list.csv',
  ],
  'export orders': ['export orders --ordered-after 2026-03-01 -o orders.xlsx'],
  'export refunds': ['export refunds --event "Evento Híbrido 2025" -o refunds.xlsx'],
  'export check-ins': ['export check-ins --event "Evento Híbrido 2025" -o check-ins.csv'],
  'export payouts': ['export payouts -o payouts.csv'],
  'export changes': ['export changes --execution 01980000 --format ndjson'],
  explain: ['explain --order 174130', 'explain --order 174154 --configuration "Evento Híbrido 2025" --json'],
  rejects: ['rejects list'],
  'rejects list': ['rejects list', 'rejects list --configuration "Evento Híbrido 2025" --all'],
  'rejects show': ['rejects show 01980000-0000-7000-8000-000000000000'],
  'rejects replay': [
    'rejects replay 01980000-0000-7000-8000-000000000000',
    'rejects replay --configuration "Evento Híbrido 2025"',
  ],
  'rejects dismiss': [
    'rejects dismiss 01980000-0000-7000-8000-000000000000 --note "A test order of the web agency"',
  ],
  removals: ['removals list'],
  'removals list': ['removals list', 'removals list --configuration "Evento Híbrido 2025" --all'],
  'removals show': ['removals show 01980000-0000-7000-8000-000000000000'],
  'removals approve': ['removals approve 01980000-0000-7000-8000-000000000000 --digest 3f2a9c81d04e'],
  'removals reject': ['removals reject 01980000-0000-7000-8000-000000000000 --digest 3f2a9c81d04e --days 3'],
  statements: ['statements list', 'statements open --event 01980000 --last-day 2026-03-31'],
  'statements list': ['statements list', 'statements list --event 01980000'],
  'statements show': [
    'statements show 01980000-0000-7000-8000-000000000000',
    'statements show 01980000-0000-7000-8000-000000000000 --csv > statement.csv',
    'statements show 01980000-0000-7000-8000-000000000000 --pdf statement.pdf --language es',
  ],
  'statements open': [
    'statements open --event 01980000',
    'statements open --event 01980000 --last-day 2026-03-31',
  ],
  'statements close': [
    'statements close --event 01980000 --currency CLP --last-day 2026-03-31\n--hash 3f2a9c81d04e',
  ],
  payouts: ['payouts list'],
  'payouts list': ['payouts list', 'payouts list --event 01980000'],
  'payouts add': [
    'payouts add --event 01980000 --currency CLP --amount 250000\n--on 2026-03-31 --reference "T-4711"',
  ],
  'payouts delete': ['payouts delete 01980000-0000-7000-8000-000000000000'],
  events: ['events show 01980000', 'events edit 01980000 --title "Evento 2025"'],
  'events show': ['events show 01980000', 'events show 01980000 --json'],
  'events edit': [
    'events edit 01980000 --venue "Sala Sur" --start 2026-03-01T21:00',
    'events edit 01980000 --take-back title,start',
  ],
  tiers: ['tiers show 01980000', 'tiers edit 01980000 --capacity 300'],
  'tiers show': ['tiers show 01980000'],
  'tiers edit': ['tiers edit 01980000 --name Platea --capacity 300', 'tiers edit 01980000 --no-capacity'],
  tickets: ['tickets show 01980000', 'tickets edit 01980000 --last-name "Rojas Soto"'],
  'tickets show': ['tickets show 01980000'],
  'tickets edit': [
    'tickets edit 01980000 --email ana@example.com --answer "RUT=11.111.111-1"',
    'tickets edit 01980000 --take-back email,answers',
  ],
  changes: ['changes --after latest --follow', "changes --kind 'order.*,check_in.created' --json"],
  outbound: ['outbound list', 'outbound log accounting --status given_up'],
  'outbound list': ['outbound list'],
  'outbound show': ['outbound show accounting'],
  'outbound add': [
    "outbound add accounting --url https://erp.example.com/taquilla --kind 'order.*,ticket.refunded'",
  ],
  'outbound change': [
    'outbound change accounting --state paused',
    'outbound change accounting --url https://erp2.example.com/taquilla --no-kind',
  ],
  'outbound rotate-secret': [
    'outbound rotate-secret accounting',
    'outbound rotate-secret accounting --overlap-hours 72',
  ],
  'outbound log': ['outbound log accounting', 'outbound log accounting --status given_up --limit 10'],
  'outbound replay': [
    'outbound replay accounting --delivery 01980000-0000-7000-8000-000000000000',
    'outbound replay accounting --from 2026-03-01T12:00 --until 2026-03-01T18:00',
  ],
  'outbound delete': ['outbound delete accounting'],
  alerts: ['alerts list', 'alerts test'],
  'alerts list': ['alerts list', 'alerts list --all --limit 10'],
  'alerts show': ['alerts show 01980000'],
  'alerts test': ['alerts test'],
  products: ['TAQUILLA_STORE_PASSWORD=… products\n--store-url mysql://reader@127.0.0.1:3306/wordpress'],
  sync: [
    'TAQUILLA_STORE_PASSWORD=… sync\n' +
      '--store-url mysql://reader@127.0.0.1:3306/wordpress --product 173911\n' +
      '--event-name "Evento Híbrido 2025" --organizer-email organizer@example.com --service-fee 10',
    'sync --configuration "Evento Híbrido 2025"',
    'sync --orders 174130,174154 --dry-run',
  ],
  'demo-store': ['demo-store --orders 5000 --layout hpos'],
  demo: ['demo', 'demo --once'],
};

const HOW_CALLED = 'npm run -s taquilla --';
/** Matches the environment variables of one command in shell syntax, and the rest of the line. */
const VARIABLES = /^((?:[A-Z_]+=\S+ )*)(.*)$/s;

/** Adds examples to the help of this command and its subcommands. */
export function addExamples(command: Command, path: readonly string[] = []): void {
  const examples = EXAMPLES[path.join(' ')] ?? [];
  const lines = examples.map((example) => {
    const [, variables = '', rest = ''] = VARIABLES.exec(example) ?? [];
    return `  $ ${variables}${HOW_CALLED} ${rest.replaceAll('\n', ' \\\n      ')}`;
  });
  if (lines.length > 0) {
    command.addHelpText('after', ['', lines.length === 1 ? 'Example:' : 'Examples:', ...lines].join('\n'));
  }
  for (const child of command.commands) addExamples(child, [...path, child.name()]);
}
