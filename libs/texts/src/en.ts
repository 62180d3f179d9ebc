import type { PlatformIdentity } from './platform-identity.ts';
import { requestEmailEn } from './request-email-en.ts';
import { signInEmailEn } from './sign-in/en-email.ts';
import { signInEn } from './sign-in/en-pages.ts';
import { signOutEn } from './sign-in/en-sign-out.ts';

const forOrganisation = (name: string | undefined) => (name === undefined ? '' : ` for ${name}`);

/** Every text that a person reads in a page or an email, in English. Values put into them are plain, never HTML. */
export const en = {
  frame: {
    skip: 'Skip to main content',
    languages: 'Language',
    links: 'Help and information',
    about: (platform: string) =>
      `${platform} keeps one account for each person, so that the services they use know who they are.`,
    help: 'Get help',
    privacy: 'Privacy',
    accessibility: 'Accessibility statement',
    error: 'Error',
    thereIsAProblem: 'There is a problem',
  },
  home: {
    title: 'Start page',
    invited: 'If you were invited to a service',
    invitedHow: 'Use the link in the email that you were sent.',
    invitations: 'About invitations',
    developers: 'If you run a service',
    documentation: 'How services use this platform (for developers)',
    mailbox: 'Emails that this platform has kept (mailbox)',
  },
  noLink: {
    title: 'Use the link in your email',
    how: 'To accept an invitation, open the link in the email that you were sent. The email also has a code that you will need.',
    lost: 'If you cannot find the email, look in your spam or junk folder. If it is not there, ask the person who invited you to do it again.',
    home: 'Go to the start page',
  },
  register: {
    titleOne: 'Accept your invitation',
    titleMany: 'Accept your invitations',
    invitedOne: 'You have been invited to use:',
    invitedMany: (count: number) => `You have ${count} invitations`,
    howToChoose:
      'Untick any that you do not want. When you accept, every invitation that is not ticked is declined.',
    forOrganisation: (name: string) => `for ${name}`,
    by: (time: string) => `Accept by ${time}. After that you will need a new email.`,
    details: 'Your details',
    checkName: 'Check that your name is right. Change it if it is not.',
    firstName: 'First name',
    lastName: 'Last name',
    code: 'Verification code',
    codeHint: 'The 8 characters in the email that brought you here',
    acceptOne: (service: string) => `Accept invitation to ${service}`,
    acceptMany: 'Accept the ticked invitations',
    unexpected:
      'If you did not expect to be invited, close this page. Nothing is accepted until you choose the button.',
    decline: 'Decline',
    declineWhat: (service: string, organisation: string | undefined) =>
      `the invitation to ${service}${forOrganisation(organisation)}`,
  },
  faults: {
    firstNameMissing: 'Enter your first name',
    firstNameLong: (most: number) => `Your first name must be ${most} characters or fewer`,
    firstNameControls: 'Your first name must not have line breaks or other control characters',
    lastNameMissing: 'Enter your last name',
    lastNameLong: (most: number) => `Your last name must be ${most} characters or fewer`,
    lastNameControls: 'Your last name must not have line breaks or other control characters',
    codeMissing: 'Enter the verification code from the email',
    codeWrong: 'The verification code is not right: check the newest email that we sent you',
    codeLast: (until: string) =>
      `The verification code is not right, and that was the last try for now. You can try again after ${until}`,
    noneTicked: 'Select the invitations that you want to accept',
    withdrawn: 'What you selected has been withdrawn. Check what is left before you accept',
  },
  decline: {
    title: 'Decline this invitation',
    what: 'You are about to decline your invitation to use:',
    consequence: 'The service that invited you has to invite you again if you change your mind.',
    others: 'Your other invitations stay as they are.',
    button: 'Decline invitation',
    back: 'Go back without declining',
    doneTitle: 'Invitation declined',
    done: (service: string, organisation: string | undefined) =>
      `You have declined the invitation to ${service}${forOrganisation(organisation)}.`,
    toOthers: 'Go to your other invitations',
    close: 'You can close this page.',
  },
  ended: {
    used: 'You have already accepted this invitation',
    usedHow: 'This link has done its work and cannot be used again.',
    carryOn: 'Go to the service that invited you to carry on.',
    goTo: (service: string) => `Continue to ${service}`,
    accessThere: (service: string) => `Your access to ${service} is usually there within a minute.`,
    revoked: 'This invitation has been withdrawn',
    revokedHow: 'The service that invited you no longer needs you to join, so this link does nothing.',
    mistake: 'If you think that is a mistake, ask the person who invited you.',
    declined: 'You have declined this invitation',
    declinedHow: 'Nothing was accepted, and this link does nothing more.',
    changedMind: 'If you have changed your mind, ask the person who invited you to do it again.',
    superseded: 'You already have an account',
    supersededHow:
      'An account was made for your email address after this link was sent, so you do not need it.',
    added: 'What you were invited to is added to that account. We will email you about it.',
  },
  expired: {
    title: 'Your invitation has run out',
    how: 'The link in the email no longer works because it was not used in time.',
    hasAccount:
      'An account has been made for your email address since. We can add your invitation to that account.',
    noAccount: 'We can send a new link and code to the address that was invited.',
    add: 'Add it to my account',
    send: 'Send me a new email',
  },
  newEmail: {
    title: 'Check your email',
    sending:
      'We are sending a new link and code to the address that was invited. They replace the ones you had.',
    wait: 'The email can take a few minutes to arrive. If you cannot see it, look in your spam or junk folder.',
  },
  notFound: {
    title: 'We cannot find this invitation',
    newest:
      'If you were sent more than one email, use the link in the newest. A new email stops the older links from working.',
    typed: 'If you typed or pasted the web address, check that all of it is there.',
    ask: 'If the link still does not work, ask the person who invited you to do it again.',
  },
  locked: {
    title: 'Too many wrong codes',
    heading: 'You have entered a wrong code too many times',
    until: (time: string) =>
      `To keep your invitation safe, you have to wait. You can try again after ${time}.`,
    notLost:
      'Your invitation has not been lost. The code is on a line of its own in the newest email we sent you.',
    back: 'Go back to the invitation',
  },
  welcome: {
    title: 'Invitation accepted',
    ready: 'Your account is ready',
    next: 'What happens next',
    telling:
      'We are telling the service that invited you. You can go to it now: your access is usually there within a minute.',
    close: 'You can close this page.',
  },
  problem: {
    failed: 'Sorry, there is a problem',
    failedHow: 'Something went wrong on our side. Your invitation has not been lost.',
    failedNext: 'Try again in a few minutes, from the link in your email.',
    unreadable: 'We could not read what your browser sent',
    unreadableHow:
      'If you typed or pasted the web address, check that all of it is there and that nothing was added.',
    unreadableNext: 'If you came here from a page of ours, go back to it and try again.',
    notFound: 'Page not found',
    notFoundHow: 'If you typed or pasted the web address, check that all of it is there.',
    notOpened: 'This page cannot be opened by its address',
    notOpenedHow: 'You come to it by a button of another page.',
    busy: 'Too many requests',
    busyHow: 'Wait a minute, and try again.',
    reference: 'If you ask for help, give this reference:',
    toInvitation: 'Go back to the invitation',
    toInvitations: 'About invitations',
  },
  email: {
    hello: (name: string | undefined) => (name === undefined ? 'Hello,' : `Hello ${name},`),
    invitedSubject: (service: string) => `${service} has invited you`,
    invited: (service: string, organisation: string | undefined) =>
      `${service} has invited you to use its service${forOrganisation(organisation)}.`,
    toAccept: 'To accept, follow the link. If you did not expect this, you can ignore this email.',
    accept: 'Accept the invitation',
    codeFollows: 'You will be asked for this verification code:',
    until: (time: string) => `The link works until ${time} (UK time). Do not give the code to anybody else.`,
    noButton: (href: string) => `If the button does not work, copy this address into your browser: ${href}`,
    givenSubject: (service: string) => `You have been given access to ${service}`,
    given: (service: string, organisation: string | undefined) =>
      `You have been given access to ${service}${forOrganisation(organisation)}. ${service} asked for this.`,
    nothingToAccept: (service: string) =>
      `There is nothing that you need to accept. Go to ${service} and sign in there.`,
    notGivenSubject: (service: string) => `You have been invited to ${service}`,
    notGiven: (service: string, organisation: string | undefined) =>
      `${service} asked for you to be given access to it for ${organisation ?? 'your organisation'}. The rules for who may use it there do not allow that at the moment, so you have not been given access.`,
    shouldHave: (service: string) => `If you think that you should have it, please ask ${service}.`,
    unexpected: (service: string) => `If you did not expect this, please tell ${service}.`,
    sentBy: (platform: string, service: string | undefined) =>
      service === undefined
        ? `${platform} sent this email.`
        : `${platform} sent this email on behalf of ${service}.`,
    /** Undefined where nobody can be named. */
    help: ({ supportUrl, supportEmail }: PlatformIdentity, service: string | undefined) => {
      if (supportUrl !== undefined && supportEmail !== undefined)
        return `If you need help, go to ${supportUrl} or write to ${supportEmail}.`;
      if (supportUrl !== undefined) return `If you need help, go to ${supportUrl}.`;
      if (supportEmail !== undefined) return `If you need help, write to ${supportEmail}.`;
      return service === undefined ? undefined : `If you need help, ask ${service}.`;
    },
  },
  signIn: signInEn,
  signInEmail: signInEmailEn,
  requestEmail: requestEmailEn,
  signOut: signOutEn,
};
