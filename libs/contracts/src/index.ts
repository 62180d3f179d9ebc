export {
  type AppName,
  appNames,
  apps,
  type BackendName,
  backendNames,
  portVariable,
  urlVariable,
} from './apps.ts';
export {
  ACCOUNT_SITE,
  type BuiltInClientId,
  builtInServiceId,
  builtInServices,
  SUPPORT_ROLE,
} from './built-in-services.ts';
export {
  establishmentTypes,
  hiddenOrganisationStatuses,
  organisationCategories,
  organisationRoles,
  organisationStatuses,
  phasesOfEducation,
  regions,
} from './code-lists.ts';
export {
  type AccessRequestState,
  accessRequestState,
  accessRequestStatuses,
  type RequestDecision,
  type RequestEscalation,
  requestEscalations,
} from './events/access-request.ts';
export {
  type AttributeDefinitionState,
  type AttributeValue,
  type AttributeValuesState,
  type HeldAttributeValues,
  heldAttributeValues,
  type PresentAttributeDefinition,
  presentAttributeDefinition,
  removedAttributeDefinition,
  removedAttributeValues,
} from './events/account-attributes.ts';
export {
  type AccountIdentityState,
  type DirectoryRequest,
  type KnownAccountIdentity,
  knownAccountIdentity,
  type LinkedAccountIdentity,
  linkedAccountIdentity,
  type MovedAccountIdentity,
  movedAccountIdentity,
  type RemovedAccountIdentity,
  removedAccountIdentity,
} from './events/account-identity.ts';
export {
  type AccountProviderKey,
  type AccountProviderState,
  accountProviderState,
  type NamedAccountProvider,
  namedAccountProvider,
} from './events/account-provider.ts';
export type { AnnouncementState, PublishedAnnouncement, RemovedAnnouncement } from './events/announcement.ts';
export {
  type BuiltEvent,
  buildEvent,
  changedMembers,
  type Origin,
  originOf,
  partitionKeyOf,
} from './events/build-event.ts';
export {
  type ChallengeState,
  challengeState,
  type EndedChallenge,
  endedChallenge,
  type OpenChallenge,
  openChallenge,
  type ProvedChallenge,
  provedChallenge,
} from './events/challenge.ts';
export {
  type DeliveryAttempt,
  type DeliveryKind,
  type DeliveryState,
  type DeliveryStatus,
  deliveryAttempt,
  deliveryKind,
  deliveryStatus,
} from './events/delivery.ts';
export { type EventOf, type EventType, eventTypes, parseEvent, type StateOf } from './events/event-types.ts';
export { type GrantState, grantId, type HeldGrant, type ServiceLinkState } from './events/grant.ts';
export {
  type IdentityState,
  type LinkedIdentity,
  linkedIdentity,
  removedIdentity,
} from './events/identity.ts';
export {
  type IdentityProviderState,
  type PresentIdentityProvider,
  presentIdentityProvider,
  removedIdentityProvider,
} from './events/identity-provider.ts';
export {
  acceptedInvitation,
  type CommandRequest,
  declinedInvitation,
  expiredInvitation,
  grantingInvitation,
  type InvitationOf,
  type InvitationState,
  invitationState,
  type ListedStatus,
  linkingInvitation,
  listedStatusOf,
  receivedInvitation,
  revokedInvitation,
  waitingInvitation,
} from './events/invitation.ts';
export type { NoticeState } from './events/notice.ts';
export {
  type OrganisationDetails,
  type OrganisationState,
  organisationDetails,
} from './events/organisation.ts';
export { type OrganisationApproversState, organisationApproversId } from './events/organisation-approvers.ts';
export {
  type AcceptedRegistration,
  acceptedRegistration,
  endedRegistration,
  type OpenRegistration,
  openRegistration,
  type RegistrationState,
  registrationState,
} from './events/registration.ts';
export {
  type ClientSecret,
  type Policy,
  type PolicyCondition,
  policy,
  policyOperator,
  type Role,
  role,
  type SealedSecret,
  type ServiceSignIn,
  type ServiceState,
  serviceSignIn,
} from './events/service.ts';
export {
  type ActiveSession,
  activeSession,
  type EndedSession,
  endedSession,
  type SessionState,
} from './events/session.ts';
export { type SigningKey, type SigningKeysState, signingKeysState } from './events/signing-keys.ts';
export {
  type Membership,
  membership,
  type PresentUser,
  type RemovedUser,
  removedUser,
  type UserState,
} from './events/user.ts';
export {
  type DisabledWebhook,
  disabledWebhook,
  type EnabledWebhook,
  enabledWebhook,
  removedWebhook,
  type WebhookState,
} from './events/webhook.ts';
export { exampleEvent } from './examples/example-event.ts';
export { exampleIds } from './examples/example-ids.ts';
export {
  EMAIL_MAX_LENGTH,
  emailKey,
  isEmailAddress,
  isHttpUrl,
  isOnThisMachine,
  isPlainText,
  line,
  servesSignIn,
} from './fields.ts';
export { isWhomItFound } from './found-user.ts';
export { faultsOfGrant, type GrantBasis, isAdmitted } from './grant-faults.ts';
export {
  ASKED_HOST_HEADER,
  CLIENT_ADDRESS_HEADER,
  isInternalHeader,
  SERVICE_VERSION_HEADER,
  SESSION_USE_PATH,
} from './internal-headers.ts';
export { ISO_INSTANT, isoInstant } from './iso-instant.ts';
export { type EmailData, type EmailTemplate, emailTemplates } from './messages/email-templates.ts';
export {
  type CallbackMessage,
  type EmailMessage,
  type EmailRecipient,
  emailOf,
  type LogoutMessage,
  type Message,
  type SubscriptionMessage,
  subscriptionMessage,
} from './messages/message.ts';
export { messagesIn, type WebhookMessage, webhookMessage } from './messages/webhook-message.ts';
export {
  APPROVER_ROLE,
  isHiddenFromApprovers,
  isKnownToPeople,
  isOpenToPeople,
  type ManagesAs,
  managesAs,
  type Standing,
} from './organisation-rights.ts';
export { erasePersonal, shapedBy } from './personal.ts';
export { admit, isPolicyField, organisationFields, personFields } from './policy-evaluation.ts';
export { calendarDate, instant, uuid } from './primitives.ts';
export {
  PROBLEMS_PATH,
  type ProblemType,
  type ProblemTypeName,
  problemTypes,
  SESSION_CHALLENGE,
} from './problem-types.ts';
export { type RequestFailure, requestFailures } from './request-failures.ts';
export {
  accessRequestWords,
  type DecidableRequest,
  decidableRequest,
  type OwnRequest,
  ownRequest,
  ownRequestsPage,
  requestEscalation,
  requestStatus,
  requestsPage,
} from './resources/access-request.ts';
export { accountProviderWords } from './resources/account-provider-words.ts';
export { type Announcement, announcement } from './resources/announcement.ts';
export { announcementWords } from './resources/announcement-words.ts';
export { type Approver, approver, approversPage } from './resources/approvers.ts';
export { callbackBody, callbackClaims, callbackHeaders } from './resources/callback.ts';
export { identifierWords } from './resources/identifier.ts';
export { identityProviderWords } from './resources/identity-provider-words.ts';
export {
  type ListedOrganisation,
  type ListedUser,
  listedUsersPage,
  type UserChange,
  userChanges,
} from './resources/listed-users.ts';
export { managedGrant, managedGrantsPage } from './resources/managed-grant.ts';
export {
  managedIdentitiesPage,
  managedIdentity,
  managedIdentityProvider,
  managedIdentityProvidersPage,
} from './resources/managed-identity-provider.ts';
export { managedPoliciesPage, managedPolicy } from './resources/managed-policy.ts';
export { managedRole, managedRolesPage } from './resources/managed-role.ts';
export {
  madeService,
  managedService,
  managedServicesPage,
  rotatedClientSecret,
  rotatedSecret,
} from './resources/managed-service.ts';
export { managedSigningKeys, signingKeysChange } from './resources/managed-signing-keys.ts';
export { ALL_EVENTS, managedWebhook, wantedEvent } from './resources/managed-webhook.ts';
export { memberMembers, memberWords } from './resources/member-words.ts';
export {
  type AvailableService,
  type MemberService,
  memberService,
  memberServicesPage,
  offeredServicesPage,
  organisationMember,
  organisationMembersPage,
} from './resources/members.ts';
export { type OrganisationUsers, organisationUsers } from './resources/organisation-users.ts';
export {
  viewOrganisation,
  viewOrganisationV2,
  viewProviderMembers,
  viewProviderOrganisation,
} from './resources/organisation-view.ts';
export { organisationMembers } from './resources/organisation-words.ts';
export { foundOrganisations, ownServices, signedInPerson } from './resources/own.ts';
export { pageOf } from './resources/paged.ts';
export { personWords, roleWords } from './resources/person-words.ts';
export {
  type AppHealth,
  notifierFigures,
  ownAppHealth,
  type PlatformHealth,
  platformHealth,
} from './resources/platform-health.ts';
export { conditionMeta, policyWords } from './resources/policy-words.ts';
export type { ProviderOrganisation } from './resources/provider-organisation.ts';
export { serviceInPath } from './resources/service-in-path.ts';
export { type ServiceRoles, serviceRoles } from './resources/service-roles.ts';
export { serviceWords } from './resources/service-words.ts';
export { type ShownSession, sessionsPage } from './resources/shown-sessions.ts';
export {
  type ShownSignIn,
  type SignInMethod,
  type SignInOutcome,
  signInMethods,
  signInOutcomes,
  signInsPage,
} from './resources/shown-sign-ins.ts';
export { signInWords } from './resources/sign-in-words.ts';
export { type TappedMessage, tappedMessages } from './resources/tapped-messages.ts';
export { timeRangeBody, timeRangeQuery } from './resources/time-range.ts';
export { type UserAccess, userAccess } from './resources/user-access.ts';
export {
  type UserOrganisationServices,
  userOrganisationServices,
} from './resources/user-organisation-services.ts';
export {
  type UserOrganisation,
  type UserOrganisationV2,
  userOrganisations,
  userOrganisationsV2,
} from './resources/user-organisations.ts';
export { webhookWords } from './resources/webhook-words.ts';
export { messageContext, serviceSecretContext, signingKeyContext } from './sealing-contexts.ts';
export { audienceOf, audienceOfAny, type LookUpService, type ToldService } from './service-audience.ts';
export { isBlank, lowerAscii, visibleText } from './texts.ts';
export { type TopicName, topics } from './topics.ts';
export { changedNames } from './webhook-events/changed-names.ts';
export { testWebhookEvent } from './webhook-events/test-event.ts';
export {
  entityOfWebhookEvent,
  subjectOfWebhookEvent,
  type WebhookEvent,
  type WebhookEventType,
  webhookEvent,
  webhookEvents,
  webhookEventTypes,
} from './webhook-events/webhook-events.ts';
export { webhookExamples } from './webhook-events/webhook-examples.ts';
