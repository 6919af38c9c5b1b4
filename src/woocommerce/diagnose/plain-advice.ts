import type { Notice } from '../../kernel/error-kinds.ts';
import { ownCommand } from '../../kernel/program/own-command.ts';

/** A sentence that only refers to another page of the documentation. */
const SEE_ALSO = / (?:See|Vea) \[[^\]]*\]\([^)]*\)(?: \([^)]*\))?\./g;
const COMMAND = /`\{taquilla\} ([^`]+)`/g;
const LINK = /\[([^\]]*)\]\([^)]*\)/g;

/**
 * The advice about an error code as plain text, with commands as the reader must type them; null if there is
 * none.
 */
export function plainAdvice({ adviceEn, adviceEs }: Notice, language: 'en' | 'es'): string | null {
  const advice = language === 'en' ? adviceEn : adviceEs;
  if (advice === undefined) return null;
  return advice
    .replace(SEE_ALSO, '')
    .replace(COMMAND, (_, args: string) => `"${ownCommand(args)}"`)
    .replace(LINK, '$1')
    .replaceAll('`', '');
}
