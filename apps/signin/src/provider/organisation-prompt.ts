import type { RegisteredService } from '@gatehouse/service-registry';
import { answersOf, type Context } from './context.ts';
import { newGrantId, organisationOfGrant } from './grant-id.ts';
import type { Library } from './load-library.ts';
import type { OidcParts } from './parts.ts';
import { mayActAsSupport } from './scopes.ts';

/** What came of the choice: an organisation, none, or that the person has to be asked. */
type Choice = { organisationId: string | undefined } | 'ask';

/** When a person is asked for which organisation they come. Where nobody is to be asked, the authorization gets its grant. */
export function organisationPrompt(library: Library, parts: OidcParts) {
  const { Check, Prompt } = library.interactionPolicy;
  const { services, people, meUrl } = parts;
  /** The requests whose person has no organisation to come for. */
  const without = new WeakSet<object>();

  async function chosen(ctx: Context, userId: string, service: RegisteredService): Promise<Choice> {
    const { oidc } = ctx;
    if (!oidc.requestParamScopes.has('organisation')) return { organisationId: undefined };
    const choices = await people.choices(userId, service);
    const [first] = choices;
    if (first === undefined) {
      if (service.signIn?.organisations === 'member') return { organisationId: undefined };
      without.add(oidc);
      return 'ask';
    }
    const among = (id: string | undefined) => choices.some((each) => each.id === id);
    const answer = answersOf(ctx).organisation?.id;
    if (answer !== undefined && among(answer)) return { organisationId: answer };
    if (choices.length === 1) return { organisationId: first.id };
    const last = organisationOfGrant(oidc.session?.grantIdFor(service.clientId));
    return oidc.prompts.has('none') && among(last) ? { organisationId: last } : 'ask';
  }

  async function giveGrant(
    ctx: Context,
    userId: string,
    service: RegisteredService,
    organisationId?: string,
  ) {
    const { oidc } = ctx;
    const { session } = oidc;
    const { clientId } = service;
    const jti = newGrantId(organisationId);
    const grant = new oidc.provider.Grant({ accountId: userId, clientId, jti } as { accountId: string });
    grant.addOIDCScope([...oidc.requestParamOIDCScopes].join(' '));
    const supports = mayActAsSupport(service) && (await people.isSupporter(userId));
    const asked = oidc.requestParamScopes;
    if (asked.has('me')) {
      grant.addResourceScope(meUrl, supports && asked.has('support') ? 'me support' : 'me');
    } else {
      delete oidc.resourceServers?.[meUrl];
    }
    await grant.save();
    oidc.entity('Grant', grant);
    // One session is one `sid`, whatever the service.
    session?.sidFor(clientId, session.uid);
    session?.grantIdFor(clientId, jti);
  }

  async function mustAsk(ctx: Context): Promise<boolean> {
    const { client, account } = ctx.oidc;
    const service = services.byClientId(client?.clientId ?? '');
    if (account === undefined || service === undefined) return true;
    const choice = await chosen(ctx, account.accountId, service);
    if (choice === 'ask') return true;
    await giveGrant(ctx, account.accountId, service, choice.organisationId);
    return false;
  }

  /** What the page marks. */
  function details({ oidc }: Context) {
    const lastOrganisationId = organisationOfGrant(oidc.session?.grantIdFor(oidc.client?.clientId ?? ''));
    return {
      ...(lastOrganisationId !== undefined && { lastOrganisationId }),
      ...(without.has(oidc) && { isWithout: true }),
    };
  }

  return new Prompt(
    { name: 'organisation' },
    details,
    new Check('organisation', 'the person has to choose an organisation', 'interaction_required', mustAsk),
  );
}
