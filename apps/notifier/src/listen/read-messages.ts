import type { TappedMessage as ShownMessage } from '@gatehouse/contracts';
import { unavailable } from '@gatehouse/errors';
import { lookUpUntil } from '@gatehouse/runtime';
import type { ApiSecret, RegisteredService, ServiceRegistry } from '@gatehouse/service-registry';
import type { SigningKeys } from '@gatehouse/signing-keys';
import { isShown } from '../tap/listener.domain.ts';
import { type TappedDocument, type TappedMessages, tappedAfter } from '../tap/tapped.store.ts';
import { presentWebhook } from '../webhook/webhook.ts';
import type { Webhooks } from '../webhook/webhooks.store.ts';
import { messageNow } from './message-now.ts';

export interface MessageReading {
  tapped: TappedMessages;
  webhooks: Webhooks;
  services: Pick<ServiceRegistry, 'secretsOf'>;
  /** The issuer of callbacks' JWTs. */
  issuer: string;
  /** The issuer of tokens about people. */
  signInIssuer: string;
  signingKeys: Pick<SigningKeys, 'current'>;
  now: () => number;
}

const MOST = 100;

/** A service's messages after a position that a listener wants, as they would be sent now; and the position of the last one seen. */
export async function readMessages(
  { tapped, webhooks, services, issuer, signInIssuer, signingKeys, now }: MessageReading,
  service: Pick<RegisteredService, 'id' | 'clientId'>,
  { position, wanted }: { position: number; wanted: readonly string[] },
): Promise<{ messages: ShownMessage[]; position: number }> {
  let last = position;
  let found: TappedDocument[];
  do {
    found = await tappedAfter(tapped, service.id, last, MOST);
    if (found.length === 0) break;
    const webhook = presentWebhook((await webhooks.get(service.id))?.state);
    const shown = found.filter((each) => isShown(each, wanted, webhook?.events));
    last = found.at(-1)?.position ?? last;
    if (shown.length === 0) continue;
    const secrets = await validSecrets(() => services.secretsOf(service.id, now()));
    const logoutKey = shown.some(({ message }) => message.kind === 'logout')
      ? signingKeys.current()
      : undefined;
    const url = webhook?.url;
    const signing = { service, secrets, url, issuer, signInIssuer, logoutKey, now: now() };
    const messages = await Promise.all(shown.map(({ message }) => messageNow(message, signing)));
    return { messages, position: last };
  } while (found.length === MOST);
  return { messages: [], position: last };
}

/** The service's event may be read a moment after that of its message. */
async function validSecrets(read: () => readonly ApiSecret[]) {
  const secrets = await lookUpUntil(() => {
    const [first, ...others] = read();
    return first === undefined ? undefined : ([first, ...others] as const);
  });
  if (secrets === undefined) throw unavailable();
  return secrets;
}
