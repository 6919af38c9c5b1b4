import type { FoundStore } from '../../src/ticketing/model/store-identity.ts';

/** The state of the data of a store without orders, actions and check-ins. */
export const NOTHING_TO_WEIGH: Pick<FoundStore, 'state' | 'nextPostId' | 'asked'> = {
  state: {
    layout: 'hpos',
    oldest: [],
    newest: [],
    greatestPostId: 0,
    greatestActionId: null,
    greatestCheckInId: null,
  },
  nextPostId: null,
  asked: new Map(),
};
