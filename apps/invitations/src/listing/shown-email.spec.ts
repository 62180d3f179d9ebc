import type { InvitationState, Message, RegistrationState } from '@gatehouse/contracts';
import type { LastEmail } from '../invitation/last-email.ts';
import type { ListedInvitation } from './listed-invitations.ts';
import { shownEmailOf } from './shown-email.ts';

const email = (status: LastEmail['status'], error?: string): LastEmail => ({
  id: 'e',
  status,
  at: '2026-03-01T10:00:00.000Z',
  ...(error !== undefined && { error }),
});
const PENDING = email('pending');

const INFORMING = [{ kind: 'callback' }, { kind: 'email' }] as Message[];

/** Only what is looked at. */
const listed = (
  invitation: Partial<InvitationState> & { lastEmail?: LastEmail },
  registration?: { status: RegistrationState['status']; lastEmail?: LastEmail },
) => {
  const { lastEmail, ...state } = invitation;
  return {
    invitation: { state, lastEmail },
    registration: registration && {
      state: { status: registration.status },
      lastEmail: registration.lastEmail,
    },
  } as unknown as ListedInvitation;
};

test.each<[string, ListedInvitation, string | undefined]>([
  ['it is not decided yet', listed({ status: 'received' }), 'pending'],
  [
    'its link is to be sent',
    listed({ status: 'waiting' }, { status: 'open', lastEmail: PENDING }),
    'pending',
  ],
  ['its link was sent', listed({ status: 'waiting' }, { status: 'open', lastEmail: email('sent') }), 'sent'],
  [
    'its link could not be sent',
    listed({ status: 'waiting' }, { status: 'open', lastEmail: email('failed', '550') }),
    'failed: 550',
  ],
  ['nothing is known of its link', listed({ status: 'waiting' }, { status: 'open' }), undefined],
  [
    'a known user is being linked',
    listed({ status: 'linking', inform: true }, { status: 'open', lastEmail: email('sent') }),
    'pending',
  ],
  [
    'who came by the link is being linked',
    listed({ status: 'granting', inform: false }, { status: 'accepted', lastEmail: email('sent') }),
    'sent',
  ],
  [
    'its user is to be informed',
    listed({ status: 'accepted', messages: INFORMING }, { status: 'open', lastEmail: email('sent') }),
    'pending',
  ],
  [
    'its user was informed',
    listed({ status: 'accepted', messages: INFORMING, lastEmail: email('sent') }),
    'sent',
  ],
  [
    'its user was informed, and erased since',
    listed({ status: 'accepted', lastEmail: email('sent') }),
    'sent',
  ],
  [
    'somebody came by its link before that was known to be sent',
    listed({ status: 'accepted' }, { status: 'accepted', lastEmail: PENDING }),
    'sent',
  ],
  [
    'its link ran out before it was sent',
    listed({ status: 'expired' }, { status: 'expired', lastEmail: PENDING }),
    'failed: expired',
  ],
  [
    'its link ran out',
    listed({ status: 'expired' }, { status: 'expired', lastEmail: email('sent') }),
    'sent',
  ],
  [
    'it was revoked before its link was sent',
    listed({ status: 'revoked' }, { status: 'revoked', lastEmail: PENDING }),
    undefined,
  ],
  ['it was revoked before it was decided', listed({ status: 'revoked' }), undefined],
])('%s', (_, invitation, expected) => {
  const { status, error } = shownEmailOf(invitation) ?? {};
  expect(error === undefined ? status : `${status}: ${error}`).toBe(expected);
});
