import { BACKEND_SENTENCES } from './backend-sentences.ts';
import { BACKUP_SENTENCES } from './backup-sentences.ts';
import { READER_SENTENCES } from './reader-sentences.ts';
import { type Sentence, translated, withoutObjects } from './sentence.ts';
import { SERVICE_SENTENCES } from './service-sentences.ts';
import { STORE_IDENTITY_SENTENCES } from './store-identity-sentences.ts';
import { STORE_SENTENCES } from './store-sentences.ts';

export const ALL_SENTENCES: readonly Sentence[] = [
  BACKEND_SENTENCES,
  BACKUP_SENTENCES,
  READER_SENTENCES,
  STORE_SENTENCES,
  STORE_IDENTITY_SENTENCES,
  SERVICE_SENTENCES,
].flatMap((sentences): readonly Sentence[] => Object.values(sentences));

/** The Spanish form of an error's English sentence, with its objects. Null if the Spanish text is elsewhere. */
export function spanishOf(english: string): string | null {
  return translated(ALL_SENTENCES, english);
}

/**
 * An error's English sentence for readers who may not know where a server is, or which user signs in there.
 */
export function withoutPlaces(english: string): string {
  return withoutObjects(ALL_SENTENCES, english, '***');
}
