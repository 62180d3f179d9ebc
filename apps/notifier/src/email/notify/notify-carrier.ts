import type { NotifyTarget } from '@gatehouse/runtime';
import type { CarrierResult, MailCarrier } from '../mail-carrier.ts';
import type { NotifyAnswer, NotifyClient } from './notify-client.ts';

export interface NotifyCarrierDependencies {
  client: NotifyClient;
  target: Pick<NotifyTarget, 'template' | 'replyTo'>;
  /** Has what became of an accepted email asked for later. Never rejects. */
  onAccepted: (deliveryId: string, notificationId: string | undefined) => Promise<void>;
  /** The operator has to mend something: Notify refuses what is not the recipient's. */
  onRefusal: (status: number, fault: string) => void;
}

/** Faults that are named in the log; any other is `other`, since a server's words are not logged. */
const KNOWN_FAULTS: ReadonlySet<string> = new Set([
  ...[
    'ValidationError',
    'BadRequestError',
    'AuthError',
    'RateLimitError',
    'TooManyRequestsError',
    'NoResultFound',
  ],
]);

/**
 * Sends emails by GOV.UK Notify. The template has two placeholders, `((subject))` and `((body))`. A repeat has the same
 * `reference`, so that it can be recognised.
 */
export function notifyCarrier(dependencies: NotifyCarrierDependencies): MailCarrier {
  const { client, target, onAccepted, onRefusal } = dependencies;
  return {
    async carry({ id, to, subject, text }) {
      const answer = await client.call('POST', '/v2/notifications/email', {
        email_address: to,
        template_id: target.template,
        personalisation: { subject, body: text },
        reference: id,
        ...(target.replyTo !== undefined && { email_reply_to_id: target.replyTo }),
      });
      if ('error' in answer) return { kind: 'unanswered', ...answer };
      if (answer.status === 201) await onAccepted(id, answer.notification?.id);
      const { status } = answer;
      const isOperators = status >= 400 && status < 500 && status !== 429;
      const result = resultOf(answer);
      if (isOperators && result.kind === 'unanswered') {
        const fault = answer.faults.find(({ type }) => KNOWN_FAULTS.has(type))?.type ?? 'other';
        onRefusal(status, fault);
      }
      return result;
    },
    close: () => void client.close(),
  };
}

function resultOf({ status, faults }: NotifyAnswer): CarrierResult {
  if (status === 201) return { kind: 'accepted', status };
  const isOfTheAddress = faults.some(({ type, isOfAddress }) => type === 'ValidationError' && isOfAddress);
  if (status === 400 && isOfTheAddress) return { kind: 'refused', error: 'recipient refused', status };
  if (status === 429) return { kind: 'unanswered', error: 'too many requests', status };
  if (status >= 400 && status < 500) return { kind: 'unanswered', error: 'request refused', status };
  if (status >= 500) return { kind: 'unanswered', error: 'service unavailable', status };
  return { kind: 'unanswered', error: status >= 300 ? 'redirect not followed' : 'answer not notify', status };
}
