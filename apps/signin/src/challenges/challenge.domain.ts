import {
  type ChallengeState,
  type EmailData,
  type EndedChallenge,
  emailOf,
  endedChallenge,
  type OpenChallenge,
  openChallenge,
  type ProvedChallenge,
  provedChallenge,
  shapedBy,
} from '@gatehouse/contracts';
import { idFrom } from '@gatehouse/runtime/ids';

/*
 * open   --decideEmail--> open    which email goes out was decided
 * open   --sendAgain-->   open    the same code goes out once more
 * open   --signIn-->      ended   signed-in: the right code of a user
 * open   --end-->         ended   wrong-codes: five wrong ones; replaced: another address of the interaction took its
 *                                 place; expired: its time is over
 * open   --prove-->       proved  the right code for an address that nobody has: names are asked for
 * (none) --provedElsewhere--> proved  another provider vouches for an address that nobody has
 * proved --register-->    proved  names are given: directory is asked to make the user
 * proved --complete-->    ended   registered: directory has answered
 *
 * Each transition gives undefined for a challenge in any other status.
 */

/** A code works for so long. */
export const CODE_MS = 15 * 60_000;
/** The same code is sent again after so long at the soonest. */
export const SEND_AGAIN_MS = 30_000;
/** So many emails of one challenge, and no more: nobody's mailbox is filled by pressing a button. */
export const MOST_EMAILS = 10;
export const MOST_WRONG_CODES = 5;

export type SentEmail = NonNullable<OpenChallenge['sent']>['email'];

/** What a new challenge is made of. */
export type NewChallenge = Pick<
  OpenChallenge,
  'id' | 'email' | 'serviceId' | 'language' | 'correlationId' | 'sealed'
>;

export function open(made: NewChallenge, now: number): OpenChallenge {
  const at = new Date(now).toISOString();
  const expiresAt = new Date(now + CODE_MS).toISOString();
  return shapedBy(openChallenge, {
    ...made,
    ...{ status: 'open', generation: 1, createdAt: at, updatedAt: at, expiresAt },
  });
}

/** Whether its time is over, noted or not. */
export function isOverdue({ expiresAt }: Pick<OpenChallenge, 'expiresAt'>, now: number): boolean {
  return Date.parse(expiresAt) <= now;
}

/** When the code can be sent again: milliseconds since the epoch. `lastAt`: when it was last asked for. */
export function canBeSentAgainAt(state: OpenChallenge, lastAt: number): number {
  return state.generation >= MOST_EMAILS ? Date.parse(state.expiresAt) : lastAt + SEND_AGAIN_MS;
}

/** The same code goes out once more, if the address still is one that gets a code: that is decided anew. */
export function sendAgain(state: ChallengeState, now: number): OpenChallenge | undefined {
  if (state.status !== 'open' || isOverdue(state, now)) return undefined;
  const updatedAt = new Date(now).toISOString();
  return shapedBy(openChallenge, {
    ...state,
    ...{ generation: state.generation + 1, messages: undefined, updatedAt },
  });
}

const TEMPLATES = {
  code: 'sign-in-code',
  'no-account': 'sign-in-no-account',
  deactivated: 'sign-in-deactivated',
} as const satisfies Record<SentEmail, string>;

/** The id of the email of one generation. */
export function challengeEmailId({ id, generation }: Pick<OpenChallenge, 'id' | 'generation'>): string {
  return idFrom('sign-in-email', id, String(generation));
}

/** Whether it is still to be decided which email goes out. */
export function isUndecided(state: ChallengeState): state is OpenChallenge & { email: string } {
  return state.status === 'open' && state.email !== undefined && state.sent?.generation !== state.generation;
}

/** Lists the email that goes out. `sealed`: of the code, for the notifier. */
export function decideEmail(
  state: ChallengeState,
  { email, serviceName, sealed }: { email: SentEmail; serviceName: string; sealed: string },
  now: number,
): OpenChallenge | undefined {
  if (!isUndecided(state) || isOverdue(state, now)) return undefined;
  const { generation, correlationId, serviceId, language, createdAt: askedAt, expiresAt } = state;
  const at = new Date(now).toISOString();
  const about = { id: challengeEmailId(state), at, correlationId, serviceId, generation };
  const recipient = { address: state.email };
  const data: EmailData<'sign-in-no-account'> = { serviceName, askedAt, language };
  const message =
    email === 'code'
      ? emailOf(TEMPLATES.code, {
          ...{ ...about, recipient, sealed, notAfter: expiresAt },
          data: { ...data, expiresAt },
        })
      : emailOf(TEMPLATES[email], { ...about, recipient, data });
  return shapedBy(openChallenge, {
    ...state,
    ...{ sent: { generation, email }, messages: [message], updatedAt: at },
  });
}

