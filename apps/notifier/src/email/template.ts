import type { EmailMessage } from '@gatehouse/contracts';
import type { ScheduleName } from '../delivery/schedule.domain.ts';
import type { RenderedEmail, Sender } from './rendered-email.ts';

/** One kind of email. Throws ZodError where data or secrets are not what it needs. */
export interface Template {
  /** The schedule by which it is tried; codes have a queue of their own. */
  schedule: ScheduleName;
  /** `secrets`: the message's sealed parts, opened; undefined where it has none. */
  render(data: EmailMessage['data'], secrets: unknown, sender: Sender): RenderedEmail;
}
