import type { EventType, TopicName } from '@gatehouse/contracts';

/** What a topic is for, in a sentence or two. */
export const topicDescriptions: Readonly<Record<TopicName, string>> = {
  'directory.users.v1': 'Users with their memberships of organisations.',
  'directory.organisations.v1': 'Schools, trusts, local authorities and other organisations.',
  'directory.announcements.v1': 'Announcements that services publish to organisations.',
  'access.services.v1': 'Services with their roles and policies; API secrets are sealed.',
  'access.grants.v1':
    'What each user may do in which service for which organisation, which service invited whom, and which organisation lost its last approver. Grants are partitioned by service, so that the order holds over all grants of a service.',
  'directory.address-changes.v1': 'The operator gave users other addresses, and who is told of it by email.',
  'access.requests.v1':
    'Wishes of people for membership of an organisation or for a service there, and what was decided. No name and no address is in them.',
  'access.notices.v1':
    'What the webhooks of services are told of changes of users, memberships, grants and organisations: ids and names of what changed. Notices are partitioned by user or organisation, so that the order holds over all notices about it.',
  'invitations.lifecycle.v1': 'Invitations, and the registrations that wait for a person to accept.',
  'signin.sessions.v1':
    'Who is signed in, how, and to which services. No token, cookie or network address is in them.',
  'signin.challenges.v1': 'Addresses to be proved by a code. The code is sealed.',
  'signin.identities.v1':
    'Accounts elsewhere that are known to be users’, and the identity providers that they come from; secrets are sealed.',
  'signin.keys.v1': 'The keys that sign ID tokens and logout tokens; private halves are sealed.',
  'accounts.identities.v1':
    'Accounts at the provider that first-party frontends sign people in with, and whose they are.',
  'accounts.attributes.v1': 'The values of users’ attributes; those whose reading needs MFA are sealed.',
  'accounts.providers.v1':
    'The provider that first-party frontends sign people in with, and the attributes that are declared; secrets are sealed.',
  'notifier.webhooks.v1':
    'The webhooks of services: where each is told of changes, and of which. No secret is in them.',
  'notifier.deliveries.v1': 'Callbacks and emails with their attempts, never their content.',
};

interface Description {
  /** The message's name in the document. */
  name: string;
  title: string;
  summary: string;
}

/** The description of an event type. */
export const eventDescriptions: Readonly<Record<EventType, Description>> = {
  'gatehouse.directory.user.v1': {
    name: 'User',
    title: 'User',
    summary: 'A person was made or changed, joined or left an organisation, or was removed.',
  },
  'gatehouse.directory.organisation.v1': {
    name: 'Organisation',
    title: 'Organisation',
    summary: 'An organisation was made, changed or deleted: then it has `removedAt` and status 9.',
  },
  'gatehouse.directory.announcement.v1': {
    name: 'Announcement',
    title: 'Announcement',
    summary: 'A service published an announcement to an organisation, replaced it or took it back.',
  },
  'gatehouse.access.service.v1': {
    name: 'Service',
    title: 'Service',
    summary:
      'A relying party, its roles, policies or secrets changed, or it was deleted: then it has `removedAt` and status 0.',
  },
  'gatehouse.access.grant.v1': {
    name: 'Grant',
    title: 'Grant',
    summary: 'A user was given access to a service for an organisation, other roles there, or lost it.',
  },
  'gatehouse.access.service-link.v1': {
    name: 'ServiceLink',
    title: 'Service link',
    summary: 'A service invited a user, whom it may see from now on. Written once, never changed.',
  },
  'gatehouse.access.approvers.v1': {
    name: 'OrganisationApprovers',
    title: 'Approvers of an organisation',
    summary: 'An organisation lost its last approver, or has one again.',
  },
  'gatehouse.access.request.v1': {
    name: 'AccessRequest',
    title: 'Access request',
    summary: 'A person asked for access, or their request went on.',
  },
  'gatehouse.directory.address-change.v1': {
    name: 'AddressChange',
    title: 'Address change',
    summary:
      'The operator gave a user another address: the emails to the former and the new one. Written once, never changed.',
  },
  'gatehouse.access.notice.v1': {
    name: 'Notice',
    title: 'Notice',
    summary:
      'A user, an organisation or a grant changed, and webhooks of services are to be told. Written once, never changed.',
  },
  'gatehouse.invitations.invitation.v1': {
    name: 'Invitation',
    title: 'Invitation',
    summary:
      'An invitation went a step further. Once accepted it lists what is to be sent: callback and email.',
  },
  'gatehouse.invitations.registration.v1': {
    name: 'Registration',
    title: 'Registration',
    summary: 'A link by which an email becomes a user was opened, sent again, accepted or ended.',
  },
  'gatehouse.signin.session.v1': {
    name: 'Session',
    title: 'Session',
    summary: 'A person signed in, signed in to another service, or was signed out.',
  },
  'gatehouse.signin.challenge.v1': {
    name: 'Challenge',
    title: 'Challenge',
    summary: 'Somebody asked for a code, gave the right one, or the challenge ended.',
  },
  'gatehouse.signin.identity.v1': {
    name: 'Identity',
    title: 'Identity',
    summary: 'An account elsewhere became known as a user’s, or was removed.',
  },
  'gatehouse.signin.identity-provider.v1': {
    name: 'IdentityProvider',
    title: 'Identity provider',
    summary: 'An identity provider was made, changed or deleted.',
  },
  'gatehouse.signin.signing-keys.v1': {
    name: 'SigningKeys',
    title: 'Signing keys',
    summary: 'A key was made, began to sign, ceased to, or is gone.',
  },
  'gatehouse.accounts.identity.v1': {
    name: 'AccountIdentity',
    title: 'Account identity',
    summary: 'An account at the provider became known or a user’s, changed, moved or was removed.',
  },
  'gatehouse.accounts.attribute-values.v1': {
    name: 'AttributeValues',
    title: 'Attribute values',
    summary: 'Values of a user’s attributes were set or taken out, or are gone with the user.',
  },
  'gatehouse.accounts.provider.v1': {
    name: 'AccountProvider',
    title: 'Account provider',
    summary: 'The provider that first-party frontends sign people in with was named, changed or taken away.',
  },
  'gatehouse.accounts.attribute-definition.v1': {
    name: 'AttributeDefinition',
    title: 'Attribute definition',
    summary: 'An attribute was declared, changed or deleted.',
  },
  'gatehouse.notifier.webhook.v1': {
    name: 'Webhook',
    title: 'Webhook',
    summary:
      'A webhook of a service was made, changed, disabled, enabled or deleted, or began or ceased to fail.',
  },
  'gatehouse.notifier.delivery.v1': {
    name: 'Delivery',
    title: 'Delivery',
    summary: 'A callback or email was taken on, tried, delivered or given up.',
  },
};
