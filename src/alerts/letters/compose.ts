import { DateTime } from 'luxon';
import type { Incident } from '../../backend/incidents/find-incidents.ts';
import { guideLink } from '../../backend/incidents/incident-guide.ts';
import type { IncidentEvent } from '../../backend/incidents/message-records.ts';
import { PANEL_PATH } from '../../kernel/addresses/panel-address.ts';
import { oneLine } from '../../kernel/log/plain-text.ts';
import { leftOutSentence } from '../../kernel/sentences/left-out.ts';
import { spanishOf } from '../../kernel/sentences/spanish-of.ts';
import type { Language } from '../../vocabulary/people.ts';
import { renderHtml } from './render-html.ts';
import { concernsStore, subjectOf, WORDS, type Words } from './words.ts';

/** An e-mail as plain text and as HTML. */
export interface Letter {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** The parts of an e-mail; the text and the HTML are made from them. */
export interface LetterParts {
  readonly language: Language;
  /** The subject of the e-mail: an incident, or the recipient's own account. */
  readonly event: IncidentEvent | 'account' | 'test';
  readonly title: string;
  readonly paragraphs: readonly { readonly heading: string; readonly lines: readonly string[] }[];
  /** Null if PUBLIC_URL is not set. */
  readonly link: { readonly label: string; readonly url: string } | null;
  readonly signature: string;
}

interface Surroundings {
  /** The address without a trailing slash; null if it is not known. */
  readonly publicUrl: string | null;
  readonly timezone: string;
}

const MOST_EVENTS = 20;
const DATE_FORMS: Readonly<Record<Language, string>> = {
  en: 'd LLLL yyyy, HH:mm',
  es: "d 'de' LLLL 'de' yyyy, HH:mm",
};

/**
 * What happened, since when, what to do, and a link. It contains no buyer, because incidents contain none.
 */
export function composeLetter(
  incident: Incident,
  event: IncidentEvent,
  language: Language,
  around: Surroundings,
): Letter {
  const words = WORDS[language];
  const kind = words.kinds[incident.kind];
  const about = oneLine(subjectOf(incident, words));
  // a function, because `$&` in a name must stay literal
  const title = kind[event].replace('%', () => about);
  const time = (at: Date): string => showTime(at, language, around.timezone);
  const when = [`${words.since}: ${time(incident.startedAt)}`];
  if (event === 'recovered' && incident.resolvedAt !== null) {
    when.push(`${words.until}: ${time(incident.resolvedAt)}`);
  }
  const reply =
    event === 'opened' && incident.errorCode !== null
      ? [`${words.code}: ${codeLine(incident, language)}`]
      : [];
  const server =
    concernsStore(incident.kind) && incident.server !== null
      ? [`${words.server}: ${oneLine(incident.server)}`]
      : [];
  const leftOut =
    event === 'opened' && incident.leftOut !== null
      ? [`${leftOutSentence(incident.leftOut, language)}.`]
      : [];
  const events = eventLines(incident, words.more);
  const parts: LetterParts = {
    language,
    event,
    title,
    paragraphs: [
      {
        heading: words.whatHappened,
        lines: [event === 'opened' ? kind.happened : kind.over, ...leftOut, ...when, ...server, ...reply],
      },
      ...(events.length === 0 ? [] : [{ heading: words.concerned, lines: events }]),
      {
        heading: words.whatToDo,
        lines: event === 'opened' ? [kind.todo, ...guideLines(incident, words, around)] : [words.nothingToDo],
      },
    ],
    link: around.publicUrl === null ? null : { label: words.link, url: linkTo(incident, around.publicUrl) },
    signature: words.signature,
  };
  return { subject: `[Taquilla] ${title}`, text: renderText(parts), html: renderHtml(parts) };
}

/** A test message, which only shows that messages arrive. */
export function composeTestLetter(language: Language, { publicUrl }: Surroundings): Letter {
  const words = WORDS[language];
  const parts: LetterParts = {
    language,
    event: 'test',
    title: words.test.title,
    paragraphs: [
      { heading: words.whatHappened, lines: [words.test.happened] },
      { heading: words.whatToDo, lines: [words.nothingToDo] },
    ],
    link: publicUrl === null ? null : { label: words.link, url: testLink(publicUrl) },
    signature: words.signature,
  };
  return { subject: `[Taquilla] ${words.test.title}`, text: renderText(parts), html: renderHtml(parts) };
}

/** The page of the panel that shows the delivery of test messages. */
export function testLink(publicUrl: string): string {
  return `${publicUrl}${PANEL_PATH}alerts/delivery`;
}

function guideLines(
  { kind, errorCode }: Incident,
  words: Words,
  { publicUrl }: Surroundings,
): readonly string[] {
  return publicUrl === null ? [] : [`${words.guide}: ${guideLink(publicUrl, kind, errorCode)}`];
}

/** The page of the panel that shows what the incident is about. */
export function linkTo(incident: Incident, publicUrl: string): string {
  return `${publicUrl}${PANEL_PATH}${pageOf(incident)}`;
}

function pageOf({ kind, credentialsId, configurations }: Incident): string {
  const [first] = configurations;
  if (kind === 'removals_held') return first?.removalsId ? `removals/${first.removalsId}/show` : 'removals';
  if (kind === 'sign_ins_failing') return 'audit';
  if (kind === 'clock_skewed') return 'alerts';
  if (concernsStore(kind) && credentialsId !== null) return `credentials/${credentialsId}/show`;
  if (first === undefined) return 'executions';
  return configurations.length === 1 && first.executionId !== null
    ? `executions/${first.executionId}/show`
    : 'configurations';
}

/**
 * The stored sentences of errors are in English. If a sentence has no Spanish form, the error code is shown
 * instead, because it is the same in every language.
 */
function codeLine({ errorCode, errorMessage }: Incident, language: Language): string {
  const sentence = errorMessage === null || language === 'en' ? errorMessage : spanishOf(errorMessage);
  return sentence === null ? String(errorCode) : `${errorCode} (${oneLine(sentence)})`;
}

function eventLines(incident: Incident, more: string): readonly string[] {
  const names = incident.configurations.map((one) => oneLine(one.name));
  if (names.length <= MOST_EVENTS) return names;
  const rest = names.length - MOST_EVENTS;
  return [...names.slice(0, MOST_EVENTS), more.replace('%', () => String(rest))];
}

export function renderText({ title, paragraphs, link, signature }: LetterParts): string {
  const blocks = paragraphs.map(({ heading, lines }) => [heading.toUpperCase(), ...lines].join('\n'));
  const where = link === null ? [] : [`${link.label}: ${link.url}`];
  return [title, ...blocks, ...where, `-- \n${signature}`].join('\n\n').concat('\n');
}

function showTime(at: Date, language: Language, timezone: string): string {
  const local = DateTime.fromJSDate(at, { zone: timezone });
  const shown = local.isValid ? local : DateTime.fromJSDate(at, { zone: 'UTC' });
  return `${shown.setLocale(language).toFormat(DATE_FORMS[language])} (${shown.zoneName})`;
}
