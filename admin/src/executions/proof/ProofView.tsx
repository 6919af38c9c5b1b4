import CheckIcon from '@mui/icons-material/Check';
import CloseIcon from '@mui/icons-material/Close';
import { Box, Table, TableBody, TableCell, TableContainer, TableHead, TableRow } from '@mui/material';
import type { ReactElement } from 'react';
import type { ExecutionDetail } from '../../../../src/contract/execution.ts';
import { useTexts, useWords } from '../../i18n/use-texts.ts';
import { Section } from '../../ui/screens/Section.tsx';
import { Empty } from '../../ui/screens/States.tsx';
import { StoreStatuses } from '../../ui/values/StoreStatus.tsx';
import { ProofAmount } from './ProofAmount.tsx';
import { currencyOf, type ProofTable, proofTables } from './proof-tables.ts';

/** Shows both sides of the proof next to each other and marks the differences. */
export function ProofView({
  proof,
  proof_scope,
}: Pick<ExecutionDetail, 'proof' | 'proof_scope'>): ReactElement {
  const say = useTexts();
  const tables = proofTables(proof);
  if (tables.length === 0) {
    return (
      <Section title={say('executions.proof')}>
        {proof_scope === 'touched' ? (
          <Empty title={say('executions.touched_proof')} text={say('executions.touched_proof_hint')} />
        ) : (
          <Empty title={say('executions.no_proof')} text={say('executions.no_proof_hint')} />
        )}
      </Section>
    );
  }
  return (
    <Box sx={{ display: 'grid', gap: 2.5 }}>
      {tables.map((table) => (
        <ProofCard key={table.key} table={table} />
      ))}
    </Box>
  );
}

function ProofCard({ table }: { readonly table: ProofTable }): ReactElement {
  const say = useTexts();
  const words = useWords();
  const title = words('proof_subject', table.subject);
  const scope = say(`executions.scope_${table.scope}`);
  return (
    <Section
      title={title}
      aside={<Box sx={{ color: 'text.secondary', fontSize: '0.875rem' }}>{scope}</Box>}
      flush
    >
      <TableContainer tabIndex={0} aria-label={title}>
        <Table
          size="small"
          sx={{
            '& td, & th': { whiteSpace: 'nowrap', px: { xs: 1, sm: 1.5 } },
            '& tr:nth-last-of-type(2) > td[rowspan]': { borderBottom: 0 },
          }}
        >
          <TableHead>
            <TableRow>
              <TableCell sx={{ '&&': { pl: { xs: 2, sm: 2.5 } } }}>{say('executions.group')}</TableCell>
              <TableCell>{say('executions.side')}</TableCell>
              {table.measures.map((measure) => (
                <TableCell key={measure} align="right">
                  {words('proof_measure', measure)}
                </TableCell>
              ))}
              <TableCell align="center">{say('executions.agrees')}</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {table.groups.map((group) => (
              <ProofLines key={group.name} group={group} isPlace={PLACES.has(table.subject)} />
            ))}
          </TableBody>
        </Table>
      </TableContainer>
    </Section>
  );
}

/**
 * Translates a group's name, such as `completed / CLP` or `publish / Checked In`. The currency stays as it is.
 */
function GroupName({ name }: { readonly name: string }): ReactElement {
  const currency = currencyOf(name);
  const whole = currency === null ? name : name.slice(0, -` / ${currency}`.length);
  return (
    <>
      <StoreStatuses statuses={whole.split(' / ')} />
      {currency !== null && ` · ${currency}`}
    </>
  );
}

/** On a narrow screen the names of groups may wrap, so that the figures stay visible. */
const GROUP = {
  fontWeight: 600,
  verticalAlign: 'top',
  '&&': { pl: { xs: 2, sm: 2.5 }, whiteSpace: { xs: 'normal', sm: 'nowrap' } },
} as const;
/** Groups whose names do not come from the store: owed tickets, and what the removal guard holds. */
const OWED = 'paid, not issued';
const HELD: ReadonlySet<string> = new Set(['orders', 'tickets']);
/** Slots and seats have no statuses in their names: they are in the store's own words. */
const PLACES: ReadonlySet<string> = new Set(['slots', 'pending_slots', 'seats', 'pending_seats']);
const SIDES = ['store', 'backend'] as const;
/** The two rows of a group are closer to each other than to the next group. */
const UPPER = { '& > td:not([rowspan])': { borderBottom: 0, pb: 0.25 } };
const LOWER = { '& > td': { pt: 0.25 } };

interface ProofLinesProps {
  readonly group: ProofTable['groups'][number];
  readonly isPlace: boolean;
}

function ProofLines({ group, isPlace }: ProofLinesProps): ReactElement[] {
  const say = useTexts();
  const words = useWords();
  return SIDES.map((side) => (
    <TableRow key={side} sx={side === 'store' ? UPPER : LOWER}>
      {side === 'store' && (
        <TableCell rowSpan={2} sx={GROUP}>
          {group.count > 1 ? (
            say(group.equal ? 'executions.equal_groups' : 'executions.different_groups', {
              smart_count: group.count,
            })
          ) : isPlace ? (
            <span data-data>{group.name}</span>
          ) : group.name === OWED ? (
            say('executions.paid_not_issued')
          ) : HELD.has(group.name) ? (
            words('table', group.name)
          ) : (
            <GroupName name={group.name} />
          )}
        </TableCell>
      )}
      <TableCell sx={{ color: 'text.secondary' }}>{say(`executions.side_${side}`)}</TableCell>
      {group.cells.map((cell, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the columns do not move.
        <TableCell key={at} align="right">
          {cell !== null && <ProofAmount value={cell[side]} group={group.name} differs={!cell.equal} />}
        </TableCell>
      ))}
      {side === 'store' && (
        <TableCell rowSpan={2} align="center">
          {group.equal ? (
            <CheckIcon fontSize="small" color="success" titleAccess={say('executions.equal')} />
          ) : (
            <CloseIcon fontSize="small" color="error" titleAccess={say('executions.different')} />
          )}
        </TableCell>
      )}
    </TableRow>
  ));
}
