import { canonicalId, newId } from '@gatehouse/runtime';
import { answersOf, type Context } from './context.ts';
import type { Library } from './load-library.ts';
import type { OidcParts } from './parts.ts';
import { checkRequest, hintedUser } from './request-rules.ts';
import { ACR_SINGLE_FACTOR } from './signed-in.ts';

/** When a person is asked who they are. What was answered in this very authorization is not asked again. */
export function loginPrompt(library: Library, { services, sessions, providers }: OidcParts) {
  const { Check, Prompt } = library.interactionPolicy;
  const serviceOf = ({ oidc }: Context) => services.byClientId(oidc.client?.clientId ?? '');
  const hasAnswered = (ctx: Context) => answersOf(ctx).login !== undefined;

  function isNobody(ctx: Context): boolean {
    checkRequest(library, ctx, serviceOf(ctx));
    const { session, account } = ctx.oidc;
    if (session?.accountId === undefined) return true;
    // The id of a session is what the platform's ids are.
    if (canonicalId(session.uid) === undefined) session.uid = newId();
    return account === undefined;
  }

  function isSomebodyElse(ctx: Context): boolean {
    const hinted = hintedUser(ctx);
    if (hinted === undefined || ctx.oidc.session?.accountId === hinted) return false;
    if (hasAnswered(ctx)) throw new library.errors.LoginRequired('somebody else signed in');
    return true;
  }

  function isTooLongAgo(ctx: Context): boolean {
    const { params, session } = ctx.oidc;
    if (params?.max_age === undefined || hasAnswered(ctx)) return false;
    return session?.past(Number(params.max_age)) ?? true;
  }

  async function couldReachMore(ctx: Context): Promise<boolean> {
    const { params, session } = ctx.oidc;
    const service = serviceOf(ctx);
    if (typeof params?.acr_values !== 'string' || service === undefined || hasAnswered(ctx)) return false;
    const wanted = params.acr_values.split(' ').filter((acr) => acr !== '');
    if (wanted.length === 0 || wanted.includes(session?.acr ?? '')) return false;
    // Whoever reached more than one factor reached the single one, too.
    if (wanted.includes(ACR_SINGLE_FACTOR) && session?.acr !== undefined) return false;
    const reached = await Promise.all(wanted.map((acr) => providers.reaches(acr, service.id)));
    return reached.includes(true);
  }

  /** A session that came by a provider for some services counts for those alone. */
  async function comesByAnother(ctx: Context): Promise<boolean> {
    const service = serviceOf(ctx);
    const { session } = ctx.oidc;
    if (session?.accountId === undefined || service === undefined || hasAnswered(ctx)) return false;
    const providerId = (await sessions.get(session.uid))?.state.providerId;
    return providerId !== undefined && !(await providers.counts(providerId, service.id));
  }

  const because = (reason: string, check: (ctx: Context) => boolean | Promise<boolean>) =>
    new Check(reason, 'the person has to sign in', 'login_required', check);
  return new Prompt(
    { name: 'login', requestable: true },
    because('no_session', isNobody),
    because('id_token_hint', isSomebodyElse),
    because('max_age', isTooLongAgo),
    because('acr_values', couldReachMore),
    because('provider', comesByAnother),
  );
}
