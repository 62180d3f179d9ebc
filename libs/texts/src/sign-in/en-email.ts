import type { PlatformIdentity } from '../platform-identity.ts';

/** The emails about signing in, in English. */
export const signInEmailEn = {
  codeSubject: (service: string) => `Your code to sign in to ${service}`,
  codeFor: (service: string, askedAt: string) =>
    `This is your code to sign in to ${service}. You asked for it at ${askedAt} (UK time).`,
  codeWorks: (until: string) =>
    `It works once, until ${until} (UK time), in the browser in which you asked for it.`,
  codeSecret:
    'Do not give it to anybody else. If you did not ask for it, ignore this email: nobody can sign in without the code.',
  somebodyAsked: (service: string, askedAt: string) =>
    `At ${askedAt} (UK time) somebody asked to sign in to ${service} with this email address.`,
  noAccountSubject: (service: string) => `You cannot sign in to ${service} with this address yet`,
  noAccount: 'There is no account with this address, so there is no code to sign in.',
  otherAddress: 'If you have an account with another address, sign in with that one.',
  comeBy: (service: string) =>
    `To get an account, ask the person who manages access in your organisation to invite you, or ask ${service}. Use the link in the invitation.`,
  notYou: 'If you did not ask to sign in, ignore this email.',
  deactivatedSubject: (service: string) => `Your account cannot be used to sign in to ${service}`,
  deactivated: 'The account with this address has been deactivated, so there is no code to sign in.',
  whomToAsk: ({ supportUrl, supportEmail }: PlatformIdentity, service: string) => {
    if (supportEmail !== undefined) return `To have it activated again, write to ${supportEmail}.`;
    if (supportUrl !== undefined) return `To have it activated again, ask for help at ${supportUrl}.`;
    return `To have it activated again, ask the person who manages access in your organisation, or ${service}.`;
  },
  linkedSubject: (provider: string) => `You can now sign in with ${provider}`,
  linked: (provider: string, at: string) =>
    `At ${at} (UK time) an account at ${provider} was used to sign in as you. From now on it signs you in.`,
  linkedNotYou:
    'If that was not you, tell the people who help you with this platform straight away: somebody else may be using your account.',
  addressSubject: 'The email address of your account has been changed',
  addressOld: (at: string) =>
    `At ${at} (UK time) the email address of your account was changed. This address no longer signs you in.`,
  addressNew: (at: string) =>
    `At ${at} (UK time) the email address of your account was changed to this one. Use it to sign in.`,
  signedOut: 'You have been signed out everywhere.',
  addressUnexpected: 'If you did not expect this, ask for help straight away.',
};
