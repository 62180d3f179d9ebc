import type { CallbackMessage, EmailMessage, Message } from '../messages/message.ts';

interface Listing {
  messages?: readonly Message[] | undefined;
}

/** The callback that a state lists, if any. */
export function callbackIn(state: object): CallbackMessage | undefined {
  return (state as Listing).messages?.find((each) => each.kind === 'callback');
}

/** The email that a state lists, if any. */
export function emailIn(state: object): EmailMessage | undefined {
  return (state as Listing).messages?.find((each) => each.kind === 'email');
}
