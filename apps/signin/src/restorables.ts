import type { SessionState, SigningKeysState } from '@gatehouse/contracts';
import { restorable } from '@gatehouse/entities';
import {
  type ChallengeDocument,
  challengeKeys,
  challengesCollection,
} from './challenges/challenges.store.ts';
import { KEYS_ID } from './keys/signing-keys.domain.ts';
import { type SigningKeysDocument, signingKeysCollection } from './keys/signing-keys.store.ts';
import { endSession } from './sessions/session.domain.ts';
import { type SessionDocument, sessionsCollection } from './sessions/sessions.store.ts';

/** A session from after the backup: its cookie is not known any more, so that it can only be over. */
function lostSession(last: SessionState, at: string) {
  const ms = Date.parse(at);
  return {
    _id: last.id,
    state: endSession(last, { at: ms, reason: 'expired', messages: [] }),
    ...{ lastUsedAt: ms, endsAt: ms },
  };
}

/** Keys are all in their state: those of after the backup sign on. */
function lostKeys(last: SigningKeysState) {
  return { _id: KEYS_ID, state: last };
}

export const restorables = [
  restorable<'gatehouse.signin.session.v1', SessionDocument>({
    type: 'gatehouse.signin.session.v1',
    collection: sessionsCollection,
    lost: lostSession,
    // Ended since the backup: it is not there again.
    superseded(document, last) {
      if (last.status !== 'ended' || document.state.status === 'ended') return undefined;
      const { _id, version } = document;
      const endsAt = Date.parse(last.endedAt);
      return { _id, version, state: last, lastUsedAt: document.lastUsedAt, endsAt };
    },
  }),
  restorable<'gatehouse.signin.challenge.v1', ChallengeDocument>({
    type: 'gatehouse.signin.challenge.v1',
    collection: challengesCollection,
    // Nobody is at its pages any more.
    lost: () => undefined,
    // Its code was used, or is over, since the backup: it does not work again.
    superseded(document, last) {
      if (last.status === 'open' || document.state.status === 'ended') return undefined;
      const { _id, version } = document;
      return { ...challengeKeys(last, document), _id, version, state: last };
    },
  }),
  restorable<'gatehouse.signin.signing-keys.v1', SigningKeysDocument>({
    type: 'gatehouse.signin.signing-keys.v1',
    collection: signingKeysCollection,
    lost: lostKeys,
    // The store's own are older: who verifies by the log knows those that the log has.
    superseded: (document, last) => ({ ...document, state: last }),
  }),
];
