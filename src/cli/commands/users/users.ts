import type { Command } from 'commander';
import { readAuditedObject } from '../../../backend/audit/audited-objects.ts';
import { inTransaction } from '../../../backend/database.ts';
import { resetSecondFactor } from '../../../backend/second-factor/reset-second-factor.ts';
import {
  readSecondFactorDemand,
  setSecondFactorDemand,
} from '../../../backend/sign-in/access-settings-records.ts';
import { putAccountMail } from '../../../backend/users/account-mail-records.ts';
import { changeUser, optionsOf } from '../../../backend/users/change-user.ts';
import { hashPassword } from '../../../backend/users/password-hash.ts';
import { putPasswordReset } from '../../../backend/users/password-reset-records.ts';
import { resetPassword } from '../../../backend/users/reset-password.ts';
import { findUser, listUsers, lockSuperusers, type UserListRow } from '../../../backend/users/user-list.ts';
import { getUserByEmail, type User } from '../../../backend/users/user-records.ts';
import { notifyOfWork } from '../../../backend/work-notice.ts';
import { resetLink } from '../../../kernel/addresses/panel-address.ts';
import { AppError } from '../../../kernel/errors.ts';
import { digestOfToken, newOpaqueToken } from '../../../kernel/secrets/opaque-token.ts';
import type { SecondFactorDemand } from '../../../vocabulary/people.ts';
import type { Act } from '../../act.ts';
import { named } from '../../act.ts';
import { noteInAudit } from '../../note-in-audit.ts';
import { sayingOptions } from '../../options/field-faults.ts';
import { readNewPassword } from '../../options/new-password.ts';
import { invalidOptions } from '../../options/options.ts';
import { showTime } from '../../output/show-time.ts';
import { renderTable } from '../../output/tables.ts';
import { printJson, printLine, warn } from '../../output/terminal.ts';
import type { Backend, Session } from '../../session.ts';
import { withBackend } from '../../with-backend.ts';

interface Given {
  readonly name: string;
  readonly mail?: boolean;
  readonly link?: boolean;
  readonly json?: boolean;
}

/** The command lists at most this many: more than a person reads at a terminal. The API has all, in pages. */
const MOST = 10_000;
const DEMANDS: readonly SecondFactorDemand[] = ['nobody', 'superusers'];

export function addUsers(program: Command, act: Act): void {
  const group = program
    .command('users')
    .description('Users: list them, deactivate them, and restore the access of users who are locked out.');
  group
    .command('list')
    .description('All users, with their role and whether their sign-in asks for a code.')
    .option('--json', 'print them as JSON')
    .action(act<Given>(runList));
  for (const verb of ['deactivate', 'activate'] as const) {
    group
      .command(`${verb} <email>`)
      .description(
        verb === 'deactivate'
          ? 'Deactivate a user at once. Ends all their sessions and API tokens.'
          : 'Activate a deactivated user again. Their API tokens stay ended.',
      )
      .option('--json', 'print the user as JSON')
      .action(named(act<Given>(async (session, given) => await runSwitch(session, given, verb))));
  }
  group
    .command('reset-password <email>')
    .description('Set a new password. Ends all sessions and API tokens of this user.')
    .option('--mail', 'instead: send the user a link that sets one (needs SMTP_URL and PUBLIC_URL)')
    .option('--link', 'instead: print a link that sets one, for another way to the user (needs PUBLIC_URL)')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      `
Asks for the password twice, or reads it from standard input. A link works once, within 30 minutes; until then the
present password, sessions and tokens stay valid.`,
    )
    .action(named(act<Given>(runResetPassword)));
  group
    .command('reset-second-factor <email>')
    .description(
      'Turn two-step sign-in off for a user who lost phone and recovery codes. Ends their sessions.',
    )
    .option('--json', 'print the result as JSON')
    .action(named(act<Given>(runResetSecondFactor)));
  group
    .command('require-second-factor <who>')
    .description('Require two-step sign-in of "superusers", or of "nobody".')
    .option('--json', 'print the result as JSON')
    .action(named(act<Given>(runRequire)));
}

async function runList(session: Session, { json }: Given): Promise<number> {
  return await withBackend(session, async ({ db }) => {
    const filter = { role: null, isActive: null, search: null };
    const users = await listUsers(db, filter, MOST, 0);
    const { out } = session.terminal;
    if (json === true) printJson(out, users);
    else {
      printLine(out, userTable(users, session.settings.timezone));
      const demand = await readSecondFactorDemand(db);
      if (demand !== 'nobody') printLine(out, 'Superusers must have two-step sign-in.');
    }
    return 0;
  });
}

async function runSwitch(session: Session, given: Given, verb: 'activate' | 'deactivate'): Promise<number> {
  const isActive = verb === 'activate';
  return await withBackend(session, async ({ db, clock: { now } }) => {
    const { id, email } = await getUserByEmail(db, given.name);
    await sayingOptions({}, async () => {
      await inTransaction(db, async (tx) => {
        const superusers = await lockSuperusers(tx);
        const audited = await readAuditedObject(tx, 'users.change', id);
        await changeUser(tx, id, superusers, (present) => ({ ...optionsOf(present), isActive }), now());
        await noteInAudit(tx, 'users.change', id, { is_active: isActive }, audited);
      });
    });
    const text = isActive
      ? `${email} may sign in again.`
      : `${email} is switched off. All their sessions and API tokens have ended.`;
    report(session, given, (await findUser(db, id)) ?? {}, text);
    return 0;
  });
}

