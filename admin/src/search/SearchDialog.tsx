import CloseIcon from '@mui/icons-material/Close';
import SearchIcon from '@mui/icons-material/Search';
import { Box, Dialog, IconButton, InputBase, Typography } from '@mui/material';
import { type KeyboardEvent, type ReactElement, useEffect, useMemo, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useMe } from '../auth/session.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { Failed } from '../ui/screens/States.tsx';
import { FoundList, optionId } from './FoundList.tsx';
import { type FoundOption, firstChoice, foundOptions } from './found-options.ts';
import { useSearch } from './use-search.ts';

/** The server accepts no longer text. */
const LONGEST_SEARCH = 200;
const LIST = 'search-found';

/**
 * A single field that finds orders, tickets, events and configurations. The keyboard alone is enough to use it.
 */
export default function SearchDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  const say = useTexts();
  const { sees_personal_data } = useMe();
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const { reply, error, retry } = useSearch(typed);
  const options = useMemo(() => (reply === undefined ? [] : foundOptions(reply, typed)), [reply, typed]);
  // The option that the user chose among the present results; null if the user has chosen none.
  const [moved, setMoved] = useState<number | null>(null);
  const chosen = moved ?? firstChoice(options, typed);
  // true if Enter was pressed before the results arrived, as a scanner does.
  const [hasty, setHasty] = useState(false);
  const go = (option: FoundOption): void => {
    onClose();
    void navigate(option.to);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs once, when the awaited reply has arrived.
  useEffect(() => {
    if (!hasty || reply === undefined) return;
    setHasty(false);
    const option = options[chosen];
    if (option !== undefined) go(option);
  }, [hasty, reply]);
  const type = (text: string): void => {
    setTyped(text);
    setMoved(null);
    setHasty(false);
  };
  const press = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const last = options.length - 1;
    const places: Readonly<Record<string, number>> = {
      ArrowDown: chosen >= last ? 0 : chosen + 1,
      ArrowUp: chosen <= 0 ? last : chosen - 1,
    };
    const place = places[event.key];
    if (place !== undefined) {
      event.preventDefault();
      if (last >= 0) setMoved(place);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const option = options[chosen];
      if (option !== undefined) go(option);
      else setHasty(typed.trim() !== '' && reply === undefined && error === null);
    }
  };
  const shown = options.length > 0;
  return (
    <Dialog
      open
      onClose={onClose}
      fullWidth
      maxWidth="sm"
      aria-label={say('search.open')}
      slotProps={{
        paper: {
          sx: { position: 'absolute', top: { xs: 8, sm: '10vh' }, m: { xs: 1, sm: 4 }, maxHeight: '80dvh' },
        },
      }}
    >
      <Box
        sx={{
          display: 'flex',
          alignItems: 'center',
          gap: 1,
          px: 2,
          py: 1,
          borderBottom: 1,
          borderColor: 'divider',
        }}
      >
        <SearchIcon aria-hidden sx={{ color: 'text.secondary' }} />
        <InputBase
          autoFocus
          fullWidth
          value={typed}
          onChange={(event) => type(event.target.value)}
          onKeyDown={press}
          placeholder={say(sees_personal_data ? 'search.placeholder' : 'search.placeholder_masked')}
          inputProps={{
            role: 'combobox',
            'aria-label': say('search.open'),
            'aria-autocomplete': 'list',
            'aria-expanded': shown,
            'aria-controls': shown ? LIST : undefined,
            'aria-activedescendant': shown ? optionId(LIST, chosen) : undefined,
            maxLength: LONGEST_SEARCH,
            autoComplete: 'off',
            autoCapitalize: 'off',
            spellCheck: false,
            enterKeyHint: 'search',
          }}
          sx={{ fontSize: '1.0625rem', py: 0.75 }}
        />
        <IconButton onClick={onClose} aria-label={say('search.close')}>
          <CloseIcon />
        </IconButton>
      </Box>
      <Box sx={{ overflowY: 'auto' }}>
        {error !== null && <Failed error={error} onRetry={retry} />}
        <Announcement typed={typed} options={reply === undefined ? null : options} failed={error !== null} />
        {shown && <FoundList id={LIST} options={options} chosen={chosen} onPoint={setMoved} onGo={go} />}
      </Box>
    </Dialog>
  );
}

interface AnnouncementProps {
  readonly typed: string;
  /** Null while the results are awaited. */
  readonly options: readonly FoundOption[] | null;
  readonly failed: boolean;
}

/** Tells screen readers what can be searched, that a search is running, and that nothing was found. */
function Announcement({ typed, options, failed }: AnnouncementProps): ReactElement {
  const say = useTexts();
  const { sees_personal_data } = useMe();
  const empty = typed.trim() === '';
  const found = options === null ? null : options.filter(({ row }) => row !== null).length;
  const more = options?.some(({ row }) => row === null) ?? false;
  const hint = say(sees_personal_data ? 'search.hint' : 'search.hint_masked');
  const text = (): string => {
    if (empty) return hint;
    if (failed) return '';
    if (found === null) return say('search.searching');
    return found === 0
      ? say('search.nothing')
      : say(more ? 'search.count_more' : 'search.count', { smart_count: found });
  };
  return (
    <Box sx={{ px: 2.5, pt: text() === '' ? 0 : 1.75, pb: found === null || found === 0 ? 1.75 : 0 }}>
      <Typography role="status" variant="body2" color="textSecondary">
        {text()}
      </Typography>
      {!empty && found === 0 && (
        <Typography variant="body2" color="textSecondary" sx={{ mt: 0.75 }}>
          {hint}
        </Typography>
      )}
    </Box>
  );
}
