import { type RefObject, useEffect, useRef } from 'react';
import { wasLedHere } from './auth-screen.ts';

/**
 * For a form whose content replaces what had the focus: the button that led here, or a field that is gone. The first
 * field or button gets the focus, so that the keyboard and a screen reader go on from there.
 *
 * @param step names what the form shows now; a screen that the browser loads keeps the focus where it is
 */
export function useArrivalFocus(step: string): RefObject<HTMLFormElement | null> {
  const form = useRef<HTMLFormElement>(null);
  const shown = useRef(wasLedHere() ? null : step);
  useEffect(() => {
    if (shown.current === step) return;
    shown.current = step;
    form.current?.querySelector<HTMLElement>('input, button')?.focus();
  }, [step]);
  return form;
}
