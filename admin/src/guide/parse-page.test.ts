import { expect, test } from 'vitest';
import { parseLine, parsePage } from './parse-page.ts';

test('a page is shown as it is meant: steps with their commands and tables', () => {
  const page = `# A store

Two lines
of one paragraph.

1. Test it:

   \`\`\`sh
   taquilla credentials test shop

   # done
   \`\`\`

   | it says | do |
   | --- | --- |
   | \`a\\|b\` | wait |

2. Or wait,
   as long as it takes.
`;
  expect(parsePage(page)).toEqual([
    { kind: 'heading', level: 1, text: 'A store' },
    { kind: 'paragraph', text: 'Two lines of one paragraph.' },
    {
      kind: 'list',
      ordered: true,
      items: [
        [
          { kind: 'paragraph', text: 'Test it:' },
          { kind: 'code', text: 'taquilla credentials test shop\n\n# done' },
          { kind: 'table', head: ['it says', 'do'], rows: [['`a|b`', 'wait']] },
        ],
        [{ kind: 'paragraph', text: 'Or wait, as long as it takes.' }],
      ],
    },
  ]);
});

test('a line has code, emphasis and links', () => {
  expect(parseLine('Set `A=1`, **now** or *later*: [how](backup.md#key).')).toEqual([
    { kind: 'text', text: 'Set ' },
    { kind: 'code', text: 'A=1' },
    { kind: 'text', text: ', ' },
    { kind: 'bold', text: 'now' },
    { kind: 'text', text: ' or ' },
    { kind: 'emphasis', text: 'later' },
    { kind: 'text', text: ': ' },
    { kind: 'link', text: 'how', to: 'backup.md#key' },
    { kind: 'text', text: '.' },
  ]);
});
