/** The texts of signing out, and of a request to sign in that cannot go on, in English. */
export const signOutEn = {
  ask: 'Do you want to sign out?',
  askWhat: 'You will be signed out of every service that you signed in to in this browser.',
  yes: 'Sign out',
  stay: 'If you want to stay signed in, close this page.',
  done: 'You have signed out',
  doneWhat: 'You can close this page.',
  fault: 'You cannot sign in this way',
  faultWhat:
    'The service that sent you here asked for something that it may not ask for, or the request is over.',
  faultHow: 'Go back to the service and try again. If this page comes again, tell the service.',
  unreadable: 'You cannot sign out this way',
  unreadableHow: 'You are signed in as before. Go back to the service, or close your browser to sign out.',
  help: (email: string) => `If you need help, write to ${email}.`,
};
