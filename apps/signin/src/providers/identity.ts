import {
  emailOf,
  type IdentityState,
  type LinkedIdentity,
  linkedIdentity,
  removedIdentity,
  shapedBy,
} from '@gatehouse/contracts';
import { idFrom } from '@gatehouse/runtime/ids';

/*
 * (none), removed --link-->   linked    the account is known to be a user's
 * linked          --remove--> removed   taken from the user by the operator, or gone with the person
 *
 * A linked identity stays its user's, whoever else comes by it.
 */

/** An account at a provider. */
export interface Account {
  issuer: string;
  subject: string;
}

/** The same for the same account, always. */
export function identityIdOf({ issuer, subject }: Account): string {
  return idFrom('identity', issuer, subject);
}

export interface Linking extends Account {
  userId: string;
  providerId: string;
  linkedBy: LinkedIdentity['linkedBy'];
  correlationId: string;
  /** Who is told by email; absent where the person knows. */
  told?: {
    /** The version at which this life of the user began. */
    userVersion: number;
    providerName: string;
    givenName?: string | undefined;
    language?: 'en' | 'cy' | undefined;
  };
}

/** Makes an account a user's. One that is somebody's already stays so. */
export function link(current: IdentityState | undefined, linking: Linking, at: string): LinkedIdentity {
  if (current?.status === 'linked') return current;
  const { told, correlationId, ...facts } = linking;
  const id = identityIdOf(linking);
  return shapedBy(linkedIdentity, {
    ...{ id, kind: 'identity', status: 'linked', ...facts, createdAt: at },
    messages: told && [
      emailOf('identity-linked', {
        ...{ id: idFrom('identity-linked', id, at), at, correlationId },
        recipient: { userId: linking.userId, userVersion: told.userVersion },
        data: {
          ...{ providerName: told.providerName, at },
          ...(told.givenName !== undefined && { givenName: told.givenName }),
          ...(told.language !== undefined && { language: told.language }),
        },
      }),
    ],
  });
}

/** Takes it from its user. Nothing personal is left. */
export function remove(current: IdentityState | undefined, at: string): IdentityState | undefined {
  if (current?.status !== 'linked') return undefined;
  return shapedBy(removedIdentity, { id: current.id, kind: 'identity', status: 'removed', removedAt: at });
}