async function runResetPassword(session: Session, given: Given): Promise<number> {
  if (given.mail === true && given.link === true) throw invalidOptions('Give either --mail or --link.');
  return await withBackend(session, async (backend) => {
    const { db, clock } = backend;
    const user = await getUserByEmail(db, given.name);
    if (user.disabledAtUtc !== null && (given.mail === true || given.link === true)) {
      throw new AppError({
        code: 'user.disabled',
        message: 'This user is deactivated: links do not work.',
      });
    }
    if (given.mail === true) return await mailLink(session, backend, user, given);
    if (given.link === true) return await printLink(session, backend, user, given);
    const password = await readNewPassword(session.terminal, user.email, session.stop);
    const passwordHash = await hashPassword(password);
    const { publicUrl } = session.settings;
    await inTransaction(db, async (tx) => {
      await resetPassword(tx, user, passwordHash, { publicUrl, now: clock.now() });
      await noteInAudit(tx, 'account.password-reset', user.id);
      await notifyOfWork(tx);
    });
    if (user.disabledAtUtc !== null) warn(session.terminal, 'This user is deactivated and cannot sign in.');
    report(
      session,
      given,
      { email: user.email },
      `Set a new password for ${user.email}. All their sessions and API tokens have ended.`,
    );
    return 0;
  });
}

async function mailLink(session: Session, { db, clock }: Backend, user: User, given: Given): Promise<number> {
  const { publicUrl, sendsMail } = session.settings;
  if (publicUrl === null || !sendsMail) throw noMail();
  await inTransaction(db, async (tx) => {
    await putAccountMail(tx, { kind: 'password_reset', email: user.email, publicUrl }, clock.now());
    await noteInAudit(tx, 'account.password-reset-requested', user.id);
    await notifyOfWork(tx);
  });
  report(session, given, { email: user.email }, `A running service sends ${user.email} a link in a moment.`);
  return 0;
}

async function printLink(
  session: Session,
  { db, clock }: Backend,
  user: User,
  given: Given,
): Promise<number> {
  const { publicUrl } = session.settings;
  if (publicUrl === null) throw noMail();
  const token = newOpaqueToken('');
  await inTransaction(db, async (tx) => {
    await tx.query('select from users where id = $1 for update', [user.id]);
    await putPasswordReset(tx, user.id, digestOfToken(token), clock.now());
    await noteInAudit(tx, 'account.password-reset-requested', user.id);
  });
  const link = resetLink(publicUrl, token);
  report(session, given, { email: user.email, link }, link);
  return 0;
}

async function runResetSecondFactor(session: Session, given: Given): Promise<number> {
  return await withBackend(session, async ({ db, clock: { now } }) => {
    const user = await getUserByEmail(db, given.name);
    const { publicUrl } = session.settings;
    await inTransaction(db, async (tx) => {
      await resetSecondFactor(tx, user, { publicUrl, now: now() });
      await noteInAudit(tx, 'second-factor.reset', user.id);
      await notifyOfWork(tx);
    });
    report(
      session,
      given,
      { email: user.email },
      `${user.email} signs in without a code now. Their sessions have ended.`,
    );
    return 0;
  });
}

async function runRequire(session: Session, given: Given): Promise<number> {
  const demand = DEMANDS.find((one) => one === given.name);
  if (demand === undefined) throw invalidOptions(`Give ${DEMANDS.join(' or ')}.`);
  return await withBackend(session, async ({ db }) => {
    await inTransaction(db, async (tx) => {
      await setSecondFactorDemand(tx, demand);
      await noteInAudit(tx, 'second-factor.require', null, { second_factor_required_for: demand });
    });
    const text =
      demand === 'superusers'
        ? 'Superusers must have two-step sign-in. Those without it can do nothing else in the panel until they set it up.'
        : 'Two-step sign-in is optional for everybody.';
    report(session, given, { second_factor_required_for: demand }, text);
    return 0;
  });
}

function noMail(): AppError {
  return new AppError({
    code: 'user.no-mail',
    message:
      'A link needs PUBLIC_URL, and SMTP_URL too if it is to be sent by mail. Without --mail and --link, the command asks for the password.',
  });
}

function report(session: Session, given: Given, json: object, text: string): void {
  const { out } = session.terminal;
  if (given.json === true) printJson(out, json);
  else printLine(out, text);
}

function userTable(users: readonly UserListRow[], timezone: string): string {
  return renderTable(
    ['e-mail', 'name', 'role', 'may sign in', 'two steps', `last sign-in (${timezone})`].map((title) => ({
      title,
    })),
    users.map((user) => [
      user.email,
      user.name ?? '',
      user.role,
      user.is_active ? 'yes' : 'no',
      user.second_factor ? 'yes' : 'no',
      user.last_login_at === null ? 'never' : showTime(user.last_login_at, timezone),
    ]),
  );
}
