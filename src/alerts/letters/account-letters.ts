import type { AccountMailKind } from '../../backend/users/account-mail-records.ts';
import type { Language } from '../../vocabulary/people.ts';
import { ACCOUNT_WORDS } from './account-words.ts';
import { type Letter, type LetterParts, renderText } from './compose.ts';
import { renderHtml } from './render-html.ts';

/** A mail about somebody's own account. `url`: where its link leads; null: it has none. */
export function composeAccountLetter(
  kind: AccountMailKind,
  language: Language,
  email: string,
  url: string | null,
): Letter {
  const words = ACCOUNT_WORDS[language];
  const { title, lines, otherwise, link } = words.kinds[kind];
  const parts: LetterParts = {
    language,
    event: 'account',
    title,
    paragraphs: [
      { heading: words.whatHappened, lines: [...lines, `${words.account}: ${email}`] },
      { heading: words.notYou, lines: [otherwise] },
    ],
    link: url === null ? null : { label: link, url },
    signature: words.signature,
  };
  return { subject: `[Taquilla] ${title}`, text: renderText(parts), html: renderHtml(parts) };
}
