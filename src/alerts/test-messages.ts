import type { Database } from '../backend/database.ts';
import type { MessageChannel, MessageLanguage } from '../backend/records/message-records.ts';
import { toAppError } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { PANEL_PATH } from '../kernel/panel-address.ts';
import { oneLine } from '../kernel/plain-text.ts';
import { type Letter, type LetterParts, renderText } from './compose.ts';
import { type Mailer, openMailer } from './mail.ts';
import { recipientsOf } from './recipients.ts';
import { renderHtml } from './render-html.ts';
import type { AlertSettings } from './settings.ts';
import { postWebhook } from './webhook.ts';
import { WORDS } from './words.ts';

/** How a test message to one recipient went. */
interface TestedRecipient {
  readonly channel: MessageChannel;
  readonly recipient: string;
  readonly status: 'sent' | 'waiting' | 'given_up';
  readonly error_code: string | null;
  readonly reply: string | null;
}

/** Sends a test message to everybody whom alerts reach now, by the same ways, and answers how each of them went. */
export async function sendTestMessages(
  db: Database,
  settings: AlertSettings,
  now: Date,
): Promise<readonly TestedRecipient[]> {
  const mailer = settings.mail === null ? null : openMailer(settings.mail);
  try {
    const tested: TestedRecipient[] = [];
    for (const { channel, recipient, language } of await recipientsOf(db, settings)) {
      const outcome = await outcomeOf(async () => {
        if (channel === 'mail') {
          await sendLetter(mailer, composeTestLetter(language, settings.publicUrl), recipient);
        } else await postTest(settings, now);
      });
      tested.push({ channel, recipient, ...outcome });
    }
    return tested;
  } finally {
    mailer?.close();
  }
}

async function sendLetter(mailer: Mailer | null, letter: Letter, recipient: string): Promise<void> {
  await mailer?.send(letter, recipient, newId());
}

async function postTest({ webhook, publicUrl }: AlertSettings, now: Date): Promise<void> {
  if (webhook === null) return;
  const id = newId();
  const url = publicUrl === null ? null : `${publicUrl}${PANEL_PATH}`;
  await postWebhook(
    webhook,
    id,
    JSON.stringify({ delivery_id: id, event: 'test', incident: null, url }),
    now,
  );
}

async function outcomeOf(
  send: () => Promise<void>,
): Promise<Pick<TestedRecipient, 'status' | 'error_code' | 'reply'>> {
  try {
    await send();
    return { status: 'sent', error_code: null, reply: null };
  } catch (thrown) {
    const { code, details } = toAppError(thrown);
    const told = details['told'];
    const reply = typeof told === 'string' || typeof told === 'number' ? oneLine(String(told)) : null;
    return { status: 'given_up', error_code: code, reply };
  }
}

const TEXTS: Readonly<
  Record<MessageLanguage, { readonly title: string; readonly lines: readonly string[] }>
> = {
  en: {
    title: 'Test message',
    lines: ['Somebody sent this message to test the alerts. Nothing is wrong.'],
  },
  es: {
    title: 'Mensaje de prueba',
    lines: ['Alguien envió este mensaje para probar las alertas. No hay ningún problema.'],
  },
};

function composeTestLetter(language: MessageLanguage, publicUrl: string | null): Letter {
  const words = WORDS[language];
  const { title, lines } = TEXTS[language];
  const parts: LetterParts = {
    language,
    event: 'account',
    title,
    paragraphs: [
      { heading: words.whatHappened, lines },
      { heading: words.whatToDo, lines: [words.nothingToDo] },
    ],
    link: publicUrl === null ? null : { label: words.link, url: `${publicUrl}${PANEL_PATH}` },
    signature: words.signature,
  };
  return { subject: `[Taquilla] ${title}`, text: renderText(parts), html: renderHtml(parts) };
}
