import { styled } from '@mui/material';
import { forwardRef, type InputHTMLAttributes } from 'react';

interface CheckboxInputProps extends InputHTMLAttributes<HTMLInputElement> {
  /** The properties of the surrounding checkbox. */
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

/**
 * Lists label their checkboxes on the element around the input, which screen readers ignore; this input takes
 * the label over.
 */
export const CheckboxInput = forwardRef<HTMLInputElement, CheckboxInputProps>(function CheckboxInput(
  { ownerState, ...props },
  ref,
) {
  return <Unseen ref={ref} aria-label={ownerState?.['aria-label']} {...props} />;
});
