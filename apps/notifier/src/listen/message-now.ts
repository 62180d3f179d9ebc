import type { TappedMessage as ShownMessage } from '@gatehouse/contracts';
import { unavailable } from '@gatehouse/errors';
import { newId } from '@gatehouse/runtime';
import type { ApiSecret, RegisteredService } from '@gatehouse/service-registry';
import type { CurrentKey } from '@gatehouse/signing-keys';
import { signedRequest } from '../callback/sign-request.ts';
import { signingKeysOf } from '../callback/signing-keys.ts';
import { logoutRequest } from '../logout/logout-token.ts';
import type { TappedMessage } from '../tap/tapped.domain.ts';
import { eventRequest } from '../webhook/event-request.ts';

interface Signing {
  service: Pick<RegisteredService, 'clientId'>;
  /** Those that are valid, the newest first. */
  secrets: readonly [ApiSecret, ...ApiSecret[]];
  /** Of the webhook, where there is one. */
  url: string | undefined;
  issuer: string;
  signInIssuer: string;
  /** The key that signs logout tokens now, where there is one. */
  logoutKey: CurrentKey | undefined;
  now: number;
}

/** A message with the headers and the text of an attempt that is made now. */
export async function messageNow(
  message: TappedMessage,
  { service, secrets, url, issuer, signInIssuer, logoutKey, now }: Signing,
): Promise<ShownMessage> {
  const { id, kind, correlationId } = message;
  const keys = secrets.map(signingKeysOf);
  if (kind === 'webhook') {
    const request = eventRequest({ deliveryId: id, event: message.event, correlationId, keys, now });
    return { id, kind, event: message.event.type, url: url ?? null, ...request };
  }
  if (kind === 'logout') {
    if (logoutKey === undefined) throw unavailable();
    const { clientId } = service;
    const toSign = { message, key: logoutKey, issuer: signInIssuer, clientId, tokenId: newId(), now };
    return { id, kind, event: null, url: message.url, ...(await logoutRequest(toSign, correlationId)) };
  }
  const request = signedRequest({
    ...{ deliveryId: id, body: message.body, correlationId, issuer, keys, now },
    clientId: service.clientId,
    tokenKey: signingKeysOf(secrets[0]).jwt,
  });
  return { id, kind, event: null, url: message.url, ...request };
}
