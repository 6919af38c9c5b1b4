import { type RefObject, useEffect, useRef } from 'react';
import { wasLedHere } from './auth-screen.ts';

/**
 * Moves the focus when a form replaces the element that had it, such as the button that opened the form. The
 * first field or button of the form gets the focus, so that people who use a keyboard or a screen reader can
 * continue there.
 *
 * @param step the name of the part that the form shows now; on a page that the browser has just loaded, the
 *   focus does not move
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
