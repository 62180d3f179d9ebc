export type {
  AccountUser,
  AttributeValues,
  BegunSignIn,
  CompletedSignIn,
  EmailSubscription,
  OidcUser,
} from './account-answers.ts';
export type { AccountCalls, AuthResponse } from './account-calls.ts';
export type {
  Announcement,
  Approver,
  Code,
  ListedUser,
  OrganisationUser,
  OrganisationUsers,
  ServiceRole,
  Status,
  UserAccess,
  UserChange,
  UserChanges,
  UserOrganisationServices,
} from './answers.ts';
export type { ClientOptions } from './client-options.ts';
export { createClient, type GatehouseClient } from './create-client.ts';
export type { Delivery, DeliveryKind, DeliveryStatus, OwnInvitation, Webhook } from './delivery-answers.ts';
export type { DeliveriesFilter, RedeliverFilter } from './delivery-calls.ts';
export { GatehouseProblem, GatehouseUnreachable } from './failures.ts';
export type { InvitationsFilter } from './invitation-calls.ts';
export type {
  Coded,
  ListedOrganisation,
  ProviderOrganisation,
  UserOrganisation,
  UserOrganisationV2,
} from './organisation-answers.ts';
export type {
  AnnouncementRequest,
  Invitation,
  InviteOptions,
  OrganisationUsersFilter,
  UsersFilter,
} from './requests.ts';
export type { RetryOptions } from './retries.ts';
export {
  type Callback,
  type CallbackFault,
  CallbackRefused,
  type CallbackToVerify,
  verifyCallback,
} from './verify-callback.ts';
export {
  type ReceivedEvent,
  verifyWebhook,
  type WebhookFault,
  WebhookRefused,
  type WebhookToVerify,
} from './verify-webhook.ts';
export type { WebhookRegistration } from './webhook-calls.ts';
export type {
  GrantMember,
  MembershipMember,
  UserMember,
  WebhookEvent,
  WebhookEventType,
} from './webhook-events.ts';
