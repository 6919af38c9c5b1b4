import { Box, Link, Typography } from '@mui/material';
import { createContext, type ReactElement, useContext } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { useLanguage } from '../i18n/language.ts';
import { stackedRows } from '../theme/narrow-tables.ts';
import { guideAddress, placeOf } from './guide-pages.ts';
import { type Block, type Inline, parseLine } from './parse-page.ts';

const Place = createContext('');

/** The path of the page, for resolving its relative links. */
export const GuidePlace = Place.Provider;

/** The blocks of a page. They never change while they are shown, so their index is their key. */
export function GuideBlocks({ blocks }: { readonly blocks: readonly Block[] }): ReactElement {
  return (
    <>
      {blocks.map((block, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the blocks of a page keep their order
        <One key={at} block={block} />
      ))}
    </>
  );
}

function One({ block }: { readonly block: Block }): ReactElement {
  switch (block.kind) {
    case 'heading':
      return (
        <Typography
          component={block.level <= 2 ? 'h2' : 'h3'}
          variant="h2"
          id={placeOf(block.text)}
          tabIndex={-1}
          sx={{ mt: 3, mb: 1, scrollMarginTop: 80 }}
        >
          <Line text={block.text} />
        </Typography>
      );
    case 'paragraph':
      return (
        <Typography sx={{ mb: 1.5, maxWidth: 760 }}>
          <Line text={block.text} />
        </Typography>
      );
    case 'code':
      return (
        <Box
          component="pre"
          // A scrolling area must be reachable by keyboard.
          tabIndex={0}
          sx={(theme) => ({
            m: 0,
            mb: 1.5,
            p: 1.5,
            overflowX: 'auto',
            borderRadius: 1,
            fontSize: '0.8125rem',
            backgroundColor: theme.palette.tones.quiet.paper,
          })}
        >
          <code>{block.text}</code>
        </Box>
      );
    case 'list':
      return (
        <Box component={block.ordered ? 'ol' : 'ul'} sx={{ m: 0, mb: 1.5, pl: 3 }}>
          {block.items.map((item, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the items of a page keep their order
            <Box component="li" key={at} sx={{ '& > p': { mb: 0.75 } }}>
              <GuideBlocks blocks={item} />
            </Box>
          ))}
        </Box>
      );
    case 'table':
      return <Rows {...block} />;
  }
}

function Rows({ head, rows }: Extract<Block, { kind: 'table' }>): ReactElement {
  return (
    <Box tabIndex={0} sx={{ mb: 1.5, overflowX: 'auto' }}>
      <Box
        component="table"
        sx={({ palette }) => ({
          borderCollapse: 'collapse',
          '& th, & td': {
            px: 1.25,
            py: 0.75,
            border: 1,
            borderColor: 'divider',
            textAlign: 'left',
            verticalAlign: 'top',
          },
          ...stackedRows({ soft: palette.text.secondary, line: palette.divider }),
        })}
      >
        <thead>
          <tr>
            {head.map((cell) => (
              <th key={cell} scope="col">
                <Line text={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.join('|')}>
              {row.map((cell, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the cells of a page keep their order
                <td key={at} data-label={plainText(head[at] ?? '')} className="wide">
                  <Line text={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </Box>
    </Box>
  );
}

function Line({ text }: { readonly text: string }): ReactElement {
  return (
    <>
      {parseLine(text).map((part, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a line keep their order
        <Part key={at} part={part} />
      ))}
    </>
  );
}

function Part({ part }: { readonly part: Inline }): ReactElement {
  switch (part.kind) {
    case 'code':
      return <code>{part.text}</code>;
    case 'bold':
      return <b>{part.text}</b>;
    case 'emphasis':
      return <i>{part.text}</i>;
    case 'link':
      return <GuideLink {...part} />;
    case 'text':
      return <>{part.text}</>;
  }
}

function GuideLink({ text, to }: Extract<Inline, { kind: 'link' }>): ReactElement {
  const reader = useLanguage();
  const address = guideAddress(to, useContext(Place), reader);
  const label = <Line text={text.replace(/\.md$/, '')} />;
  // The panel does not show this file of the documentation.
  if (address === null) return label;
  return address.startsWith('https:') ? (
    <Link href={address} target="_blank" rel="noreferrer" underline="always">
      {label}
    </Link>
  ) : (
    <Link component={RouterLink} to={address} underline="always">
      {label}
    </Link>
  );
}

/** The text of a line without its formatting marks. */
function plainText(line: string): string {
  return parseLine(line)
    .map(({ text }) => text)
    .join('');
}
