import { expect, test } from 'vitest';
import { NOTE_REASONS } from '../../src/vocabulary/note-reasons.ts';
import { readText } from './source-files.ts';

test.each(['docs/notes.md', 'docs/es/notes.md'])(
  '%s has a row for each reason of a note, and no other',
  (page) => {
    const rows = [...readText(page).matchAll(/^\| `(\w+)` \|/gm)].map(([, reason]) => reason);
    expect(rows).toEqual([...NOTE_REASONS]);
    expect([...NOTE_REASONS].sort()).toEqual([...NOTE_REASONS]);
  },
);
