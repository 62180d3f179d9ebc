import type { Route } from '@gatehouse/http';
import { auditPage } from './audit/audit.page.ts';
import {
  askDiscardPage,
  deadLettersPage,
  discardForm,
  replayForm,
} from './dead-letters/dead-letters.page.ts';
import { deliveriesPage } from './deliveries/deliveries.page.ts';
import { deliveryPage, redeliverForm } from './deliveries/delivery.page.ts';
import { askRedeliverPage, redeliverManyForm } from './deliveries/redeliver-many.page.ts';
import { askRevokePage, invitationPage, resendForm, revokeForm } from './invitations/invitation.page.ts';
import { invitationsPage } from './invitations/invitations.page.ts';
import { organisationPage } from './organisations/organisation.page.ts';
import { organisationsPage } from './organisations/organisations.page.ts';
import { overviewPage } from './overview/overview.page.ts';
import { askRotatePage, rotateForm } from './services/rotate-secret.page.ts';
import { servicePage } from './services/service.page.ts';
import { servicesPage } from './services/services.page.ts';
import {
  askRemoveWebhookPage,
  askWebhookPage,
  removeWebhookForm,
  webhookForm,
} from './services/webhook.page.ts';
import { type SignInDependencies, showSignInRoute, signInRoute } from './sign-in/sign-in.route.ts';
import { signOutRoute } from './sign-in/sign-out.route.ts';
import { userPage } from './users/user.page.ts';
import { usersPage } from './users/users.page.ts';

export type PagesDependencies = SignInDependencies;

const ROUTES: readonly ((dependencies: PagesDependencies) => Route)[] = [
  ...[showSignInRoute, signInRoute, signOutRoute, overviewPage],
  ...[deliveriesPage, askRedeliverPage, redeliverManyForm, deliveryPage, redeliverForm],
  ...[deadLettersPage, replayForm, askDiscardPage, discardForm],
  ...[servicesPage, servicePage, askRotatePage, rotateForm],
  ...[askWebhookPage, webhookForm, askRemoveWebhookPage, removeWebhookForm],
  ...[invitationsPage, invitationPage, resendForm, askRevokePage, revokeForm],
  ...[usersPage, userPage, organisationsPage, organisationPage, auditPage],
];

/** Every page and form of the console. */
export function routesOf(dependencies: PagesDependencies): Route[] {
  return ROUTES.map((routeOf) => routeOf(dependencies));
}
