import { deliveries } from './deliveries.ts';
import { mailbox } from './mailbox.ts';

/** Every collection that the notifier owns. */
export const collections = [deliveries, mailbox];
