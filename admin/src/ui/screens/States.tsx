import ErrorOutlineIcon from '@mui/icons-material/ErrorOutlineOutlined';
import InboxIcon from '@mui/icons-material/Inbox';
import { Box, Button, Skeleton, Typography } from '@mui/material';
import type { ReactElement, ReactNode } from 'react';
import { useTranslate } from 'react-admin';
import { ApiError } from '../../api-error.ts';
import { useTexts } from '../../i18n/use-texts.ts';

interface MessageProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly text?: string | undefined;
  readonly action?: ReactNode;
}

/** A message in place of content. */
function Message({ icon, title, text, action }: MessageProps): ReactElement {
  return (
    <Box sx={{ py: { xs: 5, sm: 7 }, px: 3, textAlign: 'center', maxWidth: 520, mx: 'auto' }}>
      <Box
        sx={(theme) => ({
          display: 'inline-grid',
          placeItems: 'center',
          width: 56,
          height: 56,
          mb: 1.5,
          borderRadius: '16px',
          color: 'text.secondary',
          backgroundColor: theme.palette.tones.quiet.paper,
          '& svg': { fontSize: 28 },
        })}
      >
        {icon}
      </Box>
      <Typography component="p" variant="h2">
        {title}
      </Typography>
      {text !== undefined && (
        <Typography color="textSecondary" sx={{ mt: 0.5 }}>
          {text}
        </Typography>
      )}
      {action !== undefined && <Box sx={{ mt: 2.5 }}>{action}</Box>}
    </Box>
  );
}

type EmptyProps = Omit<MessageProps, 'icon'> & { readonly icon?: ReactNode };

/** Says that there is no content yet, and what to do about it. */
export function Empty({ icon, ...rest }: EmptyProps): ReactElement {
  return <Message icon={icon ?? <InboxIcon />} {...rest} />;
}

/** Says that loading failed: the server's reason, and a button to try again. */
export function Failed({
  error,
  onRetry,
}: {
  readonly error: unknown;
  readonly onRetry?: () => void;
}): ReactElement {
  const say = useTexts();
  const translate = useTranslate();
  const api = error instanceof ApiError ? error : null;
  const text = error instanceof Error ? translate(error.message, { _: error.message }) : undefined;
  return (
    <div role="alert">
      <Message
        icon={<ErrorOutlineIcon />}
        title={api?.status === 404 ? say('states.gone') : say('states.failed')}
        text={text}
        action={
          onRetry === undefined ? undefined : (
            <Button variant="outlined" onClick={onRetry}>
              {say('states.retry')}
            </Button>
          )
        }
      />
    </div>
  );
}

/** Placeholders while content is loading. */
export function Loading({ rows = 4 }: { readonly rows?: number }): ReactElement {
  const say = useTexts();
  return (
    <Box role="status" aria-label={say('states.loading')} sx={{ p: 2.5, display: 'grid', gap: 1.25 }}>
      {Array.from({ length: rows }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike.
        <Skeleton key={at} variant="rounded" height={26} width={at === rows - 1 ? '55%' : '100%'} />
      ))}
    </Box>
  );
}
