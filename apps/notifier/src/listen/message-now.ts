import type { TappedMessage as ShownMessage } from '@gatehouse/contracts';
import type { ApiSecret, RegisteredService } from '@gatehouse/service-registry';
import { signedRequest } from '../callback/sign-request.ts';
import { signingKeysOf } from '../callback/signing-keys.ts';
import type { TappedMessage } from '../tap/tapped.domain.ts';
import { eventRequest } from '../webhook/event-request.ts';

interface Signing {
  service: Pick<RegisteredService, 'clientId'>;
  /** Those that are valid, the newest first. */
  secrets: readonly [ApiSecret, ...ApiSecret[]];
  /** Of the webhook, where there is one. */
  url: string | undefined;
  issuer: string;
  now: number;
}

/** A message with the headers and the text of an attempt that is made now. */
export function messageNow(
  message: TappedMessage,
  { service, secrets, url, issuer, now }: Signing,
): ShownMessage {
  const { id, kind, correlationId } = message;
  const keys = secrets.map(signingKeysOf);
  if (kind === 'webhook') {
    const request = eventRequest({ deliveryId: id, event: message.event, correlationId, keys, now });
    return { id, kind, event: message.event.type, url: url ?? null, ...request };
  }
  const request = signedRequest({
    ...{ deliveryId: id, body: message.body, correlationId, issuer, keys, now },
    clientId: service.clientId,
    tokenKey: signingKeysOf(secrets[0]).jwt,
  });
  return { id, kind, event: null, url: message.url, ...request };
}
