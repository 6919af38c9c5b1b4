import CheckIcon from '@mui/icons-material/Check';
import CopyIcon from '@mui/icons-material/ContentCopy';
import { Box, Button } from '@mui/material';
import { type ReactElement, useRef, useState } from 'react';
import { useTexts } from '../../i18n/use-texts.ts';
import { MONO } from '../../theme/theme.ts';

interface CopyableProps {
  readonly text: string;
  /** What the text is, for screen readers. */
  readonly label: string;
}

/** A text with a button that copies it. */
export function Copyable({ text, label }: CopyableProps): ReactElement {
  const say = useTexts();
  const shown = useRef<HTMLElement>(null);
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      // Without https a page may not write to the clipboard, so the text is selected for the user to copy.
      if (shown.current !== null) getSelection()?.selectAllChildren(shown.current);
    }
  };
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'flex-start' }}>
      <Box
        component="code"
        ref={shown}
        aria-label={label}
        sx={(theme) => ({
          flex: '1 1 240px',
          minWidth: 0,
          px: 1.5,
          py: 1,
          borderRadius: 2,
          fontFamily: MONO,
          fontSize: '0.8125rem',
          overflowWrap: 'anywhere',
          color: 'text.primary',
          backgroundColor: theme.palette.tones.quiet.paper,
        })}
      >
        {text}
      </Box>
      <Button
        variant="outlined"
        startIcon={copied ? <CheckIcon /> : <CopyIcon />}
        onClick={() => void copy()}
        aria-live="polite"
      >
        {say(copied ? 'states.copied' : 'states.copy')}
      </Button>
    </Box>
  );
}
