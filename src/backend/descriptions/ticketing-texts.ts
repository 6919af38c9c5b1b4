import type { Texts } from './table-text.ts';

/** Organizers, events, tiers and forms. */
export const TICKETING_TEXTS: Texts = {
  organizers: {
    says: 'a person or company to whom events belong',
    reader: 'all',
    columns: {
      name: 'the name that people see',
      slug: 'a readable part of an address, unique',
      contact_email: 'the address by which the organizer is found, whatever its case',
    },
  },
  events: {
    says: 'an event, which is one or several WooCommerce products',
    reader: 'all',
    columns: {
      organizer_id: 'to whom it belongs',
      configuration_id: 'the configuration that syncs it; null: none does',
      title: 'its title',
      slug: 'a readable part of an address, unique',
      description: 'its description',
      status: 'draft, published or archived',
      visibility: 'public or private',
      starts_at: 'when it begins; null: not known',
      ends_at: 'when it ends; null: not known',
      timezone: 'the time zone in which its days are counted, as an IANA name or an offset such as -03:00',
      num_days: 'on how many days it lets people in: the highest number of its products',
      product_days: 'the days of each product that is for fewer days, by its id; null: none is',
      product_zones:
        "the time zone of each product whose zone is not the first product's, by its id; null: none",
      venue: 'where it takes place',
      woo_product_id: 'the WooCommerce id of its first product',
      woo_variation_id: 'the WooCommerce id of the variation that is the event; null: the whole product is',
      store_url: 'the address of its store',
      store_values: 'the values that were last synced, by which a sync recognises edits of people',
    },
  },
  ticket_tiers: {
    says: "a variation of one of the event's products",
    reader: 'all',
    columns: {
      event_id: 'its event',
      name: 'its name',
      woo_product_id: 'the WooCommerce id of its product',
      woo_variation_id: 'the WooCommerce id of its variation; 0: a product without variations',
      price: 'its present price, in `currency`; null: the store names none',
      currency: 'the ISO 4217 code of the price',
      capacity: 'how many tickets there are, as a person set it; null: not set',
      form_id: 'the attendee form of its product',
      stock_left:
        'what the store can still sell; negative if it sold more; null: the store does not manage it',
      store_values: 'the values that were last synced, by which a sync recognises edits of people',
    },
  },
  forms: {
    says: "the attendee form of one of the event's products",
    reader: 'all',
    columns: {
      event_id: 'its event',
      woo_product_id: "the WooCommerce id of its product; null: the event's first product",
      name: 'its name',
    },
  },
  form_fields: {
    says: 'a question of an attendee form',
    reader: 'all',
    columns: {
      form_id: 'its form',
      key: 'its name in the store, which answers in `tickets.form_data` repeat',
      label: 'the question as people read it',
      type: 'the kind of answer, such as text or select',
      required: 'whether the store demands an answer',
      options: 'the answers to choose from',
      position: 'its place in the form',
    },
  },
};
