import { CLIENT_ADDRESS_HEADER, type SignInOutcome } from '@gatehouse/contracts';
import { cutAddress, type SignInFacts } from '../sign-ins/open-sign-ins.ts';
import { answersOf, type Context, signedInOf } from './context.ts';
import { organisationOfGrant } from './grant-id.ts';

/** What the library keeps of a request: `cid` stays the same from one page to the next. */
interface Asked {
  cid?: string;
  uid?: string;
  prompt?: { name?: string; details?: { isWithout?: boolean } };
}

function outcomeOf(
  ctx: Context,
): { outcome: SignInOutcome; organisationId?: string | undefined } | undefined {
  const { oidc } = ctx;
  const code = oidc.entities.AuthorizationCode as { grantId?: string } | undefined;
  if (code !== undefined) {
    // A service that looks whether its person is still there signs nobody in.
    if (oidc.prompts.has('none')) return undefined;
    return { outcome: 'signed-in', organisationId: organisationOfGrant(code.grantId) };
  }
  const asked = oidc.entities.Interaction as Asked | undefined;
  const asksAnew = asked?.uid !== undefined && !ctx.path.endsWith(`/${asked.uid}`);
  if (asksAnew && asked.prompt?.name === 'organisation') {
    const { isWithout = false } = asked.prompt.details ?? {};
    return { outcome: isWithout ? 'no-organisation' : 'organisation-not-chosen' };
  }
  return !asksAnew && signedInOf(ctx) !== undefined ? { outcome: 'refused' } : undefined;
}

/** What an authorization request has come to, where that is for the records. */
export function signInOf(ctx: Context, serviceId: string | undefined): SignInFacts | undefined {
  const { oidc } = ctx;
  const userId = oidc?.session?.accountId;
  const come = userId === undefined ? undefined : outcomeOf(ctx);
  if (come === undefined) return undefined;
  return {
    ...{ ...come, userId, serviceId, address: cutAddress(ctx.get(CLIENT_ADDRESS_HEADER)) },
    method: answersOf(ctx).login?.method ?? 'session',
    authorization: (oidc.entities.Interaction as Asked | undefined)?.cid,
  };
}
