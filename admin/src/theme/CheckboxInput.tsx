import { styled } from '@mui/material';
import { forwardRef, type InputHTMLAttributes } from 'react';

interface CheckboxInputProps extends InputHTMLAttributes<HTMLInputElement> {
  /** What the whole checkbox was given. */
  readonly ownerState?: { readonly 'aria-label'?: string };
}

const Unseen = styled('input')({
  position: 'absolute',
  inset: 0,
  zIndex: 1,
  width: '100%',
  height: '100%',
  margin: 0,
  padding: 0,
  opacity: 0,
  cursor: 'inherit',
});

/** Lists name their checkboxes at the frame around the input, where no screen reader looks for it. */
export const CheckboxInput = forwardRef<HTMLInputElement, CheckboxInputProps>(function CheckboxInput(
  { ownerState, ...props },
  ref,
) {
  return <Unseen ref={ref} aria-label={ownerState?.['aria-label']} {...props} />;
});
