import { Box, Typography } from '@mui/material';
import { Fragment, type ReactElement, type ReactNode } from 'react';
import type { AuditEntry } from '../../../src/contract/access/auth.ts';
import { type Say, useTexts, useWords } from '../i18n/use-texts.ts';
import type { TextKey } from '../texts/dictionary.ts';
import { NameLink } from '../ui/values/NameLink.tsx';
import { useAuditValue } from './use-audit-value.ts';

/** The service stores this instead of text that is not an e-mail address, because that text may be a password. */
const NO_EMAIL_ADDRESS = '(no e-mail address)';
const COMMAND_LINE = 'command line';
/** Marks the position of the object's link in a sentence. */
const OBJECT_MARK = '\u0001';

interface EntryProps {
  readonly entry: AuditEntry;
}

/** An entry of the audit log as a sentence: who did what to which object, and what changed. */
export function AuditSentence({ entry }: EntryProps): ReactElement {
  const say = useTexts();
  const words = useWords();
  const textOf = useAuditValue();
  const changes = Object.entries(entry.changes ?? {}).map(([field, [before = null, after = null]]) => ({
    field: say(`audit.field.${field}` as TextKey),
    before: textOf(field, before),
    after: textOf(field, after),
  }));
  const [only, ...more] = changes;
  const values = {
    who: whoDid(entry, say),
    account: accountOf(entry, say),
    object: OBJECT_MARK,
    ...exportOf(entry, say, words),
  };
  const sentence =
    only !== undefined && more.length === 0 && isChange(entry.action)
      ? say('audit.changed_one', { ...values, ...only })
      : say(sentenceOf(entry.action), values);
  return (
    <Box sx={{ minWidth: { sm: 280 }, overflowWrap: 'anywhere' }}>
      {withObject(
        entry.user_email === null ? capitalised(sentence) : sentence,
        <AuditObject entry={entry} />,
      )}
      {more.length > 0 &&
        changes.map((change) => (
          <Typography key={change.field} variant="body2" color="textSecondary">
            {say('audit.change', change)}
          </Typography>
        ))}
      {entry.action === EXPORT && entry.sent['complete'] !== true && (
        <Typography variant="body2" color="textSecondary">
          {say('audit.cut_off')}
        </Typography>
      )}
      {entry.occurrences > 1 && (
        <Typography variant="body2" color="textSecondary">
          {say('audit.times', { smart_count: entry.occurrences })}
        </Typography>
      )}
    </Box>
  );
}

const EXPORT = 'exports.create';

/** What an export contained. */
function exportOf({ action, sent }: AuditEntry, say: Say, words: ReturnType<typeof useWords>) {
  if (action !== EXPORT) return {};
  const { list, rows } = sent;
  return {
    list: words('export_list', String(list)),
    rows: say('audit.exported_rows', { smart_count: Number(rows) }),
  };
}

function sentenceOf(action: string): TextKey {
  return `audit.did.${action.replaceAll(/[.-]/g, '_')}` as TextKey;
}

function isChange(action: string): boolean {
  return /\.(?:change|replace)$/.test(action);
}

/** The name or the e-mail address of the person, together with the API token if a program acted. */
function whoDid({ user_name, user_email, token_name, address }: AuditEntry, say: Say): string {
  const who =
    user_name ?? user_email ?? say(address === COMMAND_LINE ? 'audit.command_line' : 'audit.somebody');
  return token_name === null ? who : say('audit.with_token', { who, token: token_name });
}

function accountOf({ object_id }: AuditEntry, say: Say): string {
  return object_id === null || object_id === NO_EMAIL_ADDRESS ? say('audit.no_address') : object_id;
}

/** Capitalises a sentence that begins with one of our words; an e-mail address stays unchanged. */
function capitalised(sentence: string): string {
  return sentence.charAt(0).toLocaleUpperCase() + sentence.slice(1);
}

function withObject(sentence: string, object: ReactNode): ReactNode {
  const [before = '', ...rest] = sentence.split(OBJECT_MARK);
  return (
    <>
      {before}
      {rest.map((text) => (
        <Fragment key={text}>
          {object}
          {text}
        </Fragment>
      ))}
    </>
  );
}

/** The name of the object, as a link if the object still exists. */
function AuditObject({ entry: { subject } }: EntryProps): ReactElement {
  const say = useTexts();
  const words = useWords();
  if (subject === null || subject.name === null) return <em>{say('audit.unknown')}</em>;
  const name = subject.kind === 'alert' ? words('alert_kind', subject.name) : subject.name;
  const page = subject.exists ? pageOf(subject) : null;
  return page === null ? <strong>{name}</strong> : <NameLink to={page}>{name}</NameLink>;
}

const PAGES = {
  alert: '/alerts/:id/show',
  configuration: '/configurations/:id/show',
  conflict: '/conflicts/:id/show',
  credentials: '/credentials/:id/show',
  event: '/events/:id/show',
  execution: '/executions/:id/show',
  order: '/orders/:id/show',
  outbound_endpoint: '/outbound-endpoints/:id/show',
  payout: null,
  preview: '/previews/:id/show',
  reject: null,
  removal: '/removals/:id/show',
  statement: '/statements/:id/show',
  ticket: '/tickets/:id/show',
  ticket_tier: '/ticket-tiers/:id/show',
  token: null,
  user: '/users/:id',
} as const;

/** Tokens of other users have no page. */
function pageOf({ kind, id }: NonNullable<AuditEntry['subject']>): string | null {
  return PAGES[kind]?.replace(':id', id) ?? null;
}
