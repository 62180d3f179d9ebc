import type { EmailRecipient } from '@gatehouse/contracts';
import type { RecipientDocument } from './recipients.store.ts';

type UserRecipient = Extract<EmailRecipient, { userId: string }>;

/** Where an email to a user goes now; or why it cannot go. `unknown` may pass: this reader may be behind. */
export type FoundRecipient = { address: string; language?: string | undefined } | 'removed' | 'unknown';
/** Looks up a user at the time of sending. Rejects while store or log are away. */
export type FindRecipient = (recipient: UserRecipient) => Promise<FoundRecipient>;

export interface FindRecipientDependencies {
  /** Whether the projection is known to have the user at this version or a later one, whatever it kept of it. */
  isSeen(userId: string, userVersion: number): boolean;
  get(userId: string): Promise<RecipientDocument | undefined>;
  /** Whether the projection has all that the log has now, or gets there within this time. */
  reachEnd(timeoutMs: number): Promise<boolean>;
}

const REACH_END_MS = 2_000;

export function recipientFinder({ isSeen, get, reachEnd }: FindRecipientDependencies): FindRecipient {
  return async ({ userId, userVersion }) => {
    const isCurrent = isSeen(userId, userVersion);
    const known = await get(userId);
    if (isCurrent || (known !== undefined && known.entityVersion >= userVersion))
      return foundIn(known, userVersion);
    // Changes that concern nothing that is kept are not written: what is stored may be current at a later version. Without
    // knowing of that version, only the end of the log makes it certain.
    if (!(await reachEnd(REACH_END_MS))) return 'unknown';
    return foundIn(await get(userId), userVersion);
  };
}

/** A later incarnation of the id is another person: whom the email was for is gone. */
export function foundIn(
  known: Pick<RecipientDocument, 'state'> | undefined,
  userVersion: number,
): FoundRecipient {
  if (known === undefined) return 'unknown';
  const { state: user } = known;
  if (user.state === 'removed' || (user.incarnation ?? 0) > userVersion) return 'removed';
  return user.email === undefined ? 'unknown' : { address: user.email, language: user.language };
}
