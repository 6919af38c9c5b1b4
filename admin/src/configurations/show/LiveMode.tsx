import MoreIcon from '@mui/icons-material/ArrowDropDown';
import { Button, Menu, MenuItem, Typography } from '@mui/material';
import { type ReactElement, useState } from 'react';
import type { Configuration } from '../../../../src/contract/configuration.ts';
import type { Live, LiveInput } from '../../../../src/contract/live.ts';
import { act } from '../../data-provider.ts';
import { useFormats } from '../../format/use-formats.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { Allowed } from '../../ui/screens/Allowed.tsx';
import { type Fact, Facts } from '../../ui/screens/Facts.tsx';
import { Section } from '../../ui/screens/Section.tsx';
import { useAction } from '../../ui/screens/use-action.ts';
import { RelativeTime } from '../../ui/values/RelativeTime.tsx';

/** Whether the event is live, why or why not, what its watch does, and the switch for people. */
export function LiveMode({ configuration }: { readonly configuration: Configuration }): ReactElement {
  const say = useTexts();
  const { id, live } = configuration;
  return (
    <Section
      title={say('configurations.live.title')}
      aside={
        <Allowed resource="configurations" action="live">
          <LiveSwitch id={id} />
        </Allowed>
      }
    >
      <Typography variant="body2" color="textSecondary" sx={{ mb: 2 }}>
        {say('configurations.live.hint')}
      </Typography>
      <LiveFacts live={live} />
    </Section>
  );
}

function LiveFacts({ live }: { readonly live: Live }): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  const { watch } = live;
  const at = (label: string, time: string | null): Fact | null =>
    time === null ? null : { label, value: formats.dateTime(time) };
  const ago = (label: string, time: string | null): Fact | null =>
    time === null ? null : { label, value: <RelativeTime at={time} /> };
  const shown = live.is_live || live.reason === 'not-yet';
  const facts: readonly (Fact | null)[] = [
    {
      label: say('configurations.live.state'),
      value: `${say(live.is_live ? 'configurations.live.is_live' : 'configurations.live.is_not')}. ${say(
        `configurations.live.reason.${underscored(live.reason)}`,
      )}`,
    },
    at(say('configurations.live.from'), shown ? live.from : null),
    at(say('configurations.live.until'), shown ? live.until : null),
    at(say('configurations.live.switched_until'), live.switched_until),
    live.is_live
      ? {
          label: say('configurations.live.store'),
          value: say(
            watch === null ? 'configurations.live.no_watch' : `configurations.live.watch.${watch.state}`,
          ),
        }
      : null,
    ago(say('configurations.live.since'), watch?.since ?? null),
    ago(say('configurations.live.last_asked'), watch?.last_asked_at ?? null),
    ago(say('configurations.live.last_moved'), watch?.last_moved_at ?? null),
    watch === null || watch.pause_seconds === null
      ? null
      : {
          label: say('configurations.live.pause'),
          value: `${formats.duration(watch.pause_seconds * 1000)}${
            watch.slowed_by === null ? '' : ` (${say(`configurations.live.slowed.${watch.slowed_by}`)})`
          }`,
        },
  ];
  return <Facts facts={facts.filter((fact) => fact !== null)} />;
}

const CHOICES: readonly LiveInput[] = [
  { switch: 'on', hours: 1 },
  { switch: 'on', hours: 6 },
  { switch: 'on', hours: 24 },
  { switch: 'off', hours: 1 },
  { switch: 'off', hours: 24 },
  { switch: 'auto' },
];

function LiveSwitch({ id }: { readonly id: string }): ReactElement {
  const say = useTexts();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const change = useAction(
    async (choice: LiveInput) => await act<Configuration>('configurations', id, 'live', choice),
    { done: () => say('configurations.live.done') },
  );
  const choose = (choice: LiveInput): void => {
    setAnchor(null);
    change.run(choice);
  };
  return (
    <>
      <Button
        size="small"
        endIcon={<MoreIcon />}
        aria-haspopup="menu"
        disabled={change.busy}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        {say('configurations.live.switch')}
      </Button>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        {CHOICES.map((choice) => (
          <MenuItem key={`${choice.switch} ${choice.hours ?? ''}`} onClick={() => choose(choice)}>
            {say(`configurations.live.${choice.switch}`, { smart_count: choice.hours ?? 0 })}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}

/** Keys of texts have no hyphens. */
function underscored<Text extends string>(text: Text) {
  return text.replaceAll('-', '_') as Underscored<Text>;
}

type Underscored<Text extends string> = Text extends `${infer First}-${infer Rest}`
  ? `${First}_${Underscored<Rest>}`
  : Text;
