import type { FoundStore } from '../../src/ticketing/model/store-identity.ts';

/** What a store without orders, actions and check-ins says of where its data stand. */
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