/** Whether its newest decided email had a code: only then is there one that somebody can know. */
export function hasCode(state: ChallengeState): boolean {
  return state.status === 'open' && state.sent?.email === 'code';
}

/** The right code was given for an address that nobody has. `userId`: the id that a new user takes. */
export function prove(state: ChallengeState, userId: string, at: string): ProvedChallenge | undefined {
  if (state.status !== 'open') return undefined;
  return shapedBy(provedChallenge, { ...state, status: 'proved', userId, shown: [], updatedAt: at });
}

/** What is known of somebody new who proved an address at another provider. */
export type NewcomerElsewhere = Pick<
  ProvedChallenge,
  'id' | 'email' | 'serviceId' | 'correlationId' | 'givenName' | 'familyName'
>;

/** Another provider vouches for an address that nobody has: names are asked for, and no code was needed. */
export function provedElsewhere(made: NewcomerElsewhere, userId: string, now: number): ProvedChallenge {
  const at = new Date(now).toISOString();
  return shapedBy(provedChallenge, {
    ...made,
    ...{ status: 'proved', userId, shown: [], createdAt: at, updatedAt: at },
  });
}

/** What the form for names says, and the invitations that its page named. */
export type Newcomer = Pick<ProvedChallenge, 'shown' | 'language'> & {
  givenName: string;
  familyName: string;
};

/** The id of a newcomer's command request to directory. */
export function signUpRequestId(challengeId: string): string {
  return `sign-up:${challengeId}`;
}

/** The challenge of a command request; undefined where it is another's. */
export function challengeOfRequest(requestId: string): string | undefined {
  return /^sign-up:(.+)$/.exec(requestId)?.[1];
}

/** Names are given: directory is asked. Given twice, the first ones stay. */
export function register(
  state: ChallengeState,
  { language, ...newcomer }: Newcomer,
  at: string,
): ProvedChallenge | undefined {
  if (state.status !== 'proved' || state.commandRequest !== undefined) return undefined;
  const commandRequest = { id: signUpRequestId(state.id), at, firstAt: at };
  const chosen = language ?? state.language;
  return shapedBy(provedChallenge, {
    ...state,
    ...newcomer,
    ...{ language: chosen, commandRequest, updatedAt: at },
  });
}

/** Sends the command request again that has no reply. */
export function resendCommand(state: ChallengeState, at: string): ProvedChallenge | undefined {
  if (state.status !== 'proved' || state.commandRequest === undefined) return undefined;
  return { ...state, commandRequest: { ...state.commandRequest, at }, updatedAt: at };
}

/** Over without anybody's signing in: no code works for it any more, and none is stored. */
export function end(
  state: ChallengeState,
  outcome: Exclude<EndedChallenge['outcome'], 'signed-in' | 'registered'>,
  at: string,
): EndedChallenge | undefined {
  return state.status === 'open' ? ended(state, { outcome, updatedAt: at }) : undefined;
}

/** The right code of a user: who signs in. */
export function signIn(state: ChallengeState, userId: string, at: string): EndedChallenge | undefined {
  return state.status === 'open' ? ended(state, { outcome: 'signed-in', userId, updatedAt: at }) : undefined;
}

/** Directory has answered: whom it made, or who had the address by then. */
export function complete(state: ChallengeState, userId: string, at: string): EndedChallenge | undefined {
  if (state.status !== 'proved' || state.commandRequest === undefined) return undefined;
  return ended(state, { outcome: 'registered', userId, updatedAt: at });
}

function ended(
  state: ChallengeState,
  how: Pick<EndedChallenge, 'outcome' | 'userId' | 'updatedAt'>,
): EndedChallenge {
  return shapedBy(endedChallenge, { ...state, ...how, status: 'ended' });
}

/** Whether somebody signed in by it. */
export function isSignedIn(state: ChallengeState): state is EndedChallenge & { userId: string } {
  return state.status === 'ended' && state.userId !== undefined;
}
