/** `ended`: the receiver answered 410. */
export const ENDPOINT_STATES = ['active', 'paused', 'ended'] as const;
export type EndpointState = (typeof ENDPOINT_STATES)[number];

export const DELIVERY_STATUSES = ['waiting', 'delivered', 'given_up'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** How long the log of deliveries is kept. */
export const DELIVERIES_KEPT_DAYS = 30;
/** A delivery that was not accepted within this time is given up. */
export const DELIVERY_RETRIED_DAYS = 3;
/** For how long the secret before signs as well, unless a person chooses another time. */
export const SECRET_OVERLAP_HOURS = 24;
