import type { Command } from 'commander';
import { inTransaction, type Transaction } from '../../../backend/database.ts';
import { requireMigrated } from '../../../backend/migrate/require-migrated.ts';
import {
  confirmToken,
  findTokenOwner,
  listAllTokens,
  type OwnedTokenRow,
  revokeToken,
} from '../../../backend/sign-in/token-records.ts';
import { getUserByEmail } from '../../../backend/users/user-records.ts';
import { AppError } from '../../../kernel/errors.ts';
import { ownCommand } from '../../../kernel/program/own-command.ts';
import type { Act } from '../../act.ts';
import { named } from '../../act.ts';
import { noteInAudit } from '../../note-in-audit.ts';
import { invalidOptions } from '../../options/options.ts';
import { showTime } from '../../output/show-time.ts';
import { renderTable } from '../../output/tables.ts';
import { printJson, printLine } from '../../output/terminal.ts';
import type { Session } from '../../session.ts';

interface ListGiven {
  readonly user?: string;
  readonly review?: boolean;
  readonly ended?: boolean;
  readonly json?: boolean;
}

interface RevokeGiven {
  readonly name?: string;
  readonly user?: string;
  readonly all?: boolean;
  readonly json?: boolean;
}

interface ConfirmGiven {
  readonly name: string;
  readonly json?: boolean;
}

export function addTokens(program: Command, act: Act): void {
  const group = program.command('tokens').description('The API tokens of all users: list, confirm, revoke.');
  group
    .command('list')
    .description('Valid tokens, newest first.')
    .option('--user <email>', 'of this user only')
    .option('--review', 'only tokens that an older version created and that need a review')
    .option('--ended', 'revoked and expired ones as well')
    .option('--json', 'print them as JSON')
    .action(act<ListGiven>(runList));
  group
    .command('confirm <id>')
    .description('Keep a token that waits for review.')
    .option('--json', 'print the result as JSON')
    .action(named(act<ConfirmGiven>(runConfirm)));
  group
    .command('revoke [id]')
    .description('End a token, or with --user and --all every token of a user, at once and for good.')
    .option('--user <email>', 'whose tokens; needs --all')
    .option('--all', 'every token of this user')
    .option('--json', 'print the result as JSON')
    .action(named(act<RevokeGiven>(runRevoke)));
}

/** The words for the user and the kind of tokens in the sentence that there are none. */
function noToken({ user, review, ended }: ListGiven): string {
  const of = user === undefined ? '' : ` of ${user}`;
  if (review === true) return `No token${of} waits for review.`;
  return ended === true ? `There is no token${of}.` : `There is no token${of} in use.`;
}

async function runList(session: Session, given: ListGiven): Promise<number> {
  await using backend = await session.openBackend();
  await requireMigrated(backend.db);
  const user = given.user === undefined ? null : await getUserByEmail(backend.db, given.user);
  const found = await listAllTokens(backend.db, {
    userId: user?.id ?? null,
    review: given.review === true,
    ended: given.ended === true,
  });
  const { out } = session.terminal;
  if (given.json === true) printJson(out, found);
  else if (found.length > 0)
    printLine(out, tokenTable(found, session.settings.timezone, backend.clock.now()));
  else printLine(out, noToken(given));
  return 0;
}

async function runConfirm(session: Session, given: ConfirmGiven): Promise<number> {
  const id = requireId(given.name);
  await using backend = await session.openBackend();
  await requireMigrated(backend.db);
  await inTransaction(backend.db, async (tx) => {
    await confirmToken(tx, await requireOwner(tx, id), id);
    await noteInAudit(tx, 'users.confirm-token', id);
  });
  const { out } = session.terminal;
  if (given.json === true) printJson(out, { confirmed: [id] });
  else printLine(out, 'The token stays as it is.');
  return 0;
}

async function runRevoke(session: Session, given: RevokeGiven): Promise<number> {
  const wanted = wantedOf(given);
  await using backend = await session.openBackend();
  await requireMigrated(backend.db);
  const revoked = await inTransaction(backend.db, async (tx) => {
    const tokens = await tokensToRevoke(tx, wanted);
    for (const { id, userId } of tokens) {
      await revokeToken(tx, userId, id, backend.clock.now());
      await noteInAudit(tx, 'users.revoke-token', id);
    }
    return tokens.map(({ id }) => id);
  });
  const { out } = session.terminal;
  if (given.json === true) printJson(out, { revoked });
  else printLine(out, revoked.length === 1 ? 'Revoked 1 token.' : `Revoked ${revoked.length} tokens.`);
  return 0;
}

type Wanted = { readonly id: string } | { readonly email: string };

function wantedOf({ name, user, all }: RevokeGiven): Wanted {
  if (name !== undefined && user === undefined && all !== true) return { id: requireId(name) };
  if (name === undefined && user !== undefined && all === true) return { email: user };
  throw invalidOptions('Give the id of a token, or --user and --all.');
}

async function tokensToRevoke(
  tx: Transaction,
  wanted: Wanted,
): Promise<readonly { readonly id: string; readonly userId: string }[]> {
  if ('id' in wanted) return [{ id: wanted.id, userId: await requireOwner(tx, wanted.id) }];
  const user = await getUserByEmail(tx, wanted.email);
  const tokens = await listAllTokens(tx, { userId: user.id, review: false, ended: false });
  return tokens.map(({ id }) => ({ id, userId: user.id }));
}

async function requireOwner(tx: Transaction, id: string): Promise<string> {
  const owner = await findTokenOwner(tx, id);
  if (owner !== null) return owner;
  throw new AppError({ code: 'token.none', message: 'There is no such token.' });
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

function requireId(text: string): string {
  if (!UUID.test(text))
    throw invalidOptions(`The token must be an id, which this shows: ${ownCommand('tokens list')}`);
  return text.toLowerCase();
}

function tokenTable(rows: readonly OwnedTokenRow[], timezone: string, now: Date): string {
  const [used, valid] = [`last used (${timezone})`, `valid until (${timezone})`];
  return renderTable(
    ['id', 'user', 'name', 'role', 'personal data', used, valid, 'state'].map((title) => ({
      title,
    })),
    rows.map((row) => [
      row.id,
      row.user_email,
      row.name,
      row.role,
      row.sees_personal_data ? 'yes' : 'no',
      row.last_used_at === null ? 'never' : showTime(row.last_used_at, timezone),
      row.expires_at === null ? 'no end' : showTime(row.expires_at, timezone),
      stateOf(row, now),
    ]),
  );
}

function stateOf({ revoked_at, revoked_reason, needs_review, expires_at }: OwnedTokenRow, now: Date): string {
  if (revoked_at !== null) return REASONS[revoked_reason ?? 'revoked'];
  if (expires_at !== null && new Date(expires_at) <= now) return 'expired';
  return needs_review ? 'to review' : 'valid';
}

const REASONS = {
  revoked: 'revoked',
  password_reset: 'ended: password reset',
  password_changed: 'ended: password changed',
  deactivated: 'ended: user switched off',
} as const;
